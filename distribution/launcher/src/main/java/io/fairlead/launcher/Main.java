package io.fairlead.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Starts Fairlead for one command line and ends the process with its exit status, whatever happens. */
public final class Main {

    private static final int INTERNAL_ERROR = 1;

    private Main() {
    }

    /** Runs what {@code usage.txt} tells. */
    public static void main(String[] arguments) {
        int status = INTERNAL_ERROR;
        try {
            status = run(List.of(arguments));
        } catch (Throwable e) { // or the framework's threads would keep the JVM alive for ever
            System.err.println("fairlead: internal error: " + e);
            if (Settings.debug()) {
                e.printStackTrace();
            }
        } finally {
            System.exit(status);
        }
    }

    private static int run(List<String> words) throws Exception {
        List<String> options = words.stream().takeWhile(word -> word.startsWith("-") && !"-c".equals(word)).toList();
        if (options.contains("--help")) {
            System.out.print(usage());
            return 0;
        }
        if (options.contains("--version")) {
            System.out.println("fairlead " + Objects.toString(Main.class.getPackage().getImplementationVersion(), "?"));
            return 0;
        }
        return new Fairlead(Settings.of(System.getProperties())).run(words);
    }

    private static String usage() throws IOException {
        try (InputStream text = Main.class.getResourceAsStream("/usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
