package io.fairlead.lifecycle.internal.wayback;

import io.fairlead.api.resource.UndoStep;
import io.fairlead.api.resource.UndoStep.Daemon;
import io.fairlead.api.resource.UndoStep.PruneDirectory;
import io.fairlead.api.resource.UndoStep.RestoreFile;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Foreign;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The unit that takes a try back when the host went down during it, and what makes sysinit.target want it. systemd is not
 * told: it is for the next boot only.
 */
final class BootUnit {

    private static final HostPath UNITS = HostPath.ETC.resolve("systemd/system");
    private static final HostPath UNIT = UNITS.resolve("fairlead-undo.service");
    private static final HostPath DROP_IN = UNITS.resolve("sysinit.target.d/50-fairlead-undo.conf");
    private static final int MODE = 0644;

    private final OwnFiles own;
    private final HostPath program;

    /** That runs this program. */
    BootUnit(OwnFiles own, HostPath program) {
        this.own = own;
        this.program = program;
    }

    /**
     * How the program is to remove it; to be asked before {@link #install}. What is known of our files stays, and is put
     * right by {@link #remove}: by then it tells of others' files too.
     */
    List<UndoStep> wayBack() {
        List<UndoStep> steps = new ArrayList<>();
        for (HostPath file : List.of(DROP_IN, UNIT)) {
            own.wayBack(file).stream()
                    .filter(step -> step instanceof PruneDirectory
                            || (step instanceof RestoreFile restore && restore.file().equals(file.toString())))
                    .forEach(steps::add);
        }
        steps.add(new UndoStep.Reload(Daemon.SYSTEMD));
        return steps;
    }

    void install() {
        String unit = Resources.text("fairlead-undo.service").replace("@UNDO@", program.toString())
                .replace("@STATE@", HostPath.OUR_STATE.toString());
        own.put(UNIT, unit.getBytes(StandardCharsets.UTF_8), MODE, Foreign.ADOPT);
        own.put(DROP_IN, Resources.text("50-fairlead-undo.conf").getBytes(StandardCharsets.UTF_8), MODE, Foreign.ADOPT);
    }

    /** Answers whether there was any of it. */
    boolean remove() {
        boolean wanted = own.remove(DROP_IN, Foreign.ADOPT).happened();
        return own.remove(UNIT, Foreign.ADOPT).happened() || wanted;
    }
}
