package io.fairlead.host.simulated.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostPath;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes files of the simulated host. Directories are there as long as a file is in them. */
public final class SimulatedDurableFiles implements DurableFiles {

    private final Machine machine;
    private final SimulatedFiles files;

    /** The files of this machine. */
    public SimulatedDurableFiles(Machine machine, SimulatedFiles files) {
        this.machine = machine;
        this.files = files;
    }

    @Override
    public List<HostPath> write(HostPath file, byte[] content, int mode) {
        return machine.monitor.locked(() -> {
            refuse(file, "written");
            List<HostPath> made = new ArrayList<>();
            for (HostPath up = file.parent(); !up.path().isEmpty() && !files.exists(up); up = up.parent()) {
                made.add(up);
            }
            machine.monitor.changeUnheard(() -> {
                machine.writes.add("%s written".formatted(file));
                machine.putFile(file, new StoredFile(content, mode));
            });
            return made.reversed();
        });
    }

    @Override
    public void append(HostPath file, byte[] bytes) {
        machine.monitor.changeUnheard(() -> {
            refuse(file, "added to");
            machine.writes.add("%s added to".formatted(file));
            Optional<StoredFile> old = Optional.ofNullable(machine.files.get(file));
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            old.ifPresent(there -> content.writeBytes(there.content()));
            content.writeBytes(bytes);
            machine.putFile(file, new StoredFile(content.toByteArray(), old.map(StoredFile::mode).orElse(0600)));
        });
    }

    @Override
    public void delete(HostPath file) {
        machine.monitor.changeUnheard(() -> {
            if (machine.files.containsKey(file)) {
                refuse(file, "deleted");
                machine.writes.add("%s deleted".formatted(file));
                machine.removeFile(file);
            }
        });
    }

    @Override
    public boolean deleteEmpty(HostPath directory) {
        return machine.monitor.locked(() -> files.list(directory).isEmpty());
    }

    private void refuse(HostPath file, String what) {
        Optional.ofNullable(machine.unwritable.get(file.root())).ifPresent(why -> {
            throw new FairleadException(Kind.HOST_FAILED, "%s cannot be %s (%s), and nothing was changed in it: %s"
                    .formatted(file, what, why, "make its file system writable and give it room, then try again"));
        });
    }
}
