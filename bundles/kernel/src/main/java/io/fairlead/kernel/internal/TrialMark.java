package io.fairlead.kernel.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What tells one try of arguments from any other: it stands as a comment in the file of our boot entry, and its token in
 * that entry's arguments, and so in those of a kernel that came by it.
 *
 * @param token of letters, digits and {@code -}
 * @param boot the id of the boot in which it was made
 * @param arguments those that are to be in force
 */
record TrialMark(String token, String boot, List<String> arguments) {

    private static final HostPath BOOT_ID = HostPath.PROC.resolve("sys/kernel/random/boot_id");
    private static final String LINE = "# fairlead-trial ";
    /** A name with a dot is for a module; the kernel passes over one that it has not (unknown_bootoption, init/main.c). */
    private static final String ARGUMENT = "fairlead.trial";
    private static final int ARGUMENTS = 2;

    /** Keeps its own copy. */
    TrialMark {
        arguments = List.copyOf(arguments);
    }

    /** Of a new try. */
    static TrialMark begin(HostFiles files, List<String> arguments) {
        return new TrialMark(UUID.randomUUID().toString(), bootId(files), arguments);
    }

    /** The mark in the text of a file. */
    static Optional<TrialMark> parse(String text) {
        return text.lines().filter(line -> line.startsWith(LINE)).findFirst()
                .map(line -> List.of(line.substring(LINE.length()).strip().split(" ")))
                .filter(words -> words.size() >= ARGUMENTS)
                .map(words -> new TrialMark(words.get(0), words.get(1), words.subList(ARGUMENTS, words.size())));
    }

    /** The comment. */
    String line() {
        return LINE + String.join(" ", List.of(token, boot)) + (arguments.isEmpty() ? "" : " ")
                + String.join(" ", arguments);
    }

    /** What a kernel of this try has among its arguments. */
    Argument argument() {
        return Argument.of(ARGUMENT + "=" + token);
    }

    /** Whether these are the arguments of a kernel that came by this try's entry. */
    boolean isIn(List<Argument> line) {
        return line.stream().anyMatch(argument()::same);
    }

    /** Whether no boot has been since it was made. */
    boolean isOfThisBoot(HostFiles files) {
        return boot.equals(bootId(files));
    }

    /** Whether it is of these arguments. */
    boolean isOf(List<Argument> wanted) {
        return arguments.equals(Argument.texts(wanted));
    }

    private static String bootId(HostFiles files) {
        return files.read(BOOT_ID).orElseThrow(() -> new FairleadException(Kind.HOST_FAILED,
                "%s is not there: mount proc on /proc".formatted(BOOT_ID)));
    }
}
