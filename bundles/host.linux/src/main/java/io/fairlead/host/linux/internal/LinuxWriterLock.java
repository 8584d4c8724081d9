package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.WriterLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** The one writer by a lock on a file, which the kernel releases when the process ends, however it ends. */
@Component
public final class LinuxWriterLock implements WriterLock {

    /** A framework property by which the launcher tells what it was started for. */
    private static final String COMMAND = "fairlead.command";

    private final HostRoots roots;
    private final String command;
    private final boolean root;
    private FileChannel held;

    @Activate
    public LinuxWriterLock(BundleContext context) {
        this(HostRoots.of(context), Optional.ofNullable(context.getProperty(COMMAND)).orElse("an embedded Fairlead"),
                Caller.isRoot(HostRoots.of(context)));
    }

    LinuxWriterLock(HostRoots roots, String command, boolean root) {
        this.roots = roots;
        this.command = command;
        this.root = root;
    }

    @Override
    public synchronized void claim() {
        if (held != null) {
            return;
        }
        if (!root) {
            throw new FairleadException(Kind.NOT_CAPABLE, "only root may change the host: run it as root");
        }
        Path file = roots.ours().resolve("writer");
        try {
            Files.createDirectories(roots.ours());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                throw new FairleadException(Kind.BUSY,
                        "another Fairlead is changing this host (%s): wait until it ends, or end it"
                                .formatted(Files.readString(file).strip()));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap("pid %d, %s, since %s%n".formatted(ProcessHandle.current().pid(), command,
                    Instant.now().truncatedTo(ChronoUnit.SECONDS)).getBytes(StandardCharsets.UTF_8)));
            held = channel;
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "the writer's lock %s cannot be taken: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            // another framework in this very process has it
            return Optional.empty();
        }
    }

    @Deactivate
    synchronized void release() {
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException _) {
            // the kernel releases it with the process
        } finally {
            held = null;
        }
    }
}
