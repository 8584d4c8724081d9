package io.fairlead.kernel.internal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One argument of a kernel.
 *
 * @param text as it stands in the line, quotes included
 * @param name what it is called; see {@link #named}
 * @param value what stands behind the first {@code =}, without quotes around it
 */
record Argument(String text, String name, Optional<String> value) {

    /** Of text that holds one argument. */
    static Argument of(String text) {
        return CommandLine.parse(text).getFirst();
    }

    /** Whether it is called so: the kernel takes {@code -} and {@code _} in names for the same (parameq, kernel/params.c). */
    boolean named(String other) {
        return plain(name).equals(plain(other));
    }

    /** Whether it says the same as another one, however it is written. */
    boolean same(Argument other) {
        return named(other.name) && value.equals(other.value);
    }

    /** The parts of a value that is a comma list. */
    Stream<String> options() {
        return value.stream().flatMap(list -> Stream.of(list.split(","))).filter(option -> !option.isEmpty());
    }

    static List<String> texts(List<Argument> arguments) {
        return arguments.stream().map(Argument::text).toList();
    }

    private static String plain(String name) {
        return name.replace('-', '_');
    }
}
