package io.fairlead.host.simulated.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks at a machine from outside, past the kernel. */
public record Inspection(Machine machine) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What was written. */
    public List<String> writes() {
        return machine.locked(() -> List.copyOf(machine.writes));
    }

    /** Starts the list of what was written anew. */
    public void forgetWrites() {
        machine.change(machine.writes::clear);
    }

    /** The count in the hardware's register. */
    public int numVfs(String pf) {
        return machine.locked(() -> machine.sriov(pf).numVfs);
    }

    /** The address of a PF. */
    public PciAddress pciOf(String pf) {
        return machine.locked(() -> machine.physicalFunction(pf).pci);
    }

    /** The address of a VF. */
    public PciAddress pciOf(String pf, int index) {
        return machine.locked(() -> machine.virtualFunction(pf, index).pci);
    }

    /** The interface of a VF in the host's namespace. */
    public Optional<String> interfaceOf(String pf, int index) {
        return machine.locked(() -> machine.virtualFunction(pf, index).netInterface
                .filter(NetInterface::inHostNamespace).map(link -> link.name));
    }

    /** The driver bound to a VF. */
    public Optional<String> driverOf(String pf, int index) {
        return machine.locked(() -> machine.virtualFunction(pf, index).driver);
    }

    /** Waits until something is so. */
    public void await(BooleanSupplier condition) {
        machine.change(() -> {
            if (!machine.awaitReally(condition, LIMIT)) {
                throw new IllegalStateException("what was waited for is not so after " + LIMIT);
            }
        });
    }

    /** Puts a file there. */
    public void putFile(HostPath file, String content) {
        machine.change(() -> machine.files.put(file, content));
    }
}
