package io.fairlead.sriov.internal;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Replaces what is one card's own; the same word by the same throughout, so that what belongs together still does. */
final class Anonymous {

    /** Of six bytes or more: Ethernet's, InfiniBand's, the serial number of PCI Express, which is made of one. */
    private static final Pattern ADDRESS = Pattern
            .compile(
                    "(?<![0-9A-Fa-f:-])[0-9A-Fa-f]{2}(?:([:-])[0-9A-Fa-f]{2})(?:\\1[0-9A-Fa-f]{2}){4,}(?![0-9A-Fa-f:-])");
    private static final Pattern EACH_BYTE = Pattern.compile("[0-9A-Fa-f]{2}");
    /** An alternative name that systemd makes of the address (systemd.net-naming-scheme(7)). */
    private static final Pattern ENX = Pattern.compile("(?<=\\benx)[0-9A-Fa-f]{12}\\b");
    /** In JSON of devlink and ip. */
    private static final Pattern JSON = Pattern
            .compile("(?<=\"(?:serial_number|board\\.serial_number|phys_switch_id|phys_port_id|node_guid|port_guid"
                    + "|sys_image_guid)\":\\s?\")[^\"]*(?=\")");
    /** In the vital product data that lspci shows to root: the serial number, an asset's tag, a vendor's own. */
    private static final Pattern VPD = Pattern.compile("(?m)(?<=\\[(?:SN|V.|Y.)\\] )(.*?: ).*$");
    private static final Pattern NOBODYS = Pattern.compile("(?:00|FF)+");

    private final Map<String, Integer> known = new HashMap<>();

    String text(String text) {
        String replaced = ADDRESS.matcher(text).replaceAll(this::address);
        replaced = ENX.matcher(replaced).replaceAll(found -> word(found.group()));
        replaced = JSON.matcher(replaced).replaceAll(found -> found.group().isEmpty() ? "" : word(found.group()));
        return VPD.matcher(replaced).replaceAll("$1-");
    }

    /** The bytes of a locally administered address with a number in its last two. */
    private String address(MatchResult found) {
        String bytes = found.group().replaceAll("[:-]", "").toUpperCase(Locale.ROOT);
        if (NOBODYS.matcher(bytes).matches()) {
            return found.group();
        }
        String word = word(bytes);
        int[] next = {0};
        return EACH_BYTE.matcher(found.group()).replaceAll(_ -> {
            int at = next[0];
            next[0] += 2;
            return word.substring(at, at + 2);
        });
    }

    private String word(String original) {
        String digits = original.toUpperCase(Locale.ROOT);
        int number = known.computeIfAbsent(digits, _ -> known.size() + 1);
        int length = Math.max(12, digits.length() / 2 * 2);
        String last = Integer.toHexString(number);
        return "02" + "0".repeat(length - 2 - last.length()) + last;
    }
}
