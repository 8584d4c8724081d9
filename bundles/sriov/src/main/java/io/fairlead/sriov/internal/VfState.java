package io.fairlead.sriov.internal;

import io.fairlead.api.LinkState;
import io.fairlead.api.MacAddress;
import io.fairlead.api.VfAttributes;
import io.fairlead.api.VfDriver;
import io.fairlead.api.VirtualFunction;
import io.fairlead.api.Vlan;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A VF as it is, or as it is to be; what is empty is not told, or is left as it is.
 *
 * @param attributes what its PF administers for it
 * @param driver the driver bound to it
 */
record VfState(VfAttributes attributes, Optional<VfDriver> driver) {

    static final VfState NOTHING = new VfState(VfAttributes.NONE, Optional.empty());

    static final String MAC = "mac";
    static final String VLAN = "vlan";
    static final String QOS = "qos";
    static final String PROTO = "proto";
    static final String SPOOF_CHECK = "spoofCheck";
    static final String TRUST = "trust";
    static final String LINK_STATE = "linkState";
    static final String MIN_RATE = "minRate";
    static final String MAX_RATE = "maxRate";
    static final String DRIVER = "driver";
    private static final String NO_DRIVER = "none";

    static VfState of(VirtualFunction vf) {
        return new VfState(vf.attributes(),
                Optional.of(vf.driver().<VfDriver>map(VfDriver.Named::new).orElseGet(VfDriver.None::new)));
    }

    /** From a resource's value, whose keys {@code vlan}, {@code qos} and {@code proto} belong together. */
    static VfState ofValue(Map<String, Object> value) {
        return of(value, Optional.ofNullable(value.get(VLAN)).map(_ -> vlan(value, VLAN)));
    }

    /** From a document, where a VLAN is a number or a mapping of its own. */
    static VfState ofDocument(Map<String, Object> declared) {
        return of(declared, Optional.ofNullable(declared.get(VLAN)).map(
                vlan -> vlan instanceof Map<?, ?>
                        ? vlan(PfState.mapping(vlan), "id")
                        : vlan(Map.of(VLAN, vlan), VLAN)));
    }

    private static VfState of(Map<String, Object> from, Optional<Vlan> vlan) {
        return new VfState(new VfAttributes(text(from, MAC).flatMap(MacAddress::parse), vlan, flag(from, SPOOF_CHECK),
                flag(from, TRUST), text(from, LINK_STATE).map(word -> LinkState.valueOf(word.toUpperCase(Locale.ROOT))),
                number(from, MIN_RATE), number(from, MAX_RATE)),
                text(from, DRIVER)
                        .map(name -> name.equals(NO_DRIVER) ? new VfDriver.None() : new VfDriver.Named(name)));
    }

    private static Vlan vlan(Map<String, Object> from, String id) {
        String label = text(from, PROTO).orElse(Vlan.Protocol.DOT1Q.label());
        Vlan.Protocol protocol = Arrays.stream(Vlan.Protocol.values()).filter(known -> known.label().equals(label))
                .findFirst().orElse(Vlan.Protocol.DOT1Q);
        int number = number(from, id).orElse(0);
        return number == 0 ? Vlan.NONE : new Vlan(number, number(from, QOS).orElse(0), protocol);
    }

    /** What this says, and what the other says beside it. */
    VfState over(VfState other) {
        VfAttributes mine = attributes;
        VfAttributes its = other.attributes;
        return new VfState(new VfAttributes(mine.mac().or(its::mac), mine.vlan().or(its::vlan),
                mine.spoofCheck().or(its::spoofCheck), mine.trust().or(its::trust), mine.linkState().or(its::linkState),
                mine.minRate().or(its::minRate), mine.maxRate().or(its::maxRate)), driver.or(other::driver));
    }

    /** What this says and the other does not say, or says otherwise. */
    VfState beyond(VfState other) {
        return new VfState(VfAttributeDiff.missing(attributes, other.attributes),
                driver.filter(wanted -> !other.driver.equals(Optional.of(wanted))));
    }

    /** Whether nothing that is told of a VF is other than this says. */
    boolean isSo(VirtualFunction vf) {
        return VfAttributeDiff.contradicted(attributes, vf.attributes()).isEmpty()
                && beyond(of(vf)).driver.isEmpty();
    }

    /** As plain data, in the order of the document's schema. */
    Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        attributes.mac().ifPresent(mac -> value.put(MAC, mac.text()));
        attributes.vlan().ifPresent(vlan -> {
            value.put(VLAN, (long) vlan.id());
            value.put(QOS, (long) vlan.qos());
            value.put(PROTO, vlan.protocol().label());
        });
        attributes.spoofCheck().ifPresent(on -> value.put(SPOOF_CHECK, on));
        attributes.trust().ifPresent(on -> value.put(TRUST, on));
        attributes.linkState().ifPresent(state -> value.put(LINK_STATE, state.name().toLowerCase(Locale.ROOT)));
        attributes.minRate().ifPresent(rate -> value.put(MIN_RATE, (long) rate));
        attributes.maxRate().ifPresent(rate -> value.put(MAX_RATE, (long) rate));
        driver.ifPresent(choice -> value.put(DRIVER, switch (choice) {
            case VfDriver.None() -> NO_DRIVER;
            case VfDriver.Named(String name) -> name;
        }));
        return value;
    }

    private static Optional<String> text(Map<String, Object> from, String key) {
        return Optional.ofNullable(from.get(key)).map(String::valueOf);
    }

    private static Optional<Boolean> flag(Map<String, Object> from, String key) {
        return from.get(key) instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    private static Optional<Integer> number(Map<String, Object> from, String key) {
        return from.get(key) instanceof Number number ? Optional.of(number.intValue()) : Optional.empty();
    }
}
