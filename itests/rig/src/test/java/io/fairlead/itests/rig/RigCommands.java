package io.fairlead.itests.rig;

import io.fairlead.host.Commands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Programs of the rig. */
final class RigCommands implements Commands {

    private final Rig rig;

    RigCommands(Rig rig) {
        this.rig = rig;
    }

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        List<String> line = new ArrayList<>(
                List.of("sh", "-c", "input=$1; shift; printf %s \"$input\" | LC_ALL=C \"$@\"", "sh", input));
        line.addAll(arguments);
        io.fairlead.itests.rig.Result result = rig.run(line.toArray(String[]::new));
        return new Result(result.status(), result.output(), result.error().strip());
    }

    @Override
    public boolean has(String program) {
        return rig.run("sh", "-c", "command -v \"$1\"", "sh", program).status() == 0;
    }
}
