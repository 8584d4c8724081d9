package io.fairlead.itests.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The image as it was built, unpacked in the guest, and its command. */
final class Product {

    private static final String COMMAND = "/opt/fairlead/bin/fairlead";
    private static final Pattern TOOK = Pattern.compile("command took ([0-9.]+) s");

    private final Lab lab;

    private Product(Lab lab) {
        this.lab = lab;
    }

    static Product installedIn(Lab lab) {
        if (lab.sh("test -x " + COMMAND).status() != 0) {
            lab.copy(archive(), "/tmp/");
            lab.sh("tar xzf /tmp/fairlead-*.tar.gz -C /opt").succeeded();
            lab.run("/opt/fairlead/bin/speed-up-start").succeeded();
        }
        return new Product(lab);
    }

    /** Installs the daemon as the image's README tells it, and starts it. */
    Product asDaemon() {
        lab.sh("""
                set -e
                ln -s %s /usr/local/sbin/fairlead
                systemctl -q enable --now /opt/fairlead/fairlead.service""".formatted(COMMAND)).succeeded();
        return this;
    }

    /** Runs one command with exactly these arguments. */
    Result fairlead(String... words) {
        List<String> line = new ArrayList<>(List.of(COMMAND, "--timing"));
        line.addAll(List.of(words));
        return lab.run(line.toArray(String[]::new));
    }

    /** How long the command took from its dispatch: the process's own start is stated, not judged, under emulation. */
    static Duration took(Result result) {
        Matcher took = TOOK.matcher(result.error());
        if (!took.find()) {
            throw new AssertionError("%s did not tell how long it took: %s".formatted(result.line(), result.error()));
        }
        return Duration.ofMillis((long) (Double.parseDouble(took.group(1)) * 1000));
    }

    private static Path archive() {
        try (Stream<Path> files = Files.list(Path.of("../../distribution/image/target"))) {
            return files.filter(file -> file.getFileName().toString().matches("fairlead-.*\\.tar\\.gz")).findFirst()
                    .orElseThrow(() -> new AssertionError("the image is not built: run mvn verify at the top first"));
        } catch (IOException e) {
            throw new UncheckedIOException("the image is not built: run mvn verify at the top first", e);
        }
    }
}
