package io.fairlead.shell.internal.unit;

import io.fairlead.api.systemd.VfUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A VF unit for programs. */
final class UnitJson {

    private UnitJson() {
    }

    static Map<String, Object> of(VfUnit unit) {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("pf", unit.pf());
        shape.put("unit", unit.name());
        shape.put("file", unit.file().orElse(null));
        shape.put("ours", unit.ours());
        shape.put("enabled", unit.enabled().orElse(null));
        shape.put("active", unit.active().orElse(null));
        shape.put("result", unit.result().orElse(null));
        shape.put("tried", unit.tried());
        shape.put("kept", unit.kept());
        shape.put("drift", unit.drift());
        shape.put("journal", unit.journal());
        return shape;
    }
}
