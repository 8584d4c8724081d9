package io.fairlead.shell.internal.libvirt;

import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.LibvirtStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What all screens of libvirt say in the same way. */
final class StatusText {

    private StatusText() {
    }

    /** {@code libvirt 11.3.0}, or what is wrong. */
    static String of(LibvirtStatus status) {
        return Printable.of(status.running() ? "libvirt " + status.detail() : status.detail());
    }

    static Map<String, Object> json(LibvirtStatus status) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("state", word(status.state()));
        shape.put("version", status.running() ? status.detail() : null);
        shape.put("problem", status.running() ? null : status.detail());
        return shape;
    }

    static List<String> words(Set<GuestMay> may) {
        return may.stream().sorted().map(GuestMay::word).toList();
    }

    static String list(Set<GuestMay> may) {
        return may.isEmpty() ? "nothing" : String.join(", ", words(may));
    }

    /** {@code NOT_RUNNING} as {@code not-running}. */
    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
