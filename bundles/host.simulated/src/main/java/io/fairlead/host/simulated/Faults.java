package io.fairlead.host.simulated;

import io.fairlead.host.HostPath;
import io.fairlead.host.simulated.internal.FaultSwitches;
import java.time.Duration;

/** Ways in which a host goes wrong. PFs are named by their interface or their address. */
public final class Faults {

    private final FaultSwitches switches;

    Faults(FaultSwitches switches) {
        this.switches = switches;
    }

    /** From now on the PF's driver answers success and creates no more than this. */
    public void createAtMost(String pf, int count) {
        switches.createAtMost(pf, count);
    }

    /** From now on more VFs of the PF than this are ENOMEM: bus numbers or memory windows are short. */
    public void shortenRoom(String pf, int count) {
        switches.shortenRoom(pf, count);
    }

    /** The next time its network driver is bound to this VF of the PF, it makes no interface of it: binding once more helps. */
    public void missInterface(String pf, int index) {
        switches.missInterface(pf, index);
    }

    /** The links of VFs that are created from now on come this much after the write. */
    public void delayLinks(String pf, Duration delay) {
        switches.delayLinks(pf, delay);
    }

    /** The links of VFs that are created from now on come with {@link #releaseLinks}. */
    public void withholdLinks(String pf) {
        switches.withholdLinks(pf);
    }

    /** All links of the PF's VFs that are late come now, and those of later VFs with the write. */
    public void releaseLinks(String pf) {
        switches.releaseLinks(pf);
    }

    /** The kernel driver is no longer loaded, until modprobe loads it; what is bound to it stays so. */
    public void unload(String driver) {
        switches.unload(driver);
    }

    /** The caller is not root: what only root may do is refused. */
    public void dropPrivileges() {
        switches.dropPrivileges();
    }

    /** Another process is the writer; it is named so: {@code Process 4711 (fairlead)}. */
    public void claimForAnother(String process) {
        switches.claimForAnother(process);
    }

    /** A tree takes no write from now on, with the kernel's words: {@code Read-only file system}. */
    public void makeUnwritable(HostPath.Root tree, String why) {
        switches.makeUnwritable(tree, why);
    }

    /** Callers' patience ends as soon as an operation waits for a holder, so that a test need not sit it out. */
    public void endPatienceWhenStuck() {
        switches.endPatienceWhenStuck();
    }
}
