package io.fairlead.systemd.internal;

import io.fairlead.api.systemd.OtherOwner;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostFiles.FileInfo;
import io.fairlead.host.HostPath;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Looks for somebody else who makes VFs at boot: units and their drop-ins and udev rules that write
 * {@code sriov_numvfs}, link files with {@code SR-IOVVirtualFunctions=} (systemd.link(5), since 251), and module options
 * {@code max_vfs=}.
 */
final class OtherOwners {

    private static final long MOST_BYTES = 1 << 20;
    private static final List<HostPath> TOPS = List.of(HostPath.ETC, HostPath.RUN, HostPath.USR.resolve("lib"));

    private final HostFiles files;
    private final Predicate<HostPath> ours;

    OtherOwners(HostFiles files, Predicate<HostPath> ours) {
        this.files = files;
        this.ours = ours;
    }

    List<OtherOwner> find() {
        List<OtherOwner> owners = new ArrayList<>();
        for (HostPath top : TOPS) {
            HostPath units = top.resolve("systemd/system");
            search(units, name -> name.endsWith(".service"), "sriov_numvfs", owners);
            for (String name : sorted(units)) {
                if (name.endsWith(".service.d")) {
                    search(units.resolve(name), file -> file.endsWith(".conf"), "sriov_numvfs", owners);
                }
            }
            search(top.resolve("systemd/network"), name -> name.endsWith(".link"), "SR-IOVVirtualFunctions", owners);
            search(top.resolve("udev/rules.d"), name -> name.endsWith(".rules"), "sriov_numvfs", owners);
            search(top.resolve("modprobe.d"), name -> name.endsWith(".conf"), "max_vfs=", owners);
        }
        lines(HostPath.ETC.resolve("rc.local"), "sriov_numvfs", owners);
        return owners;
    }

    private void search(HostPath directory, Predicate<String> wanted, String word, List<OtherOwner> owners) {
        sorted(directory).stream().filter(wanted).map(directory::resolve).filter(ours.negate())
                .forEach(file -> lines(file, word, owners));
    }

    private List<String> sorted(HostPath directory) {
        return files.list(directory).stream().sorted().toList();
    }

    private void lines(HostPath file, String word, List<OtherOwner> owners) {
        Optional<FileInfo> info = files.info(file);
        if (info.isEmpty() || info.get().type() != FileInfo.Type.FILE || info.get().size() > MOST_BYTES) {
            return;
        }
        try {
            List<String> lines = files.read(file).orElse("").lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i).strip();
                if (line.contains(word) && !line.startsWith("#") && !line.startsWith(";")) {
                    owners.add(new OtherOwner(file.toString(), i + 1, line));
                }
            }
        } catch (UncheckedIOException _) {
            // what root cannot read, or what is no text, systemd does not act on either
        }
    }
}
