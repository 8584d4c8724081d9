package io.fairlead.networkmanager.internal;

import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.networkmanager.KeptOff;
import io.fairlead.api.networkmanager.NetworkManager.Way;
import io.fairlead.api.resource.Persistence;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what there is to keep NetworkManager off, and whether it does. */
final class RuleStates {

    private final NetworkManagerService networkManager;
    private final HostFiles files;
    private final OwnFiles own;

    RuleStates(NetworkManagerService networkManager, HostFiles files, OwnFiles own) {
        this.networkManager = networkManager;
        this.files = files;
        this.own = own;
    }

    /** Whether there is none. */
    boolean none() {
        return OurFiles.find(files).stream().noneMatch(this::isOurs);
    }

    /**
     * By the PF's label; a PF that is gone is named as in its files.
     *
     * @param pfs those of the host
     */
    Map<String, RuleState> read(List<PhysicalFunction> pfs) {
        Map<String, List<KeptOff>> found = OurFiles.find(files).stream().filter(this::isOurs)
                .collect(Collectors.groupingBy(KeptOff::pf, LinkedHashMap::new, Collectors.toList()));
        Map<String, RuleState> states = new LinkedHashMap<>();
        if (found.isEmpty()) {
            return states;
        }
        Set<String> managed = networkManager.managed();
        found.forEach((name, kept) -> {
            Optional<PhysicalFunction> pf = pfs.stream().filter(one -> OurFiles.nameOf(one).equals(name)).findFirst();
            states.put(pf.map(PhysicalFunction::label).orElse(name), state(pf, kept, managed));
        });
        return states;
    }

    /** By its label; it may be gone. */
    Optional<RuleState> of(String label) {
        Optional<PhysicalFunction> pf = networkManager.labelled(label);
        String name = pf.map(OurFiles::nameOf).orElse(label);
        List<KeptOff> kept = OurFiles.find(files).stream().filter(one -> one.pf().equals(name)).filter(this::isOurs)
                .toList();
        return kept.isEmpty() ? Optional.empty() : Optional.of(state(pf, kept, networkManager.managed()));
    }

    /** How our files call a PF of this label. */
    String fileName(String label) {
        return networkManager.labelled(label).map(OurFiles::nameOf).orElse(label);
    }

    private RuleState state(Optional<PhysicalFunction> pf, List<KeptOff> all, Set<String> managed) {
        // The rule before the list; of one name, the file below /etc hides the one below /run.
        KeptOff first = all.stream().reduce((one, other) -> rank(other) > rank(one) ? other : one).orElseThrow();
        List<String> left = pf.stream().flatMap(one -> one.functions().stream()).flatMap(vf -> vf.name().stream())
                .filter(managed::contains).toList();
        Map<HostPath, String> contents = new LinkedHashMap<>();
        all.forEach(kept -> HostPath.parse(kept.file()).ifPresent(file -> contents.put(file, text(file))));
        return new RuleState(first.way(), first.persistence() == Persistence.KEEP,
                left.isEmpty() && isAsWritten(pf, first), left, contents);
    }

    private boolean isOurs(KeptOff kept) {
        return own.standing(HostPath.parse(kept.file()).orElseThrow()) != OwnFiles.Standing.FOREIGN;
    }

    private static int rank(KeptOff kept) {
        return (kept.way() == Way.UDEV_RULE ? 2 : 0) + (kept.persistence() == Persistence.KEEP ? 1 : 0);
    }

    /** A list names the VFs of when it was written, so that only its record tells. */
    private boolean isAsWritten(Optional<PhysicalFunction> pf, KeptOff kept) {
        HostPath file = HostPath.parse(kept.file()).orElseThrow();
        return pf.isPresent() && switch (kept.way()) {
            case UDEV_RULE -> text(file)
                    .equals(new String(OurFiles.content(pf.get(), Way.UDEV_RULE), StandardCharsets.UTF_8));
            case KEYFILE -> own.standing(file) == OwnFiles.Standing.OURS;
        };
    }

    private String text(HostPath file) {
        return files.content(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }
}
