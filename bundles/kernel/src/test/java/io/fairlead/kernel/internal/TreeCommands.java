package io.fairlead.kernel.internal;

import io.fairlead.host.Commands;
import io.fairlead.host.linux.internal.LinuxCommands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The real shell, with the paths of its arguments below a directory; other programs are those of the test. */
final class TreeCommands implements Commands {

    private final Path root;
    private final Commands real = new LinuxCommands();
    private final Map<String, Function<List<String>, Result>> programs = new HashMap<>();
    final List<String> ran = new ArrayList<>();

    TreeCommands(Path root) {
        this.root = root;
    }

    void install(String name, Function<List<String>, Result> program) {
        programs.put(name, program);
    }

    @Override
    public Result run(Duration bound, List<String> arguments, String input) {
        if (!arguments.getFirst().equals("sh")) {
            ran.add(String.join(" ", arguments));
            return programs.get(arguments.getFirst()).apply(arguments.subList(1, arguments.size()));
        }
        List<String> mapped = arguments.stream().map(word -> word.startsWith("/") ? root + word : word).toList();
        Result result = real.run(bound, mapped, input);
        return new Result(result.status(), result.output(), result.error().replace(root.toString(), ""));
    }

    @Override
    public boolean has(String program) {
        return programs.containsKey(program);
    }
}
