package io.fairlead.systemd.internal;

import io.fairlead.api.resource.NativeProgram;
import io.fairlead.api.resource.Persistence;
import org.osgi.service.component.annotations.Component;

/** The unit's program, which also puts VFs back where there is no Java. */
@Component
public final class VfProgram implements NativeProgram {

    @Override
    public String name() {
        return UnitFiles.HELPER;
    }

    @Override
    public byte[] content() {
        return UnitFiles.of(Persistence.KEEP).helperText();
    }
}
