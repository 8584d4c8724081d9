package io.fairlead.lifecycle.internal.imports;

import io.fairlead.lifecycle.internal.document.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One physical function of a {@link Draft}. */
final class PfDraft {

    private final Draft draft;
    private long count;
    private Boolean probe;
    private final Map<String, Object> each = new LinkedHashMap<>();
    private final Map<Long, FunctionDraft> functions = new TreeMap<>();

    PfDraft(Draft draft) {
        this.draft = draft;
    }

    /** How many VFs it has, at most 65535 (sriov_totalvfs is of 16 bits: PCIe SR-IOV, 3.3.6). */
    void count(Place place, String text) {
        Optional<Long> number = Values.number(text, 0, 65_535);
        if (number.isEmpty()) {
            draft.leftOut(place, "%s is no number of VFs".formatted(Values.shown(text)));
        } else if (count != 0 && count != number.get()) {
            draft.leftOut(place,
                    "%d VFs are wanted here and %d elsewhere: the greater number is taken".formatted(number.get(),
                            count));
        }
        count = Math.max(count, number.orElse(0L));
    }

    /** At least so many. */
    void atLeast(long vfs) {
        count = Math.max(count, vfs);
    }

    void probe(boolean drivers) {
        probe = drivers;
    }

    /** The driver of every VF. */
    void driver(String name) {
        each.put("driver", name);
    }

    /** One VF. */
    FunctionDraft function(Place place, long index) {
        return functions.computeIfAbsent(index, _ -> new FunctionDraft(draft, place));
    }

    Map<String, Object> plain() {
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("virtualFunctions", count);
        if (probe != null) {
            plain.put("probeDrivers", probe);
        }
        if (!each.isEmpty()) {
            plain.put("each", each);
        }
        Map<String, Object> described = new LinkedHashMap<>();
        functions.forEach((index, function) -> {
            if (index >= count) {
                draft.leftOut(function.place(), "VF %d is none of the %d there are".formatted(index, count));
            } else if (!function.plain().isEmpty()) {
                described.put(index.toString(), function.plain());
            }
        });
        if (!described.isEmpty()) {
            plain.put("functions", described);
        }
        return plain;
    }
}
