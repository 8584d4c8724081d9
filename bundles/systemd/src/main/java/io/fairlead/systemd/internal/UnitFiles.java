package io.fairlead.systemd.internal;

import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Where our files lie, and what is in them.
 *
 * @param units systemd's units: {@code /etc/systemd/system}
 * @param ours the description and the helper: {@code /etc/fairlead}
 */
record UnitFiles(HostPath units, HostPath ours) {

    /** What hands out VFs to guests, old and new. Each is ordered after the VFs where it exists. */
    static final List<String> SERVICES = List.of("libvirtd.service", "virtqemud.service", "virtnetworkd.service");

    private static final String TEMPLATE = "interface-vf@.service";
    private static final String HELPER = "interface-vf";

    static UnitFiles of(Persistence persistence) {
        return switch (persistence) {
            case TRY -> new UnitFiles(HostPath.RUN.resolve("systemd/system"), HostPath.OUR_RUN);
            case KEEP -> new UnitFiles(HostPath.ETC.resolve("systemd/system"), HostPath.OUR_ETC);
        };
    }

    HostPath template() {
        return units.resolve(TEMPLATE);
    }

    HostPath helper() {
        return ours.resolve("native/" + HELPER);
    }

    HostPath descriptions() {
        return ours.resolve("vf");
    }

    HostPath description(String name) {
        return descriptions().resolve(name);
    }

    /** The drop-in that orders a service after the VFs of a PF. */
    HostPath ordering(String service, String name) {
        return units.resolve("%s.d/50-interface-vf@%s.conf".formatted(service, UnitName.escape(name)));
    }

    byte[] templateText() {
        return text(TEMPLATE).replace("@NATIVE@", helper().toString()).getBytes(StandardCharsets.UTF_8);
    }

    byte[] helperText() {
        return text(HELPER).getBytes(StandardCharsets.UTF_8);
    }

    /** All files for a PF with what belongs in them; what others refer to comes first. */
    SequencedMap<HostPath, byte[]> contents(String name, Description description, List<String> services) {
        SequencedMap<HostPath, byte[]> contents = new LinkedHashMap<>();
        contents.put(helper(), helperText());
        contents.put(description(name), description.text().getBytes(StandardCharsets.UTF_8));
        contents.put(template(), templateText());
        byte[] ordering = text("after-interface-vf.conf").replace("@UNIT@", UnitName.unit(name))
                .getBytes(StandardCharsets.UTF_8);
        services.forEach(service -> contents.put(ordering(service, name), ordering));
        return contents;
    }

    private static String text(String resource) {
        try (InputStream stream = UnitFiles.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
