package io.fairlead.host.linux.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Processes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Reads who has which device open from the processes' descriptors (proc(5), {@code /proc/PID/fd}). */
@Component
public final class LinuxProcesses implements Processes {

    private final HostRoots roots;
    private final boolean root;

    @Activate
    public LinuxProcesses(BundleContext context) {
        this(HostRoots.of(context), Caller.isRoot(HostRoots.of(context)));
    }

    LinuxProcesses(HostRoots roots, boolean root) {
        this.roots = roots;
        this.root = root;
    }

    @Override
    public List<DeviceUser> deviceUsers() {
        if (!anyDevice()) {
            return List.of();
        }
        if (!root) {
            throw new FairleadException(Kind.NOT_CAPABLE,
                    "only root sees which devices the processes of others have open: run it as root");
        }
        List<DeviceUser> users = new ArrayList<>();
        for (Path process : entries(roots.proc())) {
            String name = process.getFileName().toString();
            if (name.chars().allMatch(Character::isDigit)) {
                openDevices(process.resolve("fd"))
                        .forEach(device -> users.add(new DeviceUser(device, Long.parseLong(name), arguments(process))));
            }
        }
        return users;
    }

    /** Most hosts have none of these nodes; then nobody can have one open. */
    private boolean anyDevice() {
        return !entries(roots.dev().resolve("infiniband")).isEmpty()
                || entries(roots.dev().resolve("vfio")).stream().anyMatch(path -> !path.endsWith("vfio"))
                || entries(roots.dev()).stream().map(path -> path.getFileName().toString())
                        .anyMatch(name -> name.startsWith("vhost-vdpa-") || name.startsWith("uio"));
    }

    private Set<String> openDevices(Path descriptors) {
        Set<String> devices = new LinkedHashSet<>();
        for (Path descriptor : entries(descriptors)) {
            try {
                Path target = Files.readSymbolicLink(descriptor);
                if (target.startsWith(roots.dev()) && usesFunction(roots.dev().relativize(target).toString())) {
                    devices.add(roots.dev().relativize(target).toString());
                }
            } catch (IOException e) {
                ignoreEnded(e);
            }
        }
        return devices;
    }

    /** {@code vfio/vfio} is the container, which everybody may have. */
    private static boolean usesFunction(String device) {
        return (device.startsWith("vfio/") && !device.equals("vfio/vfio")) || device.startsWith("infiniband/uverbs")
                || device.startsWith("vhost-vdpa-") || device.startsWith("uio");
    }

    private static List<String> arguments(Path process) {
        try {
            String line = Files.readString(process.resolve("cmdline"));
            return line.isEmpty() ? List.of() : List.of(line.split("\0", -1));
        } catch (IOException _) {
            return List.of();
        }
    }

    private static List<Path> entries(Path directory) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(entries::add);
        } catch (DirectoryIteratorException e) {
            ignoreEnded(e.getCause());
        } catch (IOException e) {
            ignoreEnded(e);
        }
        return entries;
    }

    /**
     * A descriptor that was closed meanwhile, or a process that has ended, uses nothing. What is there and may not be looked
     * at could be anybody's: then the holders are not known, and nobody may take them for none.
     */
    private static void ignoreEnded(IOException e) {
        boolean ended = e instanceof NoSuchFileException || e instanceof NotDirectoryException
                || String.valueOf(e.getMessage()).contains("No such process");
        if (!ended) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "which devices processes have open cannot be read: %s".formatted(e.getMessage()), e);
        }
    }
}
