package io.fairlead.kernel.internal;

import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Which arguments in files of other people are ours, one a line; for boot loaders that have no file of our own. */
final class KeptRecord {

    static final HostPath FILE = HostPath.OUR_STATE.resolve("kernel/arguments");

    private static final int MODE = 0644;

    private final Host host;

    KeptRecord(Host host) {
        this.host = host;
    }

    List<Argument> read() {
        return host.files().read(FILE).stream().flatMap(String::lines).filter(ArgumentText::isValid).map(Argument::of)
                .toList();
    }

    /** Makes it say this; answers what puts back what it said before. */
    Runnable write(List<Argument> arguments) {
        Optional<byte[]> before = host.files().content(FILE);
        if (arguments.isEmpty()) {
            host.durable().delete(FILE);
        } else {
            host.durable().write(FILE,
                    (String.join("\n", Argument.texts(arguments)) + "\n").getBytes(StandardCharsets.UTF_8), MODE);
        }
        return () -> before.ifPresentOrElse(content -> host.durable().write(FILE, content, MODE),
                () -> host.durable().delete(FILE));
    }
}
