package io.fairlead.systemd.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Inventory;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.Printable;
import io.fairlead.api.resource.Problem;
import io.fairlead.api.systemd.OtherOwner;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What is wrong with the declared units. To be used once. */
final class UnitCheck {

    private final Inventory host;
    private final HostFiles files;
    private final List<Problem> problems = new ArrayList<>();

    UnitCheck(Inventory host, HostFiles files) {
        this.host = host;
        this.files = files;
    }

    List<Problem> problems(UnitSection section, List<OtherOwner> others) {
        Map<String, String> declared = new HashMap<>();
        section.declared().keySet()
                .forEach(selector -> nameOf(selector).ifPresent(name -> declared.put(name, selector)));
        section.atBoot().ifPresent(selectors -> {
            for (int i = 0; i < selectors.size(); i++) {
                checkAtBoot(selectors, i, declared, section);
            }
        });
        section.wanted().forEach((selector, _) -> nameOf(selector).ifPresent(name -> checkOwners(selector, others)));
        return problems;
    }

    private void checkAtBoot(List<String> selectors, int index, Map<String, String> declared, UnitSection section) {
        String selector = selectors.get(index);
        String pointer = "/%s/%s/%d".formatted(UnitSection.NAME, UnitSection.AT_BOOT, index);
        String shown = Printable.of(selector);
        Optional<String> name = nameOf(selector);
        String twin = selectors.subList(0, index).stream()
                .filter(other -> name.isPresent() && nameOf(other).equals(name)).findFirst().orElse(null);
        if (name.isEmpty() || !declared.containsKey(name.get())) {
            problems.add(new Problem(pointer, false,
                    "%s is not declared: say in %s how many VFs it has, or leave it out".formatted(shown,
                            UnitSection.PFS)));
        } else if (UnitSection.count(section.declared().get(declared.get(name.get()))) == 0) {
            problems.add(new Problem(pointer, false,
                    "%s is declared without VFs, so there is none to make at boot: leave it out".formatted(shown)));
        } else if (twin != null) {
            problems.add(new Problem(pointer, false,
                    "%s is the same PF as %s: leave one out".formatted(shown, Printable.of(twin))));
        }
    }

    /** What names no PF of this host is a problem of the section that declares it. */
    private Optional<String> nameOf(String selector) {
        try {
            return Optional.of(host.nameOf(selector));
        } catch (FairleadException e) {
            if (e.kind() == Kind.HOST_FAILED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private void checkOwners(String selector, List<OtherOwner> others) {
        if (others.isEmpty()) {
            return;
        }
        PhysicalFunction pf = host.physicalFunction(selector);
        others.stream().filter(owner -> speaksOf(owner, pf)).forEach(owner -> problems.add(new Problem(
                "/" + UnitSection.PFS + "/" + selector.replace("~", "~0").replace("/", "~1"), true,
                "%s line %d makes VFs of %s as well (%s), and two owners of one PF undo each other's work: remove that"
                        .formatted(owner.file(), owner.line(), pf.label(), Printable.of(owner.text())))));
    }

    /** A file that names neither the PF nor, as options of a module do, its driver is not known to be about it. */
    private boolean speaksOf(OtherOwner owner, PhysicalFunction pf) {
        String text = HostPath.parse(owner.file()).flatMap(files::read).orElse(owner.text());
        Stream<String> names = Stream.of(pf.name(), Optional.of(pf.pci().toString()),
                pf.driver().filter(_ -> owner.text().contains("max_vfs="))).flatMap(Optional::stream);
        return names.anyMatch(name -> Pattern.compile("(?<![A-Za-z0-9_.-])%s(?![A-Za-z0-9_.-])"
                .formatted(Pattern.quote(name))).matcher(text).find());
    }
}
