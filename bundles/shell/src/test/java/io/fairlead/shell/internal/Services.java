package io.fairlead.shell.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Inventory;
import io.fairlead.api.Measurement;
import io.fairlead.api.NicBidding;
import io.fairlead.api.NicRecorder;
import io.fairlead.api.NicRecording;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Services that note what they are asked to do, and answer what {@link Records} has. */
final class Services implements Inventory, Sriov, NicBidding, NicRecorder {

    private final List<Object> asked = new ArrayList<>();
    private final CountChange count;

    /** With what the change of a count answers. */
    Services(CountChange count) {
        this.count = count;
    }

    Services() {
        this(Records.count(0, 7, true));
    }

    @Override
    public Inventory snapshot() {
        return this;
    }

    /** A request for a number of VFs. */
    record SetVfs(String pf, int count, Optional<Boolean> probe, boolean force) {
    }

    /** A request for attributes of a VF. */
    record SetVf(String pf, int index, VfAttributes wanted, Optional<VfDriver> driver) {
    }

    /** A request for a measurement. */
    record Measure(String pf, int seconds) {
    }

    /** The changes that were asked for. */
    List<Object> asked() {
        return asked;
    }

    @Override
    public List<PhysicalFunction> physicalFunctions() {
        return List.of(Records.used(), Records.stuck());
    }

    @Override
    public PhysicalFunction physicalFunction(String nameOrPci) {
        return physicalFunctions().stream()
                .filter(pf -> pf.label().equals(nameOrPci) || pf.pci().toString().equals(nameOrPci)).findFirst()
                .orElseThrow(() -> new FairleadException(Kind.USAGE, "there is no such PF: " + nameOrPci));
    }

    @Override
    public CountChange setVfs(String pf, int wanted, Optional<Boolean> probe, boolean force) {
        asked.add(new SetVfs(pf, wanted, probe, force));
        return count;
    }

    @Override
    public FunctionChange setVf(String pf, int index, VfAttributes wanted, Optional<VfDriver> driver) {
        asked.add(new SetVf(pf, index, wanted, driver));
        return Records.tagged();
    }

    @Override
    public Measurement measure(String pf, int seconds) {
        asked.add(new Measure(pf, seconds));
        return Records.measured();
    }

    @Override
    public EswitchChange setEswitchMode(String pf, EswitchMode mode) {
        asked.add(mode);
        return new EswitchChange(pf, EswitchMode.LEGACY, mode, true, List.of());
    }

    @Override
    public FirmwareVfs firmwareVfs(String pf) {
        return new FirmwareVfs(true, 8, true, 16);
    }

    @Override
    public FirmwareChange setFirmwareVfs(String pf, int vfs) {
        asked.add(vfs);
        return new FirmwareChange(pf, new FirmwareVfs(true, 8, true, 8), new FirmwareVfs(true, 8, true, vfs), true,
                List.of("it needs a power cycle"));
    }

    @Override
    public void release(String driver) {
        asked.add(driver);
    }

    @Override
    public NicRecording record(String pf) {
        return new NicRecording(physicalFunctions().getFirst().pci(), "6.12.48", new TreeMap<>(), List.of());
    }

    @Override
    public List<Driver> drivers() {
        return Records.drivers();
    }

    @Override
    public List<Bid> bids(String pf) {
        return Records.bids();
    }
}
