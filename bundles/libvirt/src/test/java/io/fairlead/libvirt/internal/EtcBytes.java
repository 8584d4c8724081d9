package io.fairlead.libvirt.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Every file below /etc and what is in it. */
final class EtcBytes {

    private EtcBytes() {
    }

    static Map<String, String> of(HostFiles files) {
        Map<String, String> all = new TreeMap<>();
        add(files, HostPath.ETC, all);
        return all;
    }

    private static void add(HostFiles files, HostPath path, Map<String, String> all) {
        HostFiles.FileInfo.Type type = path.path().isEmpty()
                ? HostFiles.FileInfo.Type.DIRECTORY
                : files.info(path).orElseThrow().type();
        if (type == HostFiles.FileInfo.Type.DIRECTORY) {
            all.put(path.toString(), "directory");
            files.list(path).forEach(name -> add(files, path.resolve(name), all));
        } else {
            all.put(path.toString(), new String(files.content(path).orElseThrow(), StandardCharsets.ISO_8859_1));
        }
    }
}
