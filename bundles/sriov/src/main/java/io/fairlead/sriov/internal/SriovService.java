package io.fairlead.sriov.internal;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Inventory;
import io.fairlead.api.Measurement;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Sriov;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.host.Commands;
import io.fairlead.host.HostEvents;
import io.fairlead.host.HostFiles;
import io.fairlead.host.Links;
import io.fairlead.host.SlowOperations;
import io.fairlead.host.WriterLock;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The changes of VFs, each by the class that knows how. */
@Component(service = {Sriov.class, SriovService.class})
public final class SriovService implements Sriov {

    private final CountChanger counts;
    private final FunctionSetter functions;
    private final ThroughputMeter meter;
    private final PfSetter pfs;
    private final Inventory inventory;
    private final FirmwareSetter firmware;

    @Activate
    public SriovService(@Reference Inventory inventory, @Reference NicAllocation nics, @Reference HostFiles files,
            @Reference Links links, @Reference Commands commands, @Reference SlowOperations operations,
            @Reference HostEvents events, @Reference WriterLock writer) {
        this.inventory = inventory;
        NicUse use = new NicUse(files, nics);
        DriverBinder binder = new DriverBinder(files, commands, operations);
        this.counts = new CountChanger(files, inventory, use, operations, new Devlink(commands), events, writer);
        this.firmware = new FirmwareSetter(inventory, use, writer);
        this.functions = new FunctionSetter(inventory, use, links, binder, writer);
        this.pfs = new PfSetter(inventory, counts, functions);
        this.meter = new ThroughputMeter(inventory,
                new MeasuringSite(inventory, counts, binder, files, links, commands), new Iperf(commands), writer);
    }

    /** Brings whole PFs to a state. */
    PfSetter pfs() {
        return pfs;
    }

    @Override
    public CountChange setVfs(String pf, int count, Optional<Boolean> probe, boolean force) {
        return counts.change(pf, new CountChanger.Request(count, probe, Optional.empty(), force));
    }

    @Override
    public EswitchChange setEswitchMode(String name, EswitchMode mode) {
        PhysicalFunction before = inventory.physicalFunction(name);
        CountChange change = counts.change(before.pci().toString(),
                new CountChanger.Request(before.numVfs(), Optional.empty(), Optional.of(mode), false));
        PhysicalFunction after = inventory.physicalFunction(before.pci().toString());
        return new EswitchChange(before.label(), before.eswitchMode().orElse(EswitchMode.LEGACY),
                after.eswitchMode().orElse(EswitchMode.LEGACY), change.written(), change.notes());
    }

    @Override
    public FirmwareVfs firmwareVfs(String pf) {
        return firmware.read(pf);
    }

    @Override
    public FirmwareChange setFirmwareVfs(String pf, int vfs) {
        return firmware.set(pf, vfs);
    }

    @Override
    public FunctionChange setVf(String pf, int index, VfAttributes wanted, Optional<VfDriver> driver) {
        return functions.set(pf, index, wanted, driver);
    }

    @Override
    public Measurement measure(String pf, int seconds) {
        return meter.measure(pf, seconds);
    }
}
