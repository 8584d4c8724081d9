package io.fairlead.host.simulated.internal;

import io.fairlead.api.PciAddress;
import io.fairlead.host.HostPath;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Looks at a machine from outside, past the kernel. */
public record Inspection(Machine machine) {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** What was written. */
    public List<String> writes() {
        return machine.monitor.locked(() -> List.copyOf(machine.writes));
    }

    /** Starts the list of what was written anew. */
    public void forgetWrites() {
        machine.monitor.changeUnheard(machine.writes::clear);
    }

    /** The count in the hardware's register. */
    public int numVfs(String pf) {
        return machine.monitor.locked(() -> machine.sriov(pf).numVfs);
    }

    /** The address of a PF. */
    public PciAddress pciOf(String pf) {
        return machine.monitor.locked(() -> machine.physicalFunction(pf).pci);
    }

    /** The address of a VF. */
    public PciAddress pciOf(String pf, int index) {
        return machine.monitor.locked(() -> machine.virtualFunction(pf, index).pci);
    }

    /** The interface of a VF in the host's namespace. */
    public Optional<String> interfaceOf(String pf, int index) {
        return machine.monitor.locked(() -> machine.virtualFunction(pf, index).netInterface
                .filter(NetInterface::inHostNamespace).map(link -> link.name));
    }

    /** The driver bound to a VF. */
    public Optional<String> driverOf(String pf, int index) {
        return machine.monitor.locked(() -> machine.virtualFunction(pf, index).driver);
    }

    /** Waits until something is so. */
    public void await(BooleanSupplier condition) {
        machine.monitor.changeUnheard(() -> {
            if (!machine.monitor.awaitReally(condition, LIMIT)) {
                throw new IllegalStateException("what was waited for is not so after " + LIMIT);
            }
        });
    }

    /** Refuses what would wait for a holder, in the thread of a test that could then not let go. */
    public void refuseHeld(String pf, int count) {
        machine.monitor.changeUnheard(() -> {
            SriovCapability sriov = machine.sriov(pf);
            if (count == 0 && sriov.vfs.values().stream().anyMatch(machine::heldThroughVfio)) {
                throw new IllegalStateException("somebody holds a VF of %s: let go of it first".formatted(pf));
            }
        });
    }

    /** The host's time. */
    public Instant now() {
        return machine.monitor.locked(machine.monitor::now);
    }

    /** Lets time pass at once. */
    public void skip(Duration time) {
        machine.monitor.skip(time);
    }

    /** Puts a file there. */
    public void putFile(HostPath file, String content) {
        machine.monitor.changeUnheard(() -> machine.putFile(file, StoredFile.of(content)));
    }
}
