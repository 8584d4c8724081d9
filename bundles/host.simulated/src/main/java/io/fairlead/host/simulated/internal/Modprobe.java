package io.fairlead.host.simulated.internal;

import io.fairlead.host.Commands.Result;
import java.util.List;

/** The program modprobe(8), for the drivers of this host. */
public record Modprobe(Machine machine) {

    /** Loads a module, or tells which ones have an alias; anything else is refused. */
    public Result run(List<String> arguments) {
        List<String> names = arguments.stream().filter(argument -> !argument.startsWith("-")).toList();
        if (names.size() != 1) {
            return new Result(1, "", "modprobe: ERROR: missing parameters. See -h.");
        }
        return machine.monitor.locked(
                () -> arguments.contains("--resolve-alias") ? resolve(names.getFirst()) : load(names.getFirst()));
    }

    /** {@code modalias} as file2alias makes it (scripts/mod/file2alias.c). */
    static String alias(PciFunction function) {
        return "pci:v%08Xd%08Xsv%08Xsd%08Xbc02sc00i00".formatted(function.ids.vendor(), function.ids.device(),
                function.ids.subsystemVendor(), function.ids.subsystemDevice());
    }

    private Result resolve(String alias) {
        return machine.functions.values().stream().filter(function -> alias(function).equals(alias)).findFirst()
                .map(function -> new Result(0, function.nativeDriver + "\n", "")).orElseGet(() -> notFound(alias));
    }

    private Result load(String name) {
        // modprobe takes a dash and an underscore for the same
        return machine.modules.stream()
                .filter(module -> module.replace('-', '_').equals(name.replace('-', '_'))).findFirst().map(module -> {
                    machine.drivers.add(module);
                    return new Result(0, "", "");
                }).orElseGet(() -> notFound(name));
    }

    private static Result notFound(String name) {
        return new Result(1, "", "modprobe: FATAL: Module %s not found.".formatted(name));
    }
}
