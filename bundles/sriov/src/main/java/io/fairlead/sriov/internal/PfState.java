package io.fairlead.sriov.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.api.Holder;
import io.fairlead.api.PhysicalFunction;
import io.fairlead.api.VirtualFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A PF as it is, or as it is to be.
 *
 * @param vfs how many VFs
 * @param probe whether the kernel binds its drivers to new VFs; empty where that is left as it is
 * @param eswitch its eswitch mode; empty where that is left as it is, or is not known
 * @param functions its VFs by index; as it is to be, those of which something is said
 */
record PfState(int vfs, Optional<Boolean> probe, Optional<EswitchMode> eswitch,
        SortedMap<Integer, VfState> functions) {

    private static final String VFS = "vfs";
    private static final String PROBE = "probe";
    private static final String ESWITCH = "eswitch";
    private static final String FUNCTIONS = "functions";

    static PfState of(PhysicalFunction pf) {
        SortedMap<Integer, VfState> functions = new TreeMap<>();
        pf.functions().forEach(vf -> functions.put(vf.index(), VfState.of(vf)));
        return new PfState(pf.numVfs(), Optional.of(pf.probe()), pf.eswitchMode(), functions);
    }

    static PfState ofValue(Map<String, Object> value) {
        SortedMap<Integer, VfState> functions = new TreeMap<>();
        mapping(value.get(FUNCTIONS))
                .forEach((index, state) -> functions.put(Integer.valueOf(index), VfState.ofValue(mapping(state))));
        return new PfState(number(value.get(VFS)),
                value.get(PROBE) instanceof Boolean probe ? Optional.of(probe) : Optional.empty(),
                mode(value.get(ESWITCH)), functions);
    }

    /** From what a document says of one PF; without problems. */
    static PfState ofDocument(Map<String, Object> declared) {
        int vfs = number(declared.get(PfSection.VFS));
        VfState each = VfState.ofDocument(mapping(declared.get(PfSection.EACH)));
        SortedMap<Integer, VfState> functions = new TreeMap<>();
        if (!each.equals(VfState.NOTHING)) {
            for (int index = 0; index < vfs; index++) {
                functions.put(index, each);
            }
        }
        mapping(declared.get(PfSection.FUNCTIONS)).forEach((index, state) -> functions.merge(Integer.valueOf(index),
                VfState.ofDocument(mapping(state)), (common, own) -> own.over(common)));
        return new PfState(vfs,
                declared.get(PfSection.PROBE) instanceof Boolean probe ? Optional.of(probe) : Optional.empty(),
                mode(declared.get(PfSection.ESWITCH)), functions);
    }

    /**
     * Whether nothing that is told of a PF is other than this says. Of a VF that a guest has all is the guest's, as its
     * MAC, VLAN and driver are that libvirt gave it.
     */
    boolean isSo(PhysicalFunction pf) {
        return countIsSo(pf) && pf.functions().stream().allMatch(
                vf -> hasGuest(vf) || functions.getOrDefault(vf.index(), VfState.NOTHING).isSo(vf));
    }

    boolean countIsSo(PhysicalFunction pf) {
        return pf.numVfs() == vfs && probe.filter(wanted -> wanted != pf.probe()).isEmpty() && eswitchIsSo(pf);
    }

    /** A PF without an eswitch, or of which nothing is known, switches as in mode legacy. */
    boolean eswitchIsSo(PhysicalFunction pf) {
        return eswitch.filter(wanted -> wanted != pf.eswitchMode().orElse(EswitchMode.LEGACY)).isEmpty();
    }

    private static Optional<EswitchMode> mode(Object label) {
        return label instanceof String text ? EswitchMode.parse(text) : Optional.empty();
    }

    static boolean hasGuest(VirtualFunction vf) {
        return vf.holders().stream().anyMatch(Holder.Guest.class::isInstance);
    }

    /** As plain data. */
    Map<String, Object> value() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put(VFS, (long) vfs);
        probe.ifPresent(on -> value.put(PROBE, on));
        eswitch.ifPresent(mode -> value.put(ESWITCH, mode.label()));
        Map<String, Object> states = new LinkedHashMap<>();
        functions.forEach((index, state) -> states.put(String.valueOf(index), state.value()));
        value.put(FUNCTIONS, states);
        return value;
    }

    /** The same mapping with keys that are known to be strings; empty for what is none. */
    static Map<String, Object> mapping(Object value) {
        Map<String, Object> mapping = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> raw) {
            raw.forEach((key, element) -> mapping.put(String.valueOf(key), element));
        }
        return mapping;
    }

    private static int number(Object value) {
        return value instanceof Number number ? number.intValue() : 0;
    }
}
