package io.fairlead.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Starts Fairlead for one command line and ends the process with its exit status, whatever happens. */
public final class Main {

    private static final int INTERNAL_ERROR = 1;
    /** Somebody else is in the way, or the host lacks something. */
    private static final int REFUSED = 4;
    /** The word that has this process listen for commands and stay. */
    static final String DAEMON = "--daemon";

    /** Under an emulated processor a start takes 15 s. */
    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Duration TO_STOP = Duration.ofSeconds(5);
    /** It gives the commands of its clients 12 s to put things back. */
    private static final Duration DAEMON_TO_STOP = Duration.ofSeconds(15);

    private Main() {
    }

    /** Runs what {@code usage.txt} tells. */
    public static void main(String[] arguments) {
        int status = INTERNAL_ERROR;
        try {
            status = run(List.of(arguments));
        } catch (RefusedException e) {
            System.err.println("fairlead: " + e.getMessage());
            status = REFUSED;
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
        Settings settings = Settings.of(System.getProperties(), words);
        if (words.equals(List.of(DAEMON))) {
            return daemon(settings);
        }
        boolean shell = words.stream().allMatch("--timing"::equals) && AtTerminal.is();
        Optional<Client> client = shell || settings.control().isEmpty()
                ? Optional.empty()
                : Client.connect(settings.control().get());
        return client.isPresent()
                ? client.get().run(words)
                : new Fairlead(settings, TO_STOP).run(framework -> framework.console(TO_START).applyAsInt(words));
    }

    private static int daemon(Settings settings) throws Exception {
        Path path = settings.control().orElseThrow(() -> new RefusedException(
                "the system property fairlead.control, the daemon's socket, is missing; start it by bin/fairlead"));
        ControlSocket socket = ControlSocket.open(path);
        Fairlead fairlead = new Fairlead(settings, DAEMON_TO_STOP, socket);
        return fairlead.run(framework -> new Daemon(framework, socket.channel()).run());
    }

    private static String usage() throws IOException {
        try (InputStream text = Main.class.getResourceAsStream("/usage.txt")) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
