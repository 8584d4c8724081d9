package io.fairlead.itests.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** What a test has done, for the report: a file of one line. */
public final class Figures {

    private final String name;
    private final Instant begun = Instant.now();

    private Figures(String name) {
        this.name = name;
    }

    /** Of a test that begins now. */
    public static Figures begin(String name) {
        return new Figures(name);
    }

    /** Whether the full figures are wanted. */
    public static boolean full() {
        return Boolean.getBoolean("long");
    }

    /** How many to do: a few in CI; or in full, unless told otherwise. */
    public static int count(String name, int few, int many) {
        return Integer.getInteger(name, full() ? many : few);
    }

    /** Says what came of it. */
    public void end(String what) throws IOException {
        String line = "%s | %s | %d s".formatted(name, what, Duration.between(begun, Instant.now()).toSeconds());
        System.out.println(line);
        Path directory = Files.createDirectories(Path.of(System.getProperty("figures", "target/figures")));
        Files.writeString(directory.resolve(name.replace(' ', '-')), "| " + line + " |\n");
    }
}
