package io.fairlead.host.simulated;

import io.fairlead.api.PciAddress;
import io.fairlead.host.Commands;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.Links;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.Processes;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.RootFiles;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.WriterLock;
import io.fairlead.host.simulated.internal.Devlink;
import io.fairlead.host.simulated.internal.FaultSwitches;
import io.fairlead.host.simulated.internal.Inspection;
import io.fairlead.host.simulated.internal.Machine;
import io.fairlead.host.simulated.internal.Modprobe;
import io.fairlead.host.simulated.internal.Mstconfig;
import io.fairlead.host.simulated.internal.Scene;
import io.fairlead.host.simulated.internal.SimulatedCommands;
import io.fairlead.host.simulated.internal.SimulatedDurableFiles;
import io.fairlead.host.simulated.internal.SimulatedEvents;
import io.fairlead.host.simulated.internal.SimulatedFiles;
import io.fairlead.host.simulated.internal.SimulatedLinks;
import io.fairlead.host.simulated.internal.SimulatedOperations;
import io.fairlead.host.simulated.internal.SimulatedProcesses;
import io.fairlead.host.simulated.internal.SimulatedRootFiles;
import io.fairlead.host.simulated.internal.SimulatedWriterLock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A host in memory. Its services keep the kernel's rules; the other methods are what guests, programs and
 * administrators do to it behind the back of what is tested.
 *
 * <p>PFs are named by their interface or their address, VFs by their PF and their index. What names nothing is an
 * {@link IllegalArgumentException}. All methods may be called from any thread.
 */
public final class SimulatedHost {

    private final Scene scene;
    private final Inspection inspection;
    private final SimulatedFiles files;
    private final SimulatedDurableFiles durableFiles;
    private final SimulatedEvents events;
    private final SimulatedLinks links;
    private final SimulatedProcesses processes;
    private final SimulatedOperations operations;
    private final SimulatedCommands commands = new SimulatedCommands();
    private final SimulatedWriterLock writerLock;
    private final Faults faults;

    private SimulatedHost(HostDescription description, Machine machine) {
        this.scene = new Scene(machine);
        this.inspection = new Inspection(machine);
        this.files = new SimulatedFiles(machine);
        this.durableFiles = new SimulatedDurableFiles(machine, files);
        this.events = new SimulatedEvents(machine);
        this.links = new SimulatedLinks(machine);
        this.processes = new SimulatedProcesses(machine);
        this.operations = new SimulatedOperations(machine);
        this.writerLock = new SimulatedWriterLock(machine);
        this.faults = new Faults(new FaultSwitches(machine));
        commands.install("modprobe", new Modprobe(machine)::run);
        commands.install("devlink", new Devlink(machine)::run);
        if (description.nics().stream().anyMatch(nic -> nic.driver().equals(KernelDriver.MLX5))) {
            commands.install("mstconfig", new Mstconfig(machine)::run);
        }
        // the rules of this host's udev are about NetworkManager, which it has not
        commands.install("udevadm", _ -> new Commands.Result(0, "", ""));
    }

    /** Boots a host. */
    public static SimulatedHost of(HostDescription description) {
        SimulatedHost host = new SimulatedHost(description, new Machine(description));
        description.scene().accept(host);
        host.forgetWrites();
        return host;
    }

    /** The host's files. */
    public HostFiles files() {
        return files;
    }

    /** Writes the host's files. */
    public DurableFiles durableFiles() {
        return durableFiles;
    }

    /** Files that are trusted: on a simulated host, all. */
    public RootFiles rootFiles() {
        return new SimulatedRootFiles(files);
    }

    /** Our files among other people's. */
    public OwnFiles ownFiles() {
        return new RecordedOwnFiles(files, durableFiles);
    }

    /** What happens on the host, whoever does it. */
    public HostEvents events() {
        return events;
    }

    /** The host's interfaces. */
    public Links links() {
        return links;
    }

    /** The host's processes. */
    public Processes processes() {
        return processes;
    }

    /** What may block in the kernel. */
    public SlowOperations operations() {
        return operations;
    }

    /** The host's programs: modprobe, udevadm, devlink, with ConnectX mstconfig, and those that were installed. */
    public Commands commands() {
        return commands;
    }

    /** The right to change the host. */
    public WriterLock writerLock() {
        return writerLock;
    }

    /** Ways in which this host can go wrong. */
    public Faults faults() {
        return faults;
    }

    /**
     * What was written to the host through its services, attempts that the kernel refused among them:
     * {@code bus/pci/devices/0000:01:00.0/sriov_numvfs=7}, {@code eno4 vf 3 trust=on}, {@code eno4 up}.
     */
    public List<String> writes() {
        return inspection.writes();
    }

    /** Starts {@link #writes} anew. */
    public void forgetWrites() {
        inspection.forgetWrites();
    }

    /** The count in the hardware's register, which on a real host nobody may safely read. */
    public int numVfs(String pf) {
        return inspection.numVfs(pf);
    }

