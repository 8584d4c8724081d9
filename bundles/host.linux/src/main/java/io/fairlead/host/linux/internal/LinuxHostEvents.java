package io.fairlead.host.linux.internal;

import io.fairlead.host.Commands;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's events: inotify for files, and for devices what udevadm(8) and ip-monitor(8) write. All that runs for it begins
 * with the first subscriber and ends with the last.
 *
 * <p>What the kernel tells: a VF's appearance and end (device_add and device_del, drivers/base/core.c; {@code change} once it
 * is linked to its PF: pci_iov_sysfs_link, drivers/pci/iov.c), and the driver it is bound to (driver_bound and
 * __device_release_driver, drivers/base/dd.c). A VF's attributes, as do_setlink with IFLA_VFINFO_LIST ends in
 * netdev_state_change and so in RTM_NEWLINK, but only while the PF is up (net/core/rtnetlink.c, net/core/dev.c). Of
 * {@code sriov_numvfs}, {@code sriov_drivers_autoprobe} and {@code driver_override} themselves it tells nobody.
 */
@Component
public final class LinuxHostEvents implements HostEvents {

    private static final Logger LOG = LoggerFactory.getLogger(LinuxHostEvents.class);
    /** By when a program that was started listens: a listener looks once more then, for what happened meanwhile. */
    private static final long LISTENS_MILLIS = 1000;
    private static final List<List<String>> MONITORS = List.of(List.of("udevadm", "monitor", "--kernel", "--udev"),
            List.of("ip", "monitor", "link", "address", "route"));

    private final HostRoots roots;
    private final List<List<String>> monitors;
    private final Commands commands;
    /** Drops what still happens while it ends. */
    private final ScheduledExecutorService thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("fairlead host events").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    /** Guarded by this object, as all below. */
    private final Set<Signal> deviceSignals = new LinkedHashSet<>();
    private List<Follower> followers = List.of();
    private Optional<DirectoryWatch> directories = Optional.empty();

    /** The events of this host. */
    @Activate
    public LinuxHostEvents(BundleContext context, @Reference Commands commands) {
        this(HostRoots.of(context), commands, MONITORS);
    }

    LinuxHostEvents(HostRoots roots, Commands commands, List<List<String>> monitors) {
        this.roots = roots;
        this.commands = commands;
        this.monitors = monitors;
    }

    @Override
    public synchronized Subscription watchDirectories(Collection<HostPath> watched, Runnable changed) {
        Signal signal = new Signal(thread, changed);
        try {
            DirectoryWatch watch = directories.isPresent() ? directories.get() : new DirectoryWatch(roots.top());
            directories = Optional.of(watch);
            watch.add(signal, watched.stream().distinct().map(roots::resolve).toList());
        } catch (IOException e) {
            LOG.warn("Files cannot be watched, what happens to them is noticed later: {}", e.getMessage());
        }
        return () -> forget(signal);
    }

    private synchronized void forget(Signal signal) {
        signal.close();
        directories.filter(watch -> watch.remove(signal)).ifPresent(_ -> endDirectories());
    }

    private void endDirectories() {
        directories.ifPresent(watch -> {
            try {
                watch.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        directories = Optional.empty();
    }

    @Override
    public synchronized Subscription watchDevices(Runnable changed) {
        Signal signal = new Signal(thread, changed);
        deviceSignals.add(signal);
        if (followers.isEmpty()) {
            followers = monitors.stream().filter(monitor -> commands.has(monitor.getFirst()))
                    .map(monitor -> new Follower(monitor, this::began, this::heard)).toList();
        }
        return () -> forgetDevices(signal);
    }

    private void began() {
        ScheduledFuture<?> _ = thread.schedule(this::heard, LISTENS_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void heard() {
        deviceSignals.forEach(Signal::raise);
    }

    private synchronized void forgetDevices(Signal signal) {
        signal.close();
        deviceSignals.remove(signal);
        if (deviceSignals.isEmpty()) {
            endFollowers();
        }
    }

    private void endFollowers() {
        followers.forEach(Follower::close);
        followers = List.of();
    }

    /** Ends all that runs. */
    @Deactivate
    synchronized void close() {
        deviceSignals.clear();
        endFollowers();
        endDirectories();
        thread.shutdownNow();
    }
}
