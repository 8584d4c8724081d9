package io.fairlead.shell.internal.unit;

import io.fairlead.api.systemd.Units;
import io.fairlead.shell.internal.TypedCommand;
import io.fairlead.shell.internal.words.Words;
import java.util.Optional;

/**
 * A command that asks systemd's service.
 *
 * @param <W> what its words can say
 */
abstract class UnitCommand<W extends Words> extends TypedCommand<W> {

    private final Optional<Units> units;

    UnitCommand(Optional<Units> units) {
        this.units = units;
    }

    final Units units() {
        return need(units, Units.class, "io.fairlead.systemd");
    }
}