    /** The address of a PF. */
    public PciAddress pciOf(String pf) {
        return inspection.pciOf(pf);
    }

    /** The address of a VF. */
    public PciAddress pciOf(String pf, int index) {
        return inspection.pciOf(pf, index);
    }

    /** The network interface of a VF in the host's namespace. */
    public Optional<String> interfaceOf(String pf, int index) {
        return inspection.interfaceOf(pf, index);
    }

    /** The driver bound to a VF. */
    public Optional<String> driverOf(String pf, int index) {
        return inspection.driverOf(pf, index);
    }

    /**
     * Somebody else writes {@code sriov_numvfs}. What the kernel refuses is an {@link IllegalStateException} with its
     * words, and so is what would wait for a holder.
     */
    public void createVfs(String pf, int count) {
        inspection.refuseHeld(pf, count);
        operations.write(attribute(pf, "sriov_numvfs"), String.valueOf(count));
    }

    /** Somebody else writes {@code sriov_drivers_autoprobe}. */
    public void setProbe(String pf, boolean probe) {
        operations.write(attribute(pf, "sriov_drivers_autoprobe"), probe ? "1" : "0");
    }

    /** Somebody takes the PF's driver away, and its VFs with it. */
    public void unbindPf(String pf) {
        inspection.refuseHeld(pf, 0);
        HostPath driver = attribute(pf, "driver");
        operations.write(driver.resolve("unbind"), pciOf(pf).toString());
    }

    private HostPath attribute(String pf, String name) {
        return HostPath.SYS.resolve("bus/pci/devices/%s/%s".formatted(pciOf(pf), name));
    }

    /** A guest starts with the VF, through its VFIO group; answers the emulator's process. */
    public long hold(String pf, int index, String guest) {
        return scene.startGuest(pf, index, guest, DeviceKind.VFIO_GROUP);
    }

    /** A guest starts with the VF, through its VFIO character device; answers the emulator's process. */
    public long holdThroughDevice(String pf, int index, String guest) {
        return scene.startGuest(pf, index, guest, DeviceKind.VFIO_DEVICE);
    }

    /** A guest ends, and lets go of all its VFs. */
    public void release(String guest) {
        scene.endGuest(guest);
    }

    /** Another program opens a device of the VF; answers its process. What the device needs is made where it is not. */
    public long open(String pf, int index, DeviceKind kind, String command) {
        return scene.open(pf, index, kind, command);
    }

    /** A program binds an AF_XDP socket to the VF's interface; answers its process. */
    public long openXdp(String pf, int index, String command) {
        return scene.openXdp(pf, index, command);
    }

    /** A process ends, and lets go of all it had open. */
    public void exit(long pid) {
        scene.exit(pid);
    }

    /** The VF's interface goes to another network namespace. */
    public void moveToNamespace(String pf, int index, String namespace) {
        scene.move(pf, index, Optional.of(namespace));
    }

    /** The VF's interface comes back to the host's network namespace. */
    public void moveBack(String pf, int index) {
        scene.move(pf, index, Optional.empty());
    }

    /** The VF's interface gets an address with prefix length. */
    public void addAddress(String pf, int index, String address) {
        scene.addAddress(pf, index, address);
    }

    /** A route leads through the VF's interface. */
    public void addRoute(String pf, int index, String destination) {
        scene.addRoute(pf, index, destination);
    }

    /** The VF's interface becomes a port of a bridge, which is made where there is none. */
    public void setMaster(String pf, int index, String bridge) {
        scene.setMaster(pf, index, bridge);
    }

    /** An interface of a kind ({@code macvtap}, {@code macvlan}, {@code vlan}) is made on the VF's. */
    public void addOnTop(String pf, int index, String kind, String name) {
        scene.addOnTop(pf, index, kind, name, Optional.empty());
    }

    /** The same, in another network namespace. */
    public void addOnTop(String pf, int index, String kind, String name, String namespace) {
        scene.addOnTop(pf, index, kind, name, Optional.of(namespace));
    }

    /** An interface gets another name, of any characters. */
    public void rename(String name, String newName) {
        scene.rename(name, newName);
    }

    /** An interface is set down. */
    public void setDown(String name) {
        scene.setDown(name);
    }

    /** A program is put on the PATH; it gets its arguments without its name. */
    public void install(String name, Function<List<String>, Commands.Result> program) {
        commands.install(name, program);
    }

    /** A file is put on the host, over one that is there; its directories need not be. */
    public void putFile(HostPath file, String content) {
        inspection.putFile(file, content);
    }

    /**
     * Waits until something is so that the host does by itself, such as the end of an operation; looks at each change of
     * the host. After 10 s of real time it is an {@link IllegalStateException}.
     */
    public void awaitThat(BooleanSupplier condition) {
        inspection.await(condition);
    }

    /** The host's time. */
    public Instant now() {
        return inspection.now();
    }

    /** Lets time pass at once: bounds, patience, settle times and delays take it for real. */
    public void skip(Duration time) {
        inspection.skip(time);
    }
}
