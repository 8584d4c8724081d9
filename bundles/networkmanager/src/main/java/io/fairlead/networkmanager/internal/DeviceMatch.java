package io.fairlead.networkmanager.internal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * NetworkManager's lists of devices, as far as names, MAC addresses and drivers go: "Device List Format" of
 * NetworkManager.conf(5). A list that says {@code except:} of a device does not match it, whatever else it says.
 */
final class DeviceMatch {

    private DeviceMatch() {
    }

    /**
     * What is known of a device.
     *
     * @param name its interface
     * @param mac its permanent or present address, in lower case
     * @param driver its kernel driver
     */
    record Device(String name, Optional<String> mac, Optional<String> driver) {
    }

    /** The items of a list; semicolons and commas part them. */
    static List<String> items(String list) {
        return Arrays.stream(list.split("[;,]")).map(String::strip).filter(item -> !item.isEmpty()).toList();
    }

    static boolean matches(List<String> items, Device device) {
        boolean any = false;
        for (String item : items) {
            if (item.startsWith("except:")) {
                if (matchesOne(item.substring("except:".length()), device)) {
                    return false;
                }
            } else {
                any |= matchesOne(item, device);
            }
        }
        return any;
    }

    private static boolean matchesOne(String item, Device device) {
        if (item.equals("*")) {
            return true;
        }
        int colon = item.indexOf(':');
        String kind = colon < 0 ? "" : item.substring(0, colon);
        String value = item.substring(colon + 1);
        return switch (kind) {
            case "interface-name" -> value.startsWith("=")
                    ? device.name().equals(value.substring(1))
                    : glob(value.startsWith("~") ? value.substring(1) : value).matcher(device.name()).matches();
            case "mac" -> device.mac().filter(value::equalsIgnoreCase).isPresent();
            case "driver" -> device.driver().filter(name -> glob(value).matcher(name).matches()).isPresent();
            case "type" -> value.equals("ethernet");
            // a bare word is a MAC address or an interface's name
            case "" -> device.name().equals(item) || device.mac().filter(item::equalsIgnoreCase).isPresent();
            default -> device.mac().filter(item::equalsIgnoreCase).isPresent();
        };
    }

    /** {@code *} and {@code ?}, as NetworkManager's own matching has them; all else is itself. */
    private static Pattern glob(String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints().forEach(c -> regex.append(switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(Character.toString(c));
        }));
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
