package io.fairlead.kernel.internal;

import io.fairlead.host.Commands.Result;
import io.fairlead.kernel.internal.GrubDefaults.Reading;
import io.fairlead.kernel.internal.GrubDefaults.Variable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What update-grub does to the kernels' lines of a recorded grub.cfg: the real one is in the rig. As 10_linux does, it
 * gives the first variable to all entries and the second to all but those for recovery.
 */
final class UpdateGrub {

    private final Tree tree;

    UpdateGrub(Tree tree) {
        this.tree = tree;
    }

    Result run(List<String> arguments) {
        Reading reading = new GrubDefaults(tree.files, tree.commands).read();
        if (reading.problem().isPresent()) {
            return new Result(2, "", reading.problem().get());
        }
        String all = words(reading, Variable.GRUB_CMDLINE_LINUX);
        String normal = words(reading, Variable.GRUB_CMDLINE_LINUX_DEFAULT);
        String generated = tree.text("boot/grub/grub.cfg").lines().map(line -> {
            int end = line.indexOf(" ro ");
            if (!line.strip().startsWith("linux\t") || end < 0) {
                return line;
            }
            return line.substring(0, end) + " ro " + (line.contains(" single") ? "single " + all : all + " " + normal);
        }).collect(Collectors.joining("\n", "", "\n"));
        tree.put("boot/grub/grub.cfg", generated);
        return new Result(0, "", "Generating grub configuration file ...\ndone");
    }

    private static String words(Reading reading, Variable variable) {
        return String.join(" ", Argument.texts(reading.last(variable)));
    }
}
