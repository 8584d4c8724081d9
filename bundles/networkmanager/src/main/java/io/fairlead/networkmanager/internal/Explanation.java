package io.fairlead.networkmanager.internal;

import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.networkmanager.internal.NmConfig.Line;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says why NetworkManager does with a device what it does: from one look at its configuration and at udev's. */
final class Explanation {

    private final HostFiles files;
    private final NmConfig config;
    private final UdevRules rules;

    Explanation(HostFiles files) {
        this.files = files;
        this.config = NmConfig.read(files);
        this.rules = new UdevRules(files);
    }

    NmConfig config() {
        return config;
    }

    NmDevice of(NmBus.Device device) {
        return new NmDevice(device.name(), device.managed(), device.stateWord(),
                device.managed() ? managed(device) : unmanaged(device));
    }

    private static String managed(NmBus.Device device) {
        return device.profile().map("profile %s"::formatted).orElse("no profile is active");
    }

    /** What a person said outranks rules, and rules outrank lines (NM_UNMANAGED flags, src/core/devices/nm-device.c). */
    private String unmanaged(NmBus.Device device) {
        Optional<String> reason = byReason(device.reason());
        if (reason.isPresent()) {
            return reason.get();
        }
        if (rules.property(device.name()).equals(Optional.of(true))) {
            return udev();
        }
        return byConfiguration(device.name()).map("by "::concat)
                .orElse("by itself: it leaves this sort of interface alone, or was told so by nmcli");
    }

    /** The reasons that tell more than the configuration does; most are newer than 1.48. */
    private static Optional<String> byReason(long reason) {
        return Optional.ofNullable(switch ((int) reason) {
            case 69 -> "it is down, and was not made by NetworkManager";
            case 70 -> "udev is not done with it";
            case 71 -> "NetworkManager is ending";
            case 72 -> "networking is off, or the host sleeps";
            case 74 -> "somebody said so (nmcli device set … managed no)";
            default -> null;
        });
    }

    private String udev() {
        List<HostPath> from = rules.filesThatSay(true);
        return from.isEmpty()
                ? "by udev's NM_UNMANAGED, whose rule is no longer there"
                : "by udev's NM_UNMANAGED, from " + from.stream().map(HostPath::toString)
                        .collect(Collectors.joining(" or "));
    }

    Optional<String> byConfiguration(String name) {
        DeviceMatch.Device device = device(name);
        return config.unmanagedBy(device).or(() -> config.notManagedBySection(device)).map(Line::describe);
    }

    private DeviceMatch.Device device(String name) {
        HostPath directory = HostPath.SYS.resolve("class/net").resolve(name);
        return new DeviceMatch.Device(name, files.read(directory.resolve("address")),
                files.linkName(directory.resolve("device/driver")));
    }

    /** Why a device that our file is about is managed all the same; one phrase. */
    String whyStillManaged(String name, HostPath ours, boolean byRule) {
        if (!config.malformed().isEmpty() && !byRule) {
            return config.malformed().getFirst().describe();
        }
        Optional<String> cancelled = byRule
                ? overridingRule(name, ours)
                : config.cancels(ours).map(Line::describe).map(line -> line + " replaces ours");
        return cancelled.orElse(byRule && rules.property(name).isEmpty()
                ? "udev has not applied our rule to it: it is no VF of this PF to udev"
                : "somebody told NetworkManager to manage it (nmcli device set … managed yes)");
    }

    private Optional<String> overridingRule(String name, HostPath ours) {
        if (rules.property(name).orElse(true)) {
            return Optional.empty();
        }
        return rules.rules().stream().filter(rule -> !rule.unmanaged())
                .filter(rule -> rule.file().name().compareTo(ours.name()) > 0).findFirst()
                .map(rule -> "%s line %d says NM_UNMANAGED=0 after ours".formatted(rule.file(), rule.line()));
    }
}
