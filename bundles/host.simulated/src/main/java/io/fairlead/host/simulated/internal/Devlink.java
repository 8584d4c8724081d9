package io.fairlead.host.simulated.internal;

import io.fairlead.api.EswitchMode;
import io.fairlead.host.Commands.Result;
import java.util.List;
import java.util.Optional;

/** The program devlink(8), for eswitch modes. */
public record Devlink(Machine machine) {

    private static final String PCI = "pci/";

    /** Knows {@code -j dev eswitch show DEV} and {@code dev eswitch set DEV mode MODE}. */
    public Result run(List<String> arguments) {
        List<String> words = arguments.stream().filter(word -> !word.equals("-j")).toList();
        if (words.size() < 4 || !words.subList(0, 2).equals(List.of("dev", "eswitch"))
                || !words.get(3).startsWith(PCI)) {
            return new Result(1, "", "Command \"%s\" not found".formatted(String.join(" ", words)));
        }
        return machine.monitor.locked(() -> {
            Optional<PciFunction> pf = Optional.ofNullable(machine.functions.get(words.get(3).substring(PCI.length())))
                    .filter(function -> function.driver.isPresent() && !function.passedThrough());
            if (pf.isEmpty()) {
                return new Result(1, "", "kernel answers: No such device");
            }
            if (pf.get().sriov.flatMap(sriov -> sriov.driver.eswitch()).isEmpty()) {
                return new Result(1, "", "kernel answers: Operation not supported");
            }
            return eswitch(pf.get(), words);
        });
    }

    private Result eswitch(PciFunction pf, List<String> words) {
        SriovCapability sriov = pf.sriov.orElseThrow();
        if (words.get(2).equals("show")) {
            return new Result(0,
                    "{\"dev\":{\"pci/%s\":{\"mode\":\"%s\",\"inline-mode\":\"none\",\"encap-mode\":\"basic\"}}}%n"
                            .formatted(pf.address, sriov.eswitchMode.label()),
                    "");
        }
        Optional<EswitchMode> mode = words.size() == 6 ? EswitchMode.parse(words.get(5)) : Optional.empty();
        if (!words.get(2).equals("set") || mode.isEmpty()) {
            return new Result(1, "", "Unknown option \"%s\"".formatted(words.getLast()));
        }
        machine.writes.add("%s eswitch %s".formatted(pf.address, mode.get().label()));
        return new Eswitch(machine).set(pf, mode.get()).map(refusal -> new Result(1, "", refusal))
                .orElse(new Result(0, "", ""));
    }
}
