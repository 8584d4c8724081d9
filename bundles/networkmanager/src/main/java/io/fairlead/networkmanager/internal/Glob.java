package io.fairlead.networkmanager.internal;

/** Shell patterns of {@code *}, {@code ?} and {@code [...]}, as udev and NetworkManager use them. */
final class Glob {

    private Glob() {
    }

    /** Whether the whole text is as the pattern says; with {@code |} between them, as one of several patterns. */
    static boolean anyMatches(String patterns, String text) {
        for (String pattern : patterns.split("\\|", -1)) {
            if (matches(pattern, text)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the whole text is as the pattern says. */
    static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int mark = 0;
        while (t < text.length()) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? one(pattern, p, text.charAt(t)) : -1;
            if (next > 0) {
                p = next;
                t++;
            } else if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on behind the element that fits the character; -1 when it does not fit. */
    private static int one(String pattern, int at, char c) {
        int end = pattern.indexOf(']', at + 2);
        if (pattern.charAt(at) == '[' && end > 0) {
            return inClass(pattern.substring(at + 1, end), c) ? end + 1 : -1;
        }
        return pattern.charAt(at) == '?' || pattern.charAt(at) == c ? at + 1 : -1;
    }

    private static boolean inClass(String members, char c) {
        boolean not = members.startsWith("!") || members.startsWith("^");
        boolean in = false;
        for (int i = not ? 1 : 0; i < members.length(); i++) {
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                in |= members.charAt(i) <= c && c <= members.charAt(i + 2);
                i += 2;
            } else {
                in |= members.charAt(i) == c;
            }
        }
        return in != not;
    }
}
