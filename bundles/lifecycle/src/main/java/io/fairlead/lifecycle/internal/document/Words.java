package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.Printable;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Words for messages. */
final class Words {

    private static final int LONGEST = 60;

    private Words() {
    }

    /** Somebody's word for a message: escaped, and cut where it is long. */
    static String shown(String word) {
        return word.codePointCount(0, word.length()) <= LONGEST
                ? Printable.of(word)
                : Printable.of(word.substring(0, word.offsetByCodePoints(0, LONGEST))) + "…";
    }

    /** Somebody's key for a message. */
    static String key(String key) {
        return key.isEmpty() ? "the empty key" : shown(key);
    }

    /** {@code a, b or c}. */
    static String or(List<String> words) {
        return joined(words, " or ");
    }

    /** {@code a, b and c}. */
    static String and(List<String> words) {
        return joined(words, " and ");
    }

    private static String joined(List<String> words, String last) {
        return words.size() < 2
                ? String.join("", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + last + words.getLast();
    }

    /** The word that was meant, when one is near enough: a third of its letters may be wrong, in any case and with any dashes. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String plain = plain(word);
        return known.stream().filter(candidate -> near(plain, plain(candidate)))
                .min(Comparator.comparingInt(candidate -> distance(plain, plain(candidate))));
    }

    private static boolean near(String word, String known) {
        return distance(word, known) <= Math.max(word.length(), known.length()) / 3
                || (known.length() > 3 && word.length() > 3 && (known.startsWith(word) || word.startsWith(known)));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }

    /** How many letters have to be put in, left out, replaced, or swapped with their neighbour (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] rows = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    rows[i][j] = i + j;
                    continue;
                }
                int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                rows[i][j] = Math.min(rows[i - 1][j - 1] + wrong, Math.min(rows[i - 1][j], rows[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[a.length()][b.length()];
    }
}
