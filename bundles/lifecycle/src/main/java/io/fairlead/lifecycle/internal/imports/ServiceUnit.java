package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.Place;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service of systemd's that writes the number of VFs, as many were written by hand: {@code echo 10
 * >/sys/class/net/%i/device/sriov_numvfs}. What {@code %i} is, is in the name of the file, {@code interface-vf@eno4.service}; a
 * template does not say it.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html">systemd.unit(5)</a>, <i>Specifiers</i>
 * @see <a href="https://docs.kernel.org/PCI/pci-iov-howto.html">PCI Express I/O Virtualization Howto</a>
 */
final class ServiceUnit implements Foreign {

    private static final Pattern WRITE = Pattern.compile(
            "echo\\s+(?:-n\\s+)?['\"]?([0-9]+)['\"]?\\s*>\\s*/sys/(?:class/net/([^/\\s]+)/device|bus/pci/devices/([^/\\s]+))/"
                    + "(sriov_numvfs|sriov_drivers_autoprobe)");
    private static final Pattern INSTANCE = Pattern.compile(".*@(.+)\\.service");
    private static final Set<String> STARTS = Set.of("ExecStart", "ExecStartPre", "ExecStartPost");
    private static final Set<String> SILENT = Set.of("Type", "RemainAfterExit", "Description", "Documentation");

    @Override
    public String format() {
        return "systemd.service";
    }

    @Override
    public boolean fits(Source source) {
        return source.lines().stream()
                .anyMatch(line -> line.section().equals("Service") && line.value().contains("/sriov_"));
    }

    @Override
    public void read(Source source, Draft draft) {
        Matcher name = INSTANCE.matcher(source.name());
        Optional<String> instance = name.matches() ? Optional.of(name.group(1)) : Optional.empty();
        for (IniText.Line line : source.lines()) {
            Matcher write = WRITE.matcher(line.value());
            boolean writes = write.find();
            if (writes && STARTS.contains(line.key())) {
                do {
                    write(write, line.place(), instance, draft);
                } while (write.find());
            } else if (line.key().startsWith("Exec") && !(writes && line.key().startsWith("ExecStop"))) {
                draft.leftOut(line.place(), "%s runs something else".formatted(line.key()));
            } else if (!line.key().startsWith("Exec") && !SILENT.contains(line.key())
                    && !line.value().equals("systemd-udevd.service")) {
                draft.leftOut(line.place(), "%s=%s has no place in a document".formatted(line.key(), line.value()));
            }
        }
    }

    private static void write(Matcher write, Place place, Optional<String> instance, Draft draft) {
        String device = Optional.ofNullable(write.group(2)).orElse(write.group(3));
        String value = write.group(1);
        if (device.equals("%i") || device.equals("%I")) {
            if (instance.isEmpty()) {
                draft.leftOut(place,
                        ("%s is to be %s for each instance of this template, and which there are is not in the file: "
                                + "name it interface-vf@PF.service").formatted(write.group(4), value));
                return;
            }
            device = instance.get();
        }
        if (!Values.isInterface(device) && !Values.isPci(device)) {
            draft.leftOut(place, "%s is no name of a PF".formatted(Values.shown(device)));
            return;
        }
        PfDraft pf = draft.pf(device);
        if (write.group(4).equals("sriov_numvfs")) {
            // Many write 0 first, since the kernel goes from one number to another only through it.
            if (!value.equals("0")) {
                pf.count(place, value);
            }
        } else {
            pf.probe(!value.equals("0"));
        }
    }
}
