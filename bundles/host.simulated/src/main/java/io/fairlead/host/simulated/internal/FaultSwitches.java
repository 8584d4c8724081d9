package io.fairlead.host.simulated.internal;

import io.fairlead.host.HostPath;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** The switches behind {@link io.fairlead.host.simulated.Faults}, each as its namesake there. */
public record FaultSwitches(Machine machine) {

    public void createAtMost(String pf, int count) {
        machine.monitor.changeUnheard(() -> machine.sriov(pf).createsAtMost = OptionalInt.of(count));
    }

    public void shortenRoom(String pf, int count) {
        machine.monitor.changeUnheard(() -> machine.sriov(pf).room = count);
    }

    public void missInterface(String pf, int index) {
        machine.monitor.changeUnheard(() -> machine.sriov(pf).missingInterfaces.add(index));
    }

    public void delayLinks(String pf, Duration delay) {
        machine.monitor.changeUnheard(() -> machine.sriov(pf).linkDelay = Optional.of(delay));
    }

    public void withholdLinks(String pf) {
        machine.monitor.changeUnheard(() -> machine.sriov(pf).linksWithheld = true);
    }

    public void releaseLinks(String pf) {
        machine.monitor.changeUnheard(() -> {
            machine.sriov(pf).linkDelay = Optional.empty();
            machine.sriov(pf).linksWithheld = false;
        });
    }

    public void unload(String driver) {
        machine.monitor.changeUnheard(() -> machine.drivers.remove(driver));
    }

    public void dropPrivileges() {
        machine.monitor.changeUnheard(() -> machine.privileged = false);
    }

    public void claimForAnother(String process) {
        machine.monitor.changeUnheard(() -> machine.otherWriter = Optional.of(process));
    }

    public void makeUnwritable(HostPath.Root tree, String why) {
        machine.monitor.changeUnheard(() -> machine.unwritable.put(tree, why));
    }

    public void endPatienceWhenStuck() {
        machine.monitor.changeUnheard(() -> machine.hurried = true);
    }
}
