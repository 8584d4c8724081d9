package io.fairlead.host.simulated;

import io.fairlead.host.HostPath;
import io.fairlead.host.SlowOperations.Outcome;
import io.fairlead.host.SlowOperations.SlowOperation;
import io.fairlead.host.SlowOperations.Step;
import java.time.Duration;
import java.util.List;

/** What root does in these tests: writes to sysfs, each as a slow operation of its own. */
record Root(SimulatedHost host) {

    static final Duration MINUTE = Duration.ofMinutes(1);
    private static final HostPath PCI = HostPath.SYS.resolve("bus/pci");

    /** A PF's directory. */
    HostPath device(String pf) {
        return PCI.resolve("devices/" + host.pciOf(pf));
    }

    /** A VF's directory. */
    HostPath device(String pf, int index) {
        return PCI.resolve("devices/" + host.pciOf(pf, index));
    }

    Step.Write count(String pf, String value) {
        return new Step.Write(device(pf).resolve("sriov_numvfs"), value);
    }

    /** {@code echo COUNT > sriov_numvfs}; answers {@code done} or the kernel's error. */
    String setCount(String pf, String count) {
        return said(run(pf, MINUTE, count(pf, count)));
    }

    /** {@code echo DRIVER > driver_override}. */
    String override(String pf, int index, String driver) {
        return write(pf, device(pf, index).resolve("driver_override"), driver);
    }

    /** {@code echo VF > drivers_probe}. */
    String probe(String pf, int index) {
        return write(pf, PCI.resolve("drivers_probe"), host.pciOf(pf, index).toString());
    }

    /** {@code echo VF > drivers/DRIVER/VERB}, with bind or unbind for a verb. */
    String driver(String driver, String verb, String pf, int index) {
        return write(pf, PCI.resolve("drivers/%s/%s".formatted(driver, verb)), host.pciOf(pf, index).toString());
    }

    String write(String pf, HostPath file, String value) {
        return said(run(pf, MINUTE, new Step.Write(file, value)));
    }

    Outcome run(String pf, Duration patience, Step... steps) {
        return host.operations().run(operation(pf, List.of(), steps), patience);
    }

    /** Lets the caller go as soon as the kernel waits for the guest. */
    Outcome runAlthoughHeld(String pf, String guest, Step... steps) {
        host.faults().endPatienceWhenStuck();
        return host.operations().run(operation(pf, List.of("guest " + guest), steps), MINUTE);
    }

    private SlowOperation operation(String pf, List<String> waitingFor, Step... steps) {
        return new SlowOperation(host.pciOf(pf), "change " + pf, waitingFor, MINUTE, List.of(steps));
    }

    static String said(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done() -> "done";
            case Outcome.Failed(Step _, String error) -> error;
            case Outcome.Unfinished unfinished -> unfinished.record().describe();
        };
    }
}
