package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The programs that were installed on the simulated host. */
public final class SimulatedCommands implements Commands {

    private final Map<String, Function<List<String>, Result>> programs = new ConcurrentHashMap<>();

    /** Puts a program on the PATH. */
    public void install(String name, Function<List<String>, Result> program) {
        programs.put(name, program);
    }

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        Function<List<String>, Result> program = programs.get(arguments.getFirst());
        if (program == null) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "there is no program %s on the PATH of this simulated host: install it"
                            .formatted(arguments.getFirst()));
        }
        return program.apply(arguments.subList(1, arguments.size()));
    }

    @Override
    public boolean has(String program) {
        return programs.containsKey(program);
    }
}
