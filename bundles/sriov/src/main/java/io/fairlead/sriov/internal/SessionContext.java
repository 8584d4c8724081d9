package io.fairlead.sriov.internal;

import io.fairlead.host.Commands;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.spi.nic.NicContext;
import io.fairlead.spi.nic.NicFunction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a session may ask, until it is closed. */
final class SessionContext implements NicContext {

    private static final HostPath LOCKDOWN = HostPath.SYS.resolve("kernel/security/lockdown");
    private static final Duration BOUND = Duration.ofSeconds(20);

    private final HostFiles files;
    private final Commands commands;
    private final NicFunction function;
    private volatile boolean closed;

    SessionContext(HostFiles files, Commands commands, NicFunction function) {
        this.files = files;
        this.commands = commands;
        this.function = function;
    }

    void close() {
        closed = true;
    }

    @Override
    public NicFunction function() {
        return function;
    }

    @Override
    public Optional<String> attribute(String name) {
        refuseClosed();
        if (name.contains("/") || name.equals(Sysfs.NUM_VFS)) {
            throw new IllegalArgumentException("not an attribute that a NIC driver may read: " + name);
        }
        return files.read(Sysfs.device(function.pci()).resolve(name));
    }

    /** The file shows all modes, with that in force in brackets (lockdown_read, security/lockdown/lockdown.c). */
    @Override
    public boolean lockedDown() {
        refuseClosed();
        return files.read(LOCKDOWN).filter(modes -> !modes.contains("[none]")).isPresent();
    }

    @Override
    public boolean hasProgram(String name) {
        refuseClosed();
        return commands.has(name);
    }

    @Override
    public Output run(List<String> arguments) {
        refuseClosed();
        Commands.Result result = commands.run(BOUND, arguments);
        return new Output(result.status(), result.output(), result.error());
    }

    private void refuseClosed() {
        if (closed) {
            throw new IllegalStateException("the session with %s is closed".formatted(function.pci()));
        }
    }
}
