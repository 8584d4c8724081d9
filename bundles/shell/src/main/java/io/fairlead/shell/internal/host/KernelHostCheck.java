package io.fairlead.shell.internal.host;

import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.api.kernel.Readiness;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the kernel lacks for VFs and passthrough. */
@Component(service = HostCheck.class)
public final class KernelHostCheck implements HostCheck {

    private final Optional<KernelArguments> service;

    /** With the service, where it is there. */
    @Activate
    public KernelHostCheck(
            @Reference(cardinality = ReferenceCardinality.OPTIONAL, policyOption = ReferencePolicyOption.GREEDY) Optional<KernelArguments> service) {
        this.service = service;
    }

    @Override
    public String subject() {
        return "kernel";
    }

    @Override
    public List<Finding> look() {
        return HostCommand.required(service, KernelArguments.class, "io.fairlead.kernel").check().lines().stream()
                .map(line -> new Finding(verdict(line), subject() + ", " + line.subject(), line.text())).toList();
    }

    private static Finding.Verdict verdict(Readiness.Line line) {
        return switch (line.verdict()) {
            case MET -> Finding.Verdict.WELL;
            case NOT_MET -> line.needed() ? Finding.Verdict.WRONG : Finding.Verdict.NOTE;
            case CANNOT_TELL -> line.needed() ? Finding.Verdict.UNKNOWN : Finding.Verdict.NOTE;
        };
    }
}
