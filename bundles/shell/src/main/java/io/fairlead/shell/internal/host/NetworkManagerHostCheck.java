package io.fairlead.shell.internal.host;

import io.fairlead.api.networkmanager.NetworkManager;
import io.fairlead.api.networkmanager.NmReport;
import io.fairlead.api.networkmanager.NmStatus;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What in the configuration of NetworkManager works against the VFs. */
@Component(service = HostCheck.class)
public final class NetworkManagerHostCheck implements HostCheck {

    private final Optional<NetworkManager> service;

    /** With the service, where it is there. */
    @Activate
    public NetworkManagerHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<NetworkManager> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "NetworkManager";
    }

    @Override
    public List<Finding> look() {
        NmReport report = HostCommand.required(service, NetworkManager.class, "io.fairlead.networkmanager").report();
        if (!report.faults().isEmpty()) {
            return report.faults().stream().map(fault -> Finding.wrong(subject(), fault.describe())).toList();
        }
        String detail = report.status().detail();
        return List.of(report.status().state() == NmStatus.State.SILENT
                ? Finding.unknown(subject(), detail)
                : Finding.well(subject(), detail));
    }
}
