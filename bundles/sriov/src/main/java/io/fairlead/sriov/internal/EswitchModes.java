package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.PciAddress;
import io.fairlead.spi.nic.NicFunction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The eswitch modes of PFs whose NIC driver knows of an eswitch; others are not asked. */
final class EswitchModes {

    private static final Logger LOG = LoggerFactory.getLogger(EswitchModes.class);

    private final NicAllocation nics;
    private final Devlink devlink;

    EswitchModes(NicAllocation nics, Devlink devlink) {
        this.nics = nics;
        this.devlink = devlink;
    }

    /** Those that can be told now, all asked at once: a device that does not answer costs its bound once. */
    Map<PciAddress, EswitchMode> of(List<NicFunction> functions) {
        List<PciAddress> switches = functions.stream().filter(pf -> nics.eswitch(pf).isPresent()).map(NicFunction::pci)
                .toList();
        Map<PciAddress, EswitchMode> modes = new ConcurrentHashMap<>();
        if (!switches.isEmpty()) {
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                switches.forEach(pci -> threads.execute(() -> mode(pci).ifPresent(mode -> modes.put(pci, mode))));
            }
        }
        return modes;
    }

    private Optional<EswitchMode> mode(PciAddress pci) {
        try {
            return devlink.mode(pci);
        } catch (FairleadException e) {
            LOG.debug("No eswitch mode of {}", pci, e);
            return Optional.empty();
        }
    }
}
