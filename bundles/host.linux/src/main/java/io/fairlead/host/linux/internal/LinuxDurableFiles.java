package io.fairlead.host.linux.internal;

import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.SyncedFiles;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Durable files on the machine's own disks. */
@Component
public final class LinuxDurableFiles implements DurableFiles {

    private final SyncedFiles files;

    /** Below the roots of this framework. */
    @Activate
    public LinuxDurableFiles(BundleContext context) {
        this(HostRoots.of(context));
    }

    LinuxDurableFiles(HostRoots roots) {
        this.files = new SyncedFiles(new LinuxDisk(roots));
    }

    @Override
    public List<HostPath> write(HostPath file, byte[] content, int mode) {
        return files.write(file, content, mode);
    }

    @Override
    public void append(HostPath file, byte[] bytes) {
        files.append(file, bytes);
    }

    @Override
    public void delete(HostPath file) {
        files.delete(file);
    }

    @Override
    public boolean deleteEmpty(HostPath directory) {
        return files.deleteEmpty(directory);
    }
}
