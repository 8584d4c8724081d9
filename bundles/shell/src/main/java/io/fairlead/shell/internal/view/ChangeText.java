package io.fairlead.shell.internal.view;

import io.fairlead.api.CountChange;
import io.fairlead.api.EswitchChange;
import io.fairlead.api.FirmwareChange;
import io.fairlead.api.FirmwareVfs;
import io.fairlead.api.FunctionChange;
import io.fairlead.api.Printable;
import io.fairlead.api.VirtualFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a change did, in a line or two. */
final class ChangeText {

    private ChangeText() {
    }

    static String count(CountChange change) {
        String pf = Printable.of(change.pf());
        String first;
        if (change.pending().isPresent()) {
            first = "%s: %s now, %d wanted, not finished".formatted(pf, vfs(change.after()), change.wanted());
        } else if (!change.written()) {
            first = "%s: %s already, nothing written".formatted(pf, vfs(change.after()));
        } else if (change.before() == change.after()) {
            first = "%s: %s, as before".formatted(pf, vfs(change.after()));
        } else {
            first = "%s: %s (was %d)".formatted(pf, vfs(change.after()), change.before());
        }
        return with(first, change.notes());
    }

    static String function(FunctionChange change) {
        String subject = "%s VF %d: ".formatted(Printable.of(change.pf()), change.after().index());
        if (!change.written()) {
            return with(subject + "already so, nothing written", change.notes());
        }
        List<String> changed = new ArrayList<>();
        add(changed, "MAC", change, vf -> AttributeText.mac(vf.attributes()));
        add(changed, "VLAN", change, vf -> AttributeText.vlan(vf.attributes()));
        add(changed, "spoof check", change, vf -> AttributeText.onOff(vf.attributes().spoofCheck()));
        add(changed, "trust", change, vf -> AttributeText.onOff(vf.attributes().trust()));
        add(changed, "link state", change, vf -> AttributeText.link(vf.attributes()));
        add(changed, "minimum rate", change, vf -> AttributeText.rate(vf.attributes().minRate()));
        add(changed, "maximum rate", change, vf -> AttributeText.rate(vf.attributes().maxRate()));
        add(changed, "driver", change, vf -> name(vf.driver()));
        String what = changed.isEmpty() ? "written, and reads back as it was" : String.join(", ", changed);
        return with(subject + what, change.notes());
    }

    static String eswitch(EswitchChange change) {
        String pf = Printable.of(change.pf());
        return with(change.written()
                ? "%s: eswitch mode %s (was %s)".formatted(pf, change.after().label(), change.before().label())
                : "%s: eswitch mode %s already, nothing written".formatted(pf, change.after().label()),
                change.notes());
    }

    static String firmware(FirmwareChange change) {
        FirmwareVfs before = change.before();
        FirmwareVfs after = change.after();
        String what = ReportText.firmware(after.enabledNext(), after.vfsNext());
        return with(change.written()
                ? "%s: the firmware is to have %s (was %s)".formatted(Printable.of(change.pf()), what,
                        ReportText.firmware(before.enabledNext(), before.vfsNext()))
                : "%s: the firmware is to have %s already, nothing written".formatted(Printable.of(change.pf()), what),
                change.notes());
    }

    private static void add(List<String> changed, String label, FunctionChange change,
            Function<VirtualFunction, String> value) {
        String before = value.apply(change.before());
        String after = value.apply(change.after());
        if (!before.equals(after)) {
            changed.add("%s %s (was %s)".formatted(label, after, before));
        }
    }

    private static String name(Optional<String> driver) {
        return driver.map(Printable::of).orElse(AttributeText.NONE);
    }

    private static String vfs(int count) {
        return count == 1 ? "1 VF" : count == 0 ? "no VFs" : count + " VFs";
    }

    private static String with(String first, List<String> notes) {
        List<String> lines = new ArrayList<>();
        lines.add(first);
        notes.forEach(note -> lines.add("  " + Printable.of(note)));
        return String.join("\n", lines);
    }
}
