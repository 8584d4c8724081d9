package io.fairlead.lifecycle.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;

/** Which boot of the host this is. */
final class Boot {

    private static final HostPath ID = HostPath.PROC.resolve("sys/kernel/random/boot_id");

    private final HostFiles files;

    Boot(HostFiles files) {
        this.files = files;
    }

    /** Another one for each boot (random(4)). */
    String id() {
        return files.read(ID).orElse("unknown");
    }
}
