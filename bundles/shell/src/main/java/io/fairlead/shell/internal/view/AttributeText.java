package io.fairlead.shell.internal.view;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.Vlan;
import java.util.Locale;
import java.util.Optional;

/** A VF's attributes in words: {@code none} for nothing set, {@code n/a} for what the kernel driver does not report. */
final class AttributeText {

    static final String NONE = "none";
    static final String UNREPORTED = "n/a";

    private static final String NO_ADDRESS = "00:00:00:00:00:00";

    private AttributeText() {
    }

    static String mac(VfAttributes of) {
        return of.mac().map(MacAddress::text).map(mac -> mac.equals(NO_ADDRESS) ? NONE : mac).orElse(UNREPORTED);
    }

    /** {@code 100}, {@code 100 qos 3}, {@code 100 802.1ad}. */
    static String vlan(VfAttributes of) {
        return of.vlan().map(AttributeText::vlan).orElse(UNREPORTED);
    }

    private static String vlan(Vlan vlan) {
        if (vlan.id() == 0) {
            return NONE;
        }
        String qos = vlan.qos() == 0 ? "" : " qos " + vlan.qos();
        String protocol = vlan.protocol() == Vlan.Protocol.DOT1Q ? "" : " " + vlan.protocol().label();
        return vlan.id() + qos + protocol;
    }

    static String onOff(Optional<Boolean> value) {
        return value.map(AttributeText::onOff).orElse(UNREPORTED);
    }

    static String onOff(boolean value) {
        return value ? "on" : "off";
    }

    static String link(VfAttributes of) {
        return of.linkState().map(AttributeText::link).orElse(UNREPORTED);
    }

    static String link(LinkState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static String rate(Optional<Integer> megabits) {
        return megabits.map(rate -> rate == 0 ? NONE : rate.toString()).orElse(UNREPORTED);
    }
}
