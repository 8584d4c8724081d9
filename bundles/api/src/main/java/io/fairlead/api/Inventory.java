package io.fairlead.api;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** The physical and virtual functions of the host and who holds them, read afresh at each call, unless it is a {@link #snapshot}. */
@ProviderType
public interface Inventory {

    /**
     * Every PF of the host, by PCI address. Never waits for a device: a PF whose change is stuck is listed with what is
     * there, and says so.
     */
    List<PhysicalFunction> physicalFunctions();

    /**
     * One PF, by a selector:
     * <ul>
     * <li>{@code eno4}, the name of its interface in the host's namespace;
     * <li>{@code 0000:01:00.0}, its PCI address;
     * <li>{@code mac:52:54:00:11:22:33}, the permanent address of its interface;
     * <li>{@code driver:igb#0}, its kernel driver, and which of the PFs with it, from 0 in the order of PCI addresses;
     * <li>{@code 8086:10c9#1}, its PCI vendor and device, four hexadecimal digits each, and which of them.
     * </ul>
     * Without {@code #N} there must be exactly one.
     *
     * @throws FairleadException {@link FairleadException.Kind#USAGE} for a selector that is none, that fits no PF, or fits
     *             several; {@link FairleadException.Kind#NOT_CAPABLE} when what it names has no SR-IOV;
     *             {@link FairleadException.Kind#HOST_FAILED} when the host cannot tell the permanent addresses
     */
    PhysicalFunction physicalFunction(String selector);

    /**
     * The same at one time: it reads the host once, when it is first asked, and answers from that, so that all who share it
     * plan by the same facts. For one plan; who is about to write asks afresh. Not for several threads at once.
     */
    Inventory snapshot();

    /**
     * What the PF of a selector goes by in resources, units and files: its interface's name, or its PCI address where it has
     * none or one of odd characters. A selector too. Its VFs are not looked at.
     *
     * @throws FairleadException as {@link #physicalFunction}
     */
    default String nameOf(String selector) {
        return physicalFunction(selector).fileName();
    }
}
