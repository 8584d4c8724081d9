package io.fairlead.networkmanager.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.resource.Declaration;
import io.fairlead.api.resource.Problem;
import io.fairlead.networkmanager.internal.NmBus.VfProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what no schema can: PFs that are not there or named twice, and PFs whose VFs NetworkManager makes itself. */
final class SectionCheck {

    private static final String PHYSICAL_FUNCTIONS = "physicalFunctions";

    private final Inventory host;
    private final NetworkManagerService networkManager;

    SectionCheck(Inventory host, NetworkManagerService networkManager) {
        this.host = host;
        this.networkManager = networkManager;
    }

    List<Problem> problems(Declaration declaration) {
        List<Problem> problems = new ArrayList<>();
        List<String> words = Section.of(declaration).pfs();
        Map<String, String> named = new LinkedHashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String pointer = "/%s/%s/%d".formatted(Section.NAME, Section.UNMANAGED, i);
            try {
                String label = host.physicalFunction(words.get(i)).label();
                String first = named.putIfAbsent(label, words.get(i));
                if (first != null) {
                    problems.add(new Problem(pointer, false,
                            "%s is %s, which is in the list already: name it once".formatted(words.get(i), first)));
                }
            } catch (FairleadException e) {
                problems.add(new Problem(pointer, false, wordsAbout(e)));
            }
        }
        secondOwners(declaration.section(PHYSICAL_FUNCTIONS).orElse(Map.of()), problems);
        return problems;
    }

    private void secondOwners(Map<String, Object> declared, List<Problem> problems) {
        if (declared.isEmpty()) {
            return;
        }
        List<VfProfile> profiles = networkManager.vfProfiles();
        for (String word : declared.keySet()) {
            there(word).flatMap(PhysicalFunction::name)
                    .flatMap(name -> profiles.stream()
                            .filter(profile -> profile.interfaceName().filter(name::equals).isPresent()).findFirst())
                    .ifPresent(profile -> problems.add(new Problem(
                            "/%s/%s".formatted(PHYSICAL_FUNCTIONS, word.replace("~", "~0").replace("/", "~1")), true,
                            "NetworkManager's profile '%s' makes the VFs of this PF (sriov.total-vfs=%d), and removes them when it is taken down: a PF has one owner; nmcli connection modify '%s' sriov.total-vfs 0 leaves them to Fairlead"
                                    .formatted(profile.id(), profile.totalVfs(), profile.id()))));
        }
    }

    /** That it is not there is told by who makes its VFs. */
    private Optional<PhysicalFunction> there(String word) {
        try {
            return Optional.of(host.physicalFunction(word));
        } catch (FairleadException e) {
            wordsAbout(e);
            return Optional.empty();
        }
    }

    /** What is wrong with the word; that the host cannot tell is no fault of the document's. */
    private static String wordsAbout(FairleadException e) {
        if (e.kind() == Kind.HOST_FAILED) {
            throw e;
        }
        return e.getMessage();
    }
}
