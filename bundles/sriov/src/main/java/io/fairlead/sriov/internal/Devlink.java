package io.fairlead.sriov.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import io.fairlead.api.EswitchMode;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.PciAddress;
import io.fairlead.host.Commands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Eswitch modes by the program devlink(8) of iproute2. The kernel answers with the device's own lock, which is held while VFs
 * come and go (devl_lock, net/devlink/core.c): so each call is a process with a bound.
 */
final class Devlink {

    private static final Duration SHOW_BOUND = Duration.ofSeconds(3);
    /** With 127 VFs mlx5 makes and removes as many interfaces. */
    private static final Duration SET_BOUND = Duration.ofMinutes(2);

    private final Commands commands;

    Devlink(Commands commands) {
        this.commands = commands;
    }

    /**
     * The mode of a function that has an eswitch; empty for one that is not of ours, {@code switchdev_inactive}.
     *
     * @throws FairleadException {@code HOST_FAILED} when it cannot be told
     */
    Optional<EswitchMode> mode(PciAddress pci) {
        Commands.Result result = commands.run(SHOW_BOUND,
                List.of("devlink", "-j", "dev", "eswitch", "show", handle(pci)));
        if (result.status() != 0) {
            // mlx5 before Linux 5.8 tells no mode while it has no VFs (mlx5_devlink_eswitch_mode_get, eswitch_offloads.c)
            if (result.error().contains("Operation not supported")) {
                return Optional.of(EswitchMode.LEGACY);
            }
            throw failed("the eswitch mode of %s cannot be read".formatted(pci), result);
        }
        return EswitchMode.parse(modeOf(pci, result.output()));
    }

    private static String modeOf(PciAddress pci, String output) {
        try {
            return mapping(mapping(JSON.std.mapFrom(output).get("dev")).get(handle(pci))).getOrDefault("mode", "")
                    .toString();
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "devlink's answer about %s cannot be understood: is it from an old iproute2?".formatted(pci), e);
        }
    }

    private static Map<?, Object> mapping(Object value) {
        return value instanceof Map<?, ?> map ? Map.copyOf(map) : Map.of();
    }

    /** Sets the mode, and does not read back. */
    void set(String label, PciAddress pci, EswitchMode mode) {
        Commands.Result result = commands.run(SET_BOUND,
                List.of("devlink", "dev", "eswitch", "set", handle(pci), "mode", mode.label()));
        if (result.status() != 0) {
            throw failed("%s did not take the eswitch mode %s".formatted(label, mode.label()), result);
        }
    }

    private static FairleadException failed(String what, Commands.Result result) {
        return new FairleadException(Kind.HOST_FAILED,
                "%s: %s".formatted(what, result.error().replace("kernel answers: ", "").replace("Error: ", "")
                        .replaceAll("\\.?\\s*\\R\\s*", ": ")));
    }

    private static String handle(PciAddress pci) {
        return "pci/" + pci;
    }
}
