package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.libvirt.HookState.Live;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees libvirt run the hooks, by calls of which nothing stays: a network that is nothing but a name, and a guest that the
 * hook itself refuses before anything of it exists. What it found is remembered for as long as the daemon runs.
 */
final class HookProof {

    private static final Logger LOG = LoggerFactory.getLogger(HookProof.class);

    /** How long a reloaded daemon may take to look for hooks; it does so in a thread of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final HostPath DIRECTORY = HostPath.OUR_RUN.resolve("hook-probe");
    private static final HostPath RECORD = HostPath.OUR_RUN.resolve("libvirt-hooks");

    /** libvirt begins a log for a guest that the hook then refuses, and leaves it (seen on 9.0 and 11.3). */
    private static final HostPath GUEST_LOGS = HostPath.VAR.resolve("log/libvirt/qemu");

    private final Virsh virsh;
    private final HostFiles files;
    private final DurableFiles durable;
    private final Daemons daemons;

    HookProof(Virsh virsh, HostFiles files, DurableFiles durable, Daemons daemons) {
        this.virsh = virsh;
        this.files = files;
        this.durable = durable;
        this.daemons = daemons;
    }

    /** What is known without trying. */
    Map<Hook, Live> known() {
        Map<Hook, Live> known = new EnumMap<>(Hook.class);
        String record = files.read(RECORD).orElse("");
        String now = daemons.invocations();
        for (Hook hook : Hook.values()) {
            known.put(hook, !now.isEmpty() && record.lines().anyMatch((hook.driver() + " " + now)::equals)
                    ? Live.PROVEN
                    : Live.NOT_TRIED);
        }
        return known;
    }

    /** Forgets what is known. */
    void forget() {
        durable.delete(RECORD);
    }

    /** Tries, for as long as a reload may take, and remembers. */
    Map<Hook, Live> find() {
        Map<Hook, Live> found = new EnumMap<>(Hook.class);
        StringBuilder record = new StringBuilder();
        String now = daemons.invocations();
        for (Hook hook : Hook.values()) {
            Live live = await(hook);
            found.put(hook, live);
            if (live == Live.PROVEN) {
                record.append(hook.driver()).append(' ').append(now).append('\n');
            }
        }
        durable.write(RECORD, record.toString().getBytes(StandardCharsets.UTF_8), 0644);
        return found;
    }

    private Live await(Hook hook) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Live live = once(hook);
        while (live == Live.NOT_RUN && System.nanoTime() < end && pause()) {
            live = once(hook);
        }
        return live;
    }

    private Live once(Hook hook) {
        String name = "fairlead-probe-" + virsh.nonce().substring(0, 12);
        HostPath wanted = DIRECTORY.resolve(hook.driver());
        HostPath seen = DIRECTORY.resolve(hook.driver() + ".seen");
        try {
            durable.write(wanted, (name + "\n").getBytes(StandardCharsets.UTF_8), 0600);
            boolean tried = switch (hook) {
                case NETWORK -> callNetwork(name);
                case QEMU -> callGuest(name, seen);
            };
            return files.exists(seen) ? Live.PROVEN : tried ? Live.NOT_RUN : Live.NOT_TRIED;
        } finally {
            durable.delete(wanted);
            durable.delete(seen);
            durable.deleteEmpty(DIRECTORY);
            durable.delete(GUEST_LOGS.resolve(name + ".log"));
        }
    }

    private boolean callNetwork(String name) {
        virsh.give(network(name), "net-create").ifPresent(reason -> {
            throw new FairleadException(FairleadException.Kind.HOST_FAILED,
                    "it cannot be tried whether libvirt runs the network hook: " + reason);
        });
        virsh.change("net-destroy", "--network", name);
        return true;
    }

    /** Answers whether it could be tried: a host without any emulator has no guests either. */
    private boolean callGuest(String name, HostPath seen) {
        String id = UUID.randomUUID().toString();
        // Should the hook not run, the guest starts paused, and ends with the call.
        var refusal = virsh.give(guest(name, id), "create", "--paused", "--autodestroy");
        if (refusal.isEmpty()) {
            virsh.change("destroy", "--domain", id);
            return true;
        }
        if (!files.exists(seen)) {
            LOG.debug("no guest could be tried: {}", refusal.get());
        }
        return false;
    }

    /** A bridge that need not be there: such a network is started by noting it down (networkStartNetworkExternal). */
    private static String network(String name) {
        return "<network><name>%s</name><forward mode='bridge'/><bridge name='%s'/></network>".formatted(name,
                name.substring(0, 15));
    }

    private static String guest(String name, String id) {
        return """
                <domain type='qemu'><name>%s</name><uuid>%s</uuid><memory unit='MiB'>16</memory>
                <os><type>hvm</type></os><devices/></domain>
                """.formatted(name, id);
    }

    private static boolean pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
