package io.fairlead.shell.internal.host;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.ApplyRequest;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.shell.internal.words.WholeNumber;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a document is tried. */
final class TryOptions {

    @Option(names = "--confirm", paramLabel = "SECONDS", converter = WholeNumber.TrySeconds.class, description = "How long to wait for host:confirm before all is taken back; 120 if not given.")
    Integer seconds;

    @Option(names = "--yes", description = "Confirm it at once, when all is made and what could be reached still can.")
    boolean yes;

    @Option(names = "--why", paramLabel = "TEXT", description = "What it is for, for host:history.")
    String why;

    /** Whether anything of it was given. */
    boolean given() {
        return seconds != null || yes || why != null;
    }

    /** The request to try this document so. */
    ApplyRequest request(Document document, Optional<String> defaultWhy, Invocation invocation) {
        if (yes && seconds != null) {
            throw new FairleadException(Kind.USAGE,
                    "--yes confirms at once and --confirm waits for you: give one of them");
        }
        ClientSide client = invocation.client();
        Duration within = seconds == null ? ApplyRequest.DEFAULT : Duration.ofSeconds(seconds);
        return new ApplyRequest(document, within, yes, client.user(), Optional.ofNullable(why).or(() -> defaultWhy),
                invocation.connection());
    }
}
