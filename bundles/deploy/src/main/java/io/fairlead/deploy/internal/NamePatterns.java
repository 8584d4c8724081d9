package io.fairlead.deploy.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which symbolic names a key may sign: a list of patterns as ssh_config(5) has them, of which {@code com.example.nic} and
 * {@code com.example.nic.*} are understood.
 *
 * @param patterns such
 */
record NamePatterns(List<String> patterns) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final String BELOW = ".*";

    /** Empty when one of them is of another kind. */
    static Optional<NamePatterns> parse(String list) {
        List<String> patterns = Arrays.asList(list.split(",", -1));
        return patterns.stream().allMatch(pattern -> NAME.matcher(plain(pattern)).matches())
                ? Optional.of(new NamePatterns(patterns))
                : Optional.empty();
    }

    /** For a name and all that continue it after a dot; empty when it is no name. */
    static Optional<NamePatterns> below(String prefix) {
        return parse(prefix + "," + prefix + BELOW);
    }

    private static String plain(String pattern) {
        return pattern.endsWith(BELOW) ? pattern.substring(0, pattern.length() - BELOW.length()) : pattern;
    }

    boolean match(String name) {
        return patterns.stream().anyMatch(
                pattern -> pattern.endsWith(BELOW) ? name.startsWith(plain(pattern) + ".") : name.equals(pattern));
    }

    /** Whether some name at or below this one matches. */
    boolean reach(String name) {
        return match(name) || match(name + ".x")
                || patterns.stream().anyMatch(pattern -> plain(pattern).startsWith(name + "."));
    }

    /** As it stands in the file. */
    String list() {
        return String.join(",", patterns);
    }

    /** As people write it: the name alone where it and all below it are meant. */
    @Override
    public String toString() {
        String first = patterns.getFirst();
        return list().equals(first + "," + first + BELOW) ? first : list();
    }
}
