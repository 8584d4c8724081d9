package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.LibvirtHosts;
import io.fairlead.api.resource.UndoStep;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Standing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Brings the hooks to what is declared, and back. They can lie on the disk alone, so that a try is what is kept.
 *
 * <p>A value has {@code guestsMay}; one that was read also {@code hooks}, those that are as this version of Fairlead writes
 * them, and {@code files}, the content of all our other files.
 */
final class DeclaredHooks {

    private static final String HOOKS = "hooks";
    private static final String FILES = "files";

    private final LibvirtHosts libvirt;
    private final Hooks hooks;
    private final HostFiles files;
    private final OwnFiles own;

    DeclaredHooks(LibvirtHosts libvirt, Hooks hooks, HostFiles files, OwnFiles own) {
        this.libvirt = libvirt;
        this.hooks = hooks;
        this.files = files;
        this.own = own;
    }

    static Map<String, Object> wanted(Set<GuestMay> may) {
        return Map.of(Section.GUESTS_MAY, Section.words(may));
    }

    /** What there is of ours; empty for nothing. */
    Map<String, Object> read() {
        List<String> current = new ArrayList<>();
        Map<String, Object> contents = new LinkedHashMap<>();
        for (Hook hook : Hook.values()) {
            if (isOurs(hook.file())) {
                if (isCurrent(hook)) {
                    current.add(hook.driver());
                } else {
                    contents.put(hook.file().toString(), text(hook.file()));
                }
            }
        }
        texts().filter(this::isOurs).forEach(file -> contents.put(file.toString(), text(file)));
        if (current.isEmpty() && contents.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> value = new LinkedHashMap<>(wanted(Grants.read(files).may()));
        value.put(HOOKS, current);
        value.put(FILES, contents);
        return value;
    }

    private Stream<HostPath> texts() {
        return Stream.concat(Stream.of(Grants.FILE),
                files.list(RenderedWish.DIRECTORY).stream().sorted().map(RenderedWish.DIRECTORY::resolve));
    }

    private boolean isOurs(HostPath file) {
        Standing standing = own.standing(file);
        return standing == Standing.OURS || standing == Standing.CHANGED;
    }

    private boolean isCurrent(Hook hook) {
        return files.content(hook.file()).filter(bytes -> Arrays.equals(bytes, Hook.script())).isPresent();
    }

    private String text(HostPath file) {
        return files.content(file).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    }

    /** Whether what was read is what is declared. */
    static boolean isSettled(Map<String, Object> now, Map<String, Object> wanted) {
        return wanted.isEmpty()
                ? now.isEmpty()
                : wanted.get(Section.GUESTS_MAY).equals(now.get(Section.GUESTS_MAY))
                        && now.get(HOOKS) instanceof List<?> current && current.size() == Hook.values().length;
    }

    void set(Map<String, Object> expected, Map<String, Object> target, Consumer<String> progress) {
        Map<String, Object> now = read();
        if (isSettled(now, target)) {
            return;
        }
        if (!now.equals(expected)) {
            throw new FairleadException(Kind.BUSY,
                    "the libvirt hooks are no longer as they were when this was planned: plan again");
        }
        if (target.isEmpty()) {
            progress.accept("remove the hooks");
            libvirt.removeHooks();
        } else {
            progress.accept("install the hooks, and see libvirt run them");
            // Of ours, what somebody changed is kept aside; somebody else's is a refusal.
            boolean foreign = Stream.concat(Arrays.stream(Hook.values()).map(Hook::file), texts())
                    .anyMatch(file -> own.standing(file) == Standing.FOREIGN);
            libvirt.installHooks(!foreign, Optional.of(Section.may(target.get(Section.GUESTS_MAY))));
        }
    }

    /** Makes the hooks, and what they read, be as they were. */
    void undo(Map<String, Object> before, Consumer<String> progress) {
        Map<HostPath, byte[]> wanted = new LinkedHashMap<>();
        if (before.get(FILES) instanceof Map<?, ?> contents) {
            contents.forEach((file, text) -> HostPath.parse(String.valueOf(file)).ifPresent(
                    path -> wanted.put(path, String.valueOf(text).getBytes(StandardCharsets.UTF_8))));
        }
        for (Hook hook : Hook.values()) {
            if (before.get(HOOKS) instanceof List<?> current && current.contains(hook.driver())) {
                wanted.put(hook.file(), Hook.script());
            }
        }
        progress.accept("put back the hooks");
        hooks.putBack(wanted);
    }

    /** Guests whose wishes are not rendered yet may be so by the change. */
    List<UndoStep> nativeUndo() {
        List<UndoStep> steps = new ArrayList<>();
        Arrays.stream(Hook.values()).map(Hook::file).forEach(file -> steps.addAll(own.wayBack(file)));
        Stream.concat(texts(), libvirt.guests().guests().stream().map(RenderedWish::file)).distinct()
                .forEach(file -> steps.addAll(own.wayBack(file)));
        steps.add(new UndoStep.Reload(UndoStep.Daemon.LIBVIRT));
        return steps;
    }
}
