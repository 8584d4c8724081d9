package io.fairlead.libvirt.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.api.libvirt.GuestMay;
import io.fairlead.api.libvirt.GuestVfs;
import io.fairlead.api.libvirt.HookReport;
import io.fairlead.api.libvirt.HookState;
import io.fairlead.api.libvirt.HookState.Live;
import io.fairlead.api.libvirt.HookState.Standing;
import io.fairlead.api.libvirt.LibvirtStatus;
import io.fairlead.host.HostFiles;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Change;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.WriterLock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Installs the hooks and what they read, whole or not at all. */
final class Hooks {

    private static final HostPath GIVEN = HostPath.OUR_RUN.resolve("guest-vfs");
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,4})\\.([0-9]{1,4})\\..*");
    private static final int SCRIPT_MODE = 0755;
    private static final int TEXT_MODE = 0644;

    private final HostFiles files;
    private final OwnFiles own;
    private final WriterLock writer;
    private final Daemons daemons;
    private final HookProof proof;

    Hooks(HostFiles files, OwnFiles own, WriterLock writer, Daemons daemons, HookProof proof) {
        this.files = files;
        this.own = own;
        this.writer = writer;
        this.daemons = daemons;
        this.proof = proof;
    }

    /** Whether both are there, so that what is granted is also done. */
    boolean installed() {
        return Arrays.stream(Hook.values())
                .allMatch(hook -> Set.of(Standing.OURS, Standing.OUTDATED).contains(standing(hook)));
    }

    HookReport report(LibvirtStatus status, Map<UUID, String> names, boolean changed, List<String> more) {
        Map<Hook, Live> live = proof.known();
        List<HookState> states = new ArrayList<>();
        List<String> notes = new ArrayList<>(more);
        for (Hook hook : Hook.values()) {
            states.add(new HookState(hook.file().toString(), standing(hook), live.get(hook)));
            if (files.exists(hook.before())) {
                notes.add("%s, which is not Fairlead's, runs first and is left alone".formatted(hook.before()));
            }
        }
        List<String> rendered = files.list(RenderedWish.DIRECTORY).stream()
                .flatMap(file -> Ids.parse(file).stream()).map(id -> names.getOrDefault(id, id.toString())).sorted()
                .toList();
        return new HookReport(status, changed, states, Grants.read(files).may(), rendered, notes);
    }

    private Standing standing(Hook hook) {
        return switch (own.standing(hook.file())) {
            case ABSENT -> Standing.ABSENT;
            case FOREIGN -> Standing.FOREIGN;
            case CHANGED -> Standing.CHANGED;
            case OURS -> files.content(hook.file()).filter(bytes -> Arrays.equals(bytes, Hook.script())).isPresent()
                    ? Standing.OURS
                    : Standing.OUTDATED;
        };
    }

    /**
     * Installs or updates.
     *
     * @param guests what they are with these grants
     */
    boolean install(LibvirtStatus status, boolean adopt, Optional<Set<GuestMay>> wanted,
            Function<Grants, List<GuestVfs>> guests, List<String> notes) {
        refuseOld(status);
        writer.claim();
        Grants grants = wanted.map(Grants::new).orElseGet(() -> Grants.read(files));
        Map<HostPath, byte[]> rendered = new HashMap<>();
        guests.apply(grants).forEach(
                guest -> RenderedWish.of(guest).ifPresent(text -> rendered.put(RenderedWish.file(guest), text)));
        Foreign foreign = adopt ? Foreign.ADOPT : Foreign.REFUSE;
        Deque<Change> done = new ArrayDeque<>();
        try {
            done.push(own.put(Grants.FILE, grants.text(), TEXT_MODE, foreign));
            rendered.forEach((file, text) -> done.push(own.put(file, text, TEXT_MODE, foreign)));
            if (status.running()) {
                others(rendered.keySet()).forEach(file -> done.push(own.remove(file, foreign)));
            }
            boolean hooksChanged = false;
            for (Hook hook : Hook.values()) {
                Change change = own.put(hook.file(), Hook.script(), SCRIPT_MODE, foreign);
                done.push(change);
                hooksChanged |= change.happened();
            }
            prove(status, hooksChanged, notes);
        } catch (RuntimeException e) {
            undo(done, e);
            throw e;
        }
        return done.stream().anyMatch(Change::happened);
    }

    private void prove(LibvirtStatus status, boolean hooksChanged, List<String> notes) {
        if (!status.running()) {
            proof.forget();
            notes.add("it could not be tried whether libvirt runs the hooks (%s); it looks for them when it starts"
                    .formatted(status.detail()));
            return;
        }
        if (hooksChanged || proof.known().containsValue(Live.NOT_TRIED)) {
            daemons.reload();
        }
        Map<Hook, Live> found = proof.find();
        found.forEach((hook, live) -> {
            if (live == Live.NOT_RUN) {
                throw new FairleadException(Kind.HOST_FAILED,
                        "libvirt does not run %s, not even after a reload, so everything was put back: see journalctl -u libvirtd, and whether AppArmor or SELinux forbids it"
                                .formatted(hook.file()));
            }
            if (live == Live.NOT_TRIED) {
                notes.add("it could not be tried whether libvirt runs %s: this host starts no guest"
                        .formatted(hook.file()));
            }
        });
    }

    private static void undo(Deque<Change> done, RuntimeException cause) {
        for (Change change : done) {
            try {
                change.undo();
            } catch (RuntimeException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private static void refuseOld(LibvirtStatus status) {
        var version = VERSION.matcher(status.detail());
        if (status.running() && version.matches()) {
            int major = Integer.parseInt(version.group(1));
            if (major < 6 || (major == 6 && Integer.parseInt(version.group(2)) < 5)) {
                throw new FairleadException(Kind.NOT_CAPABLE,
                        "this libvirt is %s, and only 6.5 and later run several hooks side by side: upgrade it"
                                .formatted(status.detail()));
            }
        }
    }

    private List<HostPath> others(Set<HostPath> rendered) {
        return files.list(RenderedWish.DIRECTORY).stream().map(RenderedWish.DIRECTORY::resolve)
                .filter(file -> !rendered.contains(file)).toList();
    }

    /** Removes all of it; the hooks first, so that none runs without its wishes. */
    boolean remove(List<String> notes) {
        writer.claim();
        Deque<Change> done = new ArrayDeque<>();
        try {
            for (Hook hook : Hook.values()) {
                done.push(own.remove(hook.file(), Foreign.REFUSE));
            }
            others(Set.of()).forEach(file -> done.push(own.remove(file, Foreign.REFUSE)));
            done.push(own.remove(Grants.FILE, Foreign.REFUSE));
        } catch (RuntimeException e) {
            undo(done, e);
            throw e;
        }
        proof.forget();
        for (String function : files.list(GIVEN)) {
            notes.add("VF %s keeps what a running guest was given: sriov:setVf takes it back".formatted(
                    Printable.of(function)));
        }
        return done.stream().anyMatch(Change::happened);
    }

    /** Makes our files be these and no others, as they once were. What is so already is not touched. */
    void putBack(Map<HostPath, byte[]> wanted) {
        writer.claim();
        Deque<Change> done = new ArrayDeque<>();
        List<HostPath> scripts = Arrays.stream(Hook.values()).map(Hook::file).toList();
        try {
            scripts.forEach(file -> done.push(putBack(file, wanted, SCRIPT_MODE)));
            boolean installed = done.stream().anyMatch(Change::happened) && scripts.stream().anyMatch(files::exists);
            Stream.of(List.of(Grants.FILE), others(Set.of()), wanted.keySet()).flatMap(Collection::stream).distinct()
                    .filter(file -> !scripts.contains(file)).toList()
                    .forEach(file -> done.push(putBack(file, wanted, TEXT_MODE)));
            if (installed) {
                daemons.reload();
            }
        } catch (RuntimeException e) {
            undo(done, e);
            throw e;
        }
        if (done.stream().anyMatch(Change::happened)) {
            proof.forget();
        }
    }

    /** What somebody changed of ours meanwhile is kept aside. */
    private Change putBack(HostPath file, Map<HostPath, byte[]> wanted, int mode) {
        return wanted.containsKey(file)
                ? own.put(file, wanted.get(file), mode, Foreign.ADOPT)
                : own.remove(file, Foreign.ADOPT);
    }
}
