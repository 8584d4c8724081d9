package io.fairlead.libvirt.internal;

import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** One of the two hooks. Both are the same script, which sees by its place which of them it is. */
enum Hook {
    /** Called for networks: a port of a pool is made and goes, at hot-plug too. */
    NETWORK("network"),
    /** Called for guests: one with a VF by its address starts and stops. */
    QEMU("qemu");

    private static final String SCRIPT = "hook.sh";

    private final String driver;

    Hook(String driver) {
        this.driver = driver;
    }

    /** As libvirt calls the driver. */
    String driver() {
        return driver;
    }

    /** Where it lies: libvirt looks there alone (LIBVIRT_HOOK_DIR, src/util/virhook.c), since 6.5 also in NAME.d. */
    HostPath file() {
        return directory().resolve(driver + ".d/fairlead");
    }

    /** The hook of somebody else that runs before ours, where there is one. */
    HostPath before() {
        return directory().resolve(driver);
    }

    private static HostPath directory() {
        return HostPath.ETC.resolve("libvirt/hooks");
    }

    static byte[] script() {
        try (InputStream in = Hook.class.getResourceAsStream(SCRIPT)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
