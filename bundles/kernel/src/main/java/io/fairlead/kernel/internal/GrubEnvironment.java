package io.fairlead.kernel.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What GRUB keeps from boot to boot, in a block of 1024 bytes: lines of {@code name=value} behind a comment, filled up
 * with {@code #}; a backslash in a value quotes the next character (grub-core/lib/envblk.c).
 *
 * @param variables by name
 */
record GrubEnvironment(Map<String, String> variables) {

    private static final Pattern VARIABLE = Pattern.compile("\\$(?:\\{([A-Za-z0-9_]+)}|([A-Za-z0-9_]+))");

    static GrubEnvironment parse(String block) {
        Map<String, String> variables = new HashMap<>();
        block.lines().filter(line -> !line.startsWith("#") && line.indexOf('=') > 0).forEach(line -> {
            int equals = line.indexOf('=');
            variables.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("\\\\(.)", "$1"));
        });
        return new GrubEnvironment(Map.copyOf(variables));
    }

    /** A variable's value, if it has one that is not empty. */
    Optional<String> get(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
    }

    /** The text with its variables replaced; those that are not known here are empty, as they are to GRUB. */
    String expand(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String name = found.group(1) == null ? found.group(2) : found.group(1);
            return Matcher.quoteReplacement(variables.getOrDefault(name, ""));
        });
    }
}
