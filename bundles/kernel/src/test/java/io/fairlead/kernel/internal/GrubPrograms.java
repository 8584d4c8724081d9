package io.fairlead.kernel.internal;

import io.fairlead.host.Commands.Result;
import java.util.List;

/** What grub-reboot, grub-editenv and grub-probe do, as far as it is looked at: the real ones are in the rig. */
final class GrubPrograms {

    private final Tree tree;
    private final String name;
    /** Of the device that GRUB's environment lies on. */
    String abstraction = "";
    String fileSystem = "ext2";

    /**
     * The programs.
     *
     * @param name what they and the directory begin with, {@code grub} or {@code grub2}
     */
    GrubPrograms(Tree tree, String name) {
        this.tree = tree;
        this.name = name;
    }

    GrubPrograms install() {
        tree.commands.install(name + "-reboot", arguments -> environment("next_entry=" + arguments.getFirst() + "\n"));
        tree.commands.install(name + "-editenv", _ -> environment(""));
        tree.commands.install(name + "-probe",
                arguments -> new Result(0, answer(arguments.getFirst()) + "\n", ""));
        tree.forgetChoice = () -> environment("next_entry=\n");
        return this;
    }

    private String answer(String target) {
        return target.equals("--target=fs") ? fileSystem : abstraction;
    }

    private Result environment(String variables) {
        tree.put("boot/%s/grubenv".formatted(name), "# GRUB Environment Block\n" + variables + "#".repeat(999));
        return new Result(0, "", "");
    }
}
