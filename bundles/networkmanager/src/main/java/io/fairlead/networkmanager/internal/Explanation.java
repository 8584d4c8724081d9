package io.fairlead.networkmanager.internal;

import io.fairlead.api.networkmanager.NmDevice;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.networkmanager.internal.NmConfig.Line;
import java.util.Optional;

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

    /**
     * From 1.48 on the state's reason says by what (nm-dbus-interface.h). Debian 12 has 1.42, and there the files say it.
     */
    private String unmanaged(NmBus.Device device) {
        String name = device.name();
        return switch ((int) device.reason()) {
            case 69 -> "by itself: it leaves this sort of interface alone";
            case 70 -> "it is somebody else's, and is down or has no address";
            case 71 -> "udev is not done with it";
            case 72 -> "NetworkManager is ending";
            case 73 -> "networking is off, or the host sleeps";
            case 74 -> byConfiguration(name).map("by "::concat).orElse("by managed=0 in its configuration");
            case 75 -> "somebody said so (nmcli device set … managed no)";
            case 76 -> config.unmanagedBy(device(name)).map(Line::describe).map("by "::concat)
                    .orElse("by unmanaged-devices, whose line is no longer there");
            case 77 -> udev(name);
            default -> fromFiles(name);
        };
    }

    private String fromFiles(String name) {
        Optional<String> listed = config.unmanagedBy(device(name)).map(Line::describe);
        if (listed.isPresent()) {
            return "by " + listed.get();
        }
        return UdevDevice.read(files, name).unmanaged()
                ? udev(name)
                : byConfiguration(name).map("by "::concat)
                        .orElse("by itself: it leaves this sort of interface alone, or was told so by nmcli");
    }

    private String udev(String name) {
        return rules.lastFor(UdevDevice.read(files, name), true)
                .map(place -> "by udev's NM_UNMANAGED, %s".formatted(place))
                .orElse("by udev's NM_UNMANAGED, whose rule is no longer there");
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
        if (byRule) {
            return overridingRule(name);
        }
        return config.cancels(ours).map(Line::describe).map(line -> line + " replaces ours")
                .orElse("somebody told NetworkManager to manage it (nmcli device set … managed yes)");
    }

    /** Why udev has another word for a VF than our rule's; one phrase. */
    String overridingRule(String name) {
        UdevDevice device = UdevDevice.read(files, name);
        if (device.unmanaged()) {
            return "udev tells it not to, and no file says why it does";
        }
        return rules.lastFor(device, false).map(place -> "%s says otherwise".formatted(place.quoted()))
                .orElse("udev has not applied our rule to it: it is no VF of this PF to udev");
    }
}
