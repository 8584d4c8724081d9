package io.fairlead.systemd.internal;

import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
    static final String HELPER = "interface-vf";

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

    /** The link by which systemd starts the unit at boot, as the template's WantedBy= says. */
    HostPath enablement(String name) {
        return units.resolve("multi-user.target.wants/" + UnitName.unit(name));
    }

    /** All files that there can be for a PF. */
    List<HostPath> all(String name) {
        List<HostPath> all = new ArrayList<>(List.of(helper(), description(name), template()));
        SERVICES.forEach(service -> all.add(ordering(service, name)));
        return all;
    }

    /** The directories that they lie in. */
    Set<HostPath> directories(String name) {
        Set<HostPath> directories = new LinkedHashSet<>();
        all(name).forEach(file -> directories.add(file.parent()));
        directories.add(enablement(name).parent());
        return directories;
    }

    byte[] templateText() {
        return text(TEMPLATE).replace("@NATIVE@", helper().toString()).getBytes(StandardCharsets.UTF_8);
    }

    byte[] helperText() {
        return text(HELPER).getBytes(StandardCharsets.UTF_8);
    }

    byte[] orderingText(String name) {
        return text("after-interface-vf.conf").replace("@UNIT@", UnitName.unit(name)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(String resource) {
        try (InputStream stream = UnitFiles.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
