package io.fairlead.lifecycle.internal;

import io.fairlead.api.resource.UndoStep;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A step of the way back as plain data. */
final class UndoJson {

    private UndoJson() {
    }

    static Map<String, Object> write(UndoStep step) {
        Map<String, Object> data = new LinkedHashMap<>();
        switch (step) {
            case UndoStep.RestoreFile(String file, Optional<byte[]> content, int mode) -> {
                data.put("restore", file);
                data.put("mode", (long) mode);
                content.ifPresent(bytes -> data.put("content", Base64.getEncoder().encodeToString(bytes)));
            }
            case UndoStep.PruneDirectory(String directory) -> data.put("prune", directory);
            case UndoStep.RunNative run -> {
                data.put("run", run.program());
                data.put("arguments", run.arguments());
                data.put("input", run.input());
            }
            case UndoStep.Reload(UndoStep.Daemon daemon) -> data.put("reload", daemon.name());
        }
        return data;
    }

    static UndoStep read(Map<String, Object> data) {
        if (data.get("restore") instanceof String file) {
            return new UndoStep.RestoreFile(file,
                    Optional.ofNullable((String) data.get("content")).map(Base64.getDecoder()::decode),
                    ((Long) data.get("mode")).intValue());
        }
        if (data.get("prune") instanceof String directory) {
            return new UndoStep.PruneDirectory(directory);
        }
        if (data.get("run") instanceof String program) {
            return new UndoStep.RunNative(program, PlainData.strings(data.get("arguments")),
                    (String) data.get("input"));
        }
        return new UndoStep.Reload(UndoStep.Daemon.valueOf((String) data.get("reload")));
    }
}
