package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.MacAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code .link} file of systemd's: {@code SR-IOVVirtualFunctions=} and the sections {@code [SR-IOV]}, for the one device that
 * {@code [Match]} is about. Without a count there are as many VFs as the greatest {@code VirtualFunction=} needs.
 *
 * @see <a href="https://www.freedesktop.org/software/systemd/man/latest/systemd.link.html">systemd.link(5)</a>, since version
 *      251
 */
final class SystemdLink implements Foreign {

    private static final String MATCH = "Match";
    private static final String LINK = "Link";
    private static final String SRIOV = "SR-IOV";
    private static final String COUNT = "SR-IOVVirtualFunctions";
    private static final Set<String> READ_OF_MATCH = Set.of("Path", "PermanentMACAddress", "MACAddress", "OriginalName",
            "Driver");

    @Override
    public String format() {
        return "systemd.link";
    }

    @Override
    public boolean fits(Source source) {
        return source.hasSection(MATCH) && (source.hasSection(LINK) || source.hasSection(SRIOV));
    }

    @Override
    public void read(Source source, Draft draft) {
        List<IniText.Line> lines = source.lines();
        List<IniText.Line> ofVfs = lines.stream()
                .filter(line -> line.section().equals(SRIOV) || line.key().equals(COUNT)).toList();
        lines.stream().filter(line -> !ofVfs.contains(line)).filter(line -> !read(line)).forEach(line -> draft
                .leftOut(line.place(), "%s= of [%s] has no place in a document".formatted(line.key(), line.section())));
        if (ofVfs.isEmpty()) {
            return;
        }
        Optional<String> selector = selector(lines);
        if (selector.isEmpty()) {
            draft.leftOut(ofVfs.getFirst().place(),
                    "[Match] may be about several devices, and a PF has to be a single one");
            return;
        }
        PfDraft pf = selector.get().startsWith("driver:")
                ? draft.pfOfKind(ofVfs.getFirst().place(), selector.get())
                : draft.pf(selector.get());
        ofVfs.stream().filter(line -> line.key().equals(COUNT) && !line.value().isEmpty())
                .forEach(line -> pf.count(line.place(), line.value()));
        boolean counted = ofVfs.stream().anyMatch(line -> line.key().equals(COUNT) && !line.value().isEmpty());
        functions(ofVfs, pf, counted, draft);
    }

    private static boolean read(IniText.Line line) {
        return (line.section().equals(MATCH) && READ_OF_MATCH.contains(line.key()))
                || (line.section().equals(LINK) && Set.of("Name", "NamePolicy", "Description").contains(line.key()));
    }

    /** The value that holds is the last one; what does not change with the order of detection comes first. */
    private static Optional<String> selector(List<IniText.Line> lines) {
        Map<String, String> values = new HashMap<>();
        lines.stream().filter(SystemdLink::read).forEach(line -> values.put(line.key(), line.value()));
        return Optional.ofNullable(values.get("Path")).map(path -> path.replaceFirst("^pci-", "")).filter(Values::isPci)
                .or(() -> mac(values.get("PermanentMACAddress"))).or(() -> mac(values.get("MACAddress")))
                .or(() -> Optional.ofNullable(values.get("Name")).filter(Values::isInterface))
                .or(() -> Optional.ofNullable(values.get("OriginalName")).filter(Values::isInterface))
                .or(() -> Optional.ofNullable(values.get("Driver")).filter(Values::isInterface).map("driver:"::concat));
    }

    private static Optional<String> mac(String text) {
        return Optional.ofNullable(text).flatMap(MacAddress::parse).map(mac -> "mac:" + mac.text());
    }

    private static void functions(List<IniText.Line> lines, PfDraft pf, boolean counted, Draft draft) {
        lines.stream().filter(line -> line.section().equals(SRIOV)).map(IniText.Line::number).distinct()
                .forEach(number -> {
                    List<IniText.Line> section = lines.stream().filter(line -> line.number() == number).toList();
                    Optional<Long> index = section.stream().filter(line -> line.key().equals("VirtualFunction"))
                            .findFirst()
                            .flatMap(line -> Values.number(line.value(), 0, 65_534));
                    if (index.isEmpty()) {
                        draft.leftOut(section.getFirst().place(),
                                "this section [SR-IOV] has no VirtualFunction=, so systemd ignores it");
                        return;
                    }
                    if (!counted) {
                        pf.atLeast(index.get() + 1);
                    }
                    FunctionDraft function = pf.function(section.getFirst().place(), index.get());
                    section.forEach(line -> attribute(function, line, draft));
                });
    }

    private static void attribute(FunctionDraft function, IniText.Line line, Draft draft) {
        switch (line.key()) {
            case "VirtualFunction" -> {
            }
            case "MACAddress" -> function.mac(line.place(), line.value());
            case "VLANId" -> function.vlanId(line.place(), line.value());
            case "QualityOfService" -> function.qos(line.place(), line.value());
            case "VLANProtocol" -> function.protocol(line.place(), line.value());
            case "MACSpoofCheck" -> function.flag(line.place(), "spoofCheck", line.value());
            case "Trust" -> function.flag(line.place(), "trust", line.value());
            case "LinkState" -> function.linkState(line.place(), line.value());
            default -> draft.leftOut(line.place(), "%s= of [SR-IOV] has no place in a document".formatted(line.key()));
        }
    }
}
