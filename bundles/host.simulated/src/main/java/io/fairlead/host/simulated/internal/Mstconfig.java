package io.fairlead.host.simulated.internal;

import io.fairlead.host.Commands.Result;
import java.util.List;
import java.util.Optional;

/** The program mstconfig(1), with the columns that it has with {@code -e}; nothing takes effect before a power cycle. */
public record Mstconfig(Machine machine) {

    private static final String VENDOR = "mlx5_core";
    private static final int MOST = 127;

    /** A card's parameters: now, and after a power cycle. */
    record Setting(boolean enabled, int vfs, boolean enabledNext, int vfsNext) {
    }

    /** Knows {@code -d PCI -e query …} and {@code -d PCI -y set NAME=VALUE…}. */
    public Result run(List<String> arguments) {
        int device = arguments.indexOf("-d") + 1;
        return machine.monitor.locked(() -> {
            Optional<PciFunction> card = Optional.ofNullable(machine.functions.get(arguments.get(device)))
                    .filter(function -> function.nativeDriver.equals(VENDOR) && !function.isVirtual());
            if (device == 0 || card.isEmpty()) {
                return new Result(3, "", "-E- Failed to open the device %s".formatted(arguments.get(device)));
            }
            return arguments.contains("set") ? set(card.get(), arguments) : query(card.get());
        });
    }

    private Setting of(PciFunction card) {
        int vfs = card.sriov.orElseThrow().hardware.total().orElse(0);
        return machine.firmware.computeIfAbsent(card.address, _ -> new Setting(true, vfs, true, vfs));
    }

    private Result query(PciFunction card) {
        Setting setting = of(card);
        return new Result(0, """

                Device #1:
                ----------

                Device type:        ConnectX6DX
                Name:               MCX623106AN-CDA_Ax
                Device:             %s

                Configurations:                     Default         Current         Next Boot
                %s        SRIOV_EN                  False(0)        %s              %s
                %s        NUM_OF_VFS                0               %d              %d
                The '*' shows parameters with next value different from default/current value.
                """.formatted(card.address, star(setting.enabled != setting.enabledNext), flag(setting.enabled),
                flag(setting.enabledNext), star(setting.vfs != setting.vfsNext), setting.vfs, setting.vfsNext), "");
    }

    private Result set(PciFunction card, List<String> arguments) {
        Setting next = of(card);
        for (String argument : arguments.subList(arguments.indexOf("set") + 1, arguments.size())) {
            String[] pair = argument.split("=", 2);
            int value = Integer.parseInt(pair[1]);
            if (value > MOST) {
                return new Result(3, "",
                        "-E- Failed to set %s: The Device doesn't support that value".formatted(pair[0]));
            }
            next = pair[0].equals("SRIOV_EN")
                    ? new Setting(next.enabled, next.vfs, value == 1, next.vfsNext)
                    : new Setting(next.enabled, next.vfs, next.enabledNext, value);
        }
        machine.writes.add("%s firmware %s".formatted(card.address, String.join(" ",
                arguments.subList(arguments.indexOf("set") + 1, arguments.size()))));
        machine.firmware.put(card.address, next);
        return new Result(0, "Applying... Done!\n-I- Please reboot machine to load new configurations.\n", "");
    }

    private static String star(boolean differs) {
        return differs ? "*" : " ";
    }

    private static String flag(boolean on) {
        return on ? "True(1)" : "False(0)";
    }
}
