package io.fairlead.kernel.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.resource.ResourceProvider;
import io.fairlead.host.Commands.Result;
import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.itests.faults.Services;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The subsystem on a host that systemd-boot has booted, put together as Declarative Services would. */
public final class KernelOn {

    /** Where the arguments of all kernels are configured. */
    public static final HostPath CONFIGURED = HostPath.ETC.resolve("kernel/cmdline");

    private static final HostPath ENTRY = HostPath.BOOT.resolve("efi/loader/entries/0a1b-6.12.48.conf");
    private static final HostPath LOADER = HostPath.SYS
            .resolve("firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f");

    private KernelOn() {
    }

    /** On this host. */
    public static ResourceProvider of(SimulatedHost simulated, Services host, Inventory inventory) {
        simulated.putFile(LOADER, utf16("\u0006\u0000systemd-boot 257.8\u0000"));
        simulated.putFile(HostPath.BOOT.resolve("vmlinuz-6.12.48"), "");
        simulated.putFile(HostPath.PROC.resolve("cmdline"), "initrd=\\x root=UUID=1 ro intel_iommu=on iommu=pt\n");
        configure(simulated, "intel_iommu=on iommu=pt");
        simulated.install("kernel-install", _ -> {
            entry(simulated);
            return new Result(0, "", "");
        });
        return new KernelProvider(new KernelService(host.files(), host.own(), host.durable(), host.commands(),
                host.writer(), Optional.of(inventory)), host.events());
    }

    /** Somebody configures arguments beside those of every kernel. */
    public static void configure(SimulatedHost host, String arguments) {
        host.putFile(CONFIGURED, "root=UUID=1 ro %s\n".formatted(arguments));
        entry(host);
    }

    private static void entry(SimulatedHost host) {
        host.putFile(ENTRY, "title Debian\nversion 6.12.48\nlinux /0a1b/6.12.48/linux\noptions %s\n"
                .formatted(host.files().read(CONFIGURED).orElse("")));
    }

    /** Bytes of UTF-16, of which each is a character of its own in UTF-8. */
    private static String utf16(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1);
    }
}
