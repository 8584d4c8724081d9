package io.fairlead.networkmanager.internal;

import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.networkmanager.internal.NmBus.VfProfile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The profiles that make VFs, by their files, where NetworkManager cannot be asked (nm-settings-keyfile(5)). */
final class StoredProfiles {

    private static final String DIRECTORY = "NetworkManager/system-connections";
    private static final List<HostPath> DIRECTORIES = List.of(HostPath.ETC.resolve(DIRECTORY),
            HostPath.RUN.resolve(DIRECTORY), HostPath.USR.resolve("lib").resolve(DIRECTORY));

    private StoredProfiles() {
    }

    static List<VfProfile> read(HostFiles files) {
        return DIRECTORIES.stream()
                .flatMap(directory -> files.list(directory).stream().sorted().map(directory::resolve))
                .flatMap(file -> profile(files, file)).toList();
    }

    private static Stream<VfProfile> profile(HostFiles files, HostPath file) {
        try {
            return files.content(file).map(content -> KeyFile.parse(new String(content, StandardCharsets.UTF_8)))
                    .flatMap(profile -> profile(profile, file)).stream();
        } catch (UncheckedIOException _) {
            return Stream.empty();
        }
    }

    private static Optional<VfProfile> profile(KeyFile profile, HostPath file) {
        return value(profile, "sriov", "total-vfs").filter(total -> total.matches("[1-9][0-9]{0,8}"))
                .map(total -> new VfProfile(value(profile, "connection", "id").orElse(file.name()), file.toString(),
                        value(profile, "connection", "interface-name"), Long.parseLong(total)));
    }

    private static Optional<String> value(KeyFile profile, String group, String key) {
        return profile.entries().stream().filter(entry -> entry.group().equals(group) && entry.key().equals(key))
                .map(KeyFile.Entry::value).reduce((_, last) -> last);
    }
}
