package io.fairlead.kernel.internal;

import io.fairlead.api.Inventory;
import io.fairlead.api.kernel.BootEntry;
import io.fairlead.api.kernel.KernelArguments;
import io.fairlead.host.DurableFiles;
import io.fairlead.host.HostFiles;
import io.fairlead.host.RecordedOwnFiles;
import io.fairlead.host.linux.internal.FilesOfTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** A host whose files are those of a directory, with a real shell and stand-ins for what generates boot entries. */
final class Tree {

    final Path root;
    final HostFiles files;
    final DurableFiles durable;
    final TreeCommands commands;
    private Optional<Inventory> inventory = Optional.empty();
    /** What the boot loader does to a choice for one boot. */
    Runnable forgetChoice = () -> {
    };

    private Tree(Path root) {
        this.root = root;
        this.files = FilesOfTree.files(root);
        this.durable = FilesOfTree.durable(root);
        this.commands = new TreeCommands(root);
    }

    /** What is there already. */
    static Tree at(Path root) {
        return new Tree(root);
    }

    /** A host with a processor of Intel, booted with some arguments. */
    static Tree empty(Path root) {
        Tree tree = new Tree(root);
        tree.put("proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz-6.1.0-40-amd64 root=/dev/sda1 ro quiet\n");
        tree.put("proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vmx ssse3\n");
        tree.put("proc/sys/kernel/osrelease", "6.1.0-40-amd64\n");
        tree.put("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
        return tree;
    }

    /** Debian with GRUB, as it was recorded after {@code update-grub}. */
    static Tree debian(Path root, String release) {
        Tree tree = empty(root);
        try (Stream<Path> recorded = Files.walk(recorded(release))) {
            for (Path file : recorded.filter(Files::isRegularFile).toList()) {
                tree.put(recorded(release).relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Debian's generator, as far as it is looked at
        tree.put("usr/sbin/grub-mkconfig", "for x in ${sysconfdir}/default/grub.d/*.cfg ; do\n");
        tree.commands.install("update-grub", new UpdateGrub(tree)::run);
        new GrubPrograms(tree, "grub").install();
        return tree;
    }

    private static Path recorded(String release) {
        try {
            return Path.of(Tree.class.getResource("/recorded/" + release).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    Tree with(Inventory there) {
        inventory = Optional.of(there);
        return this;
    }

    KernelService service() {
        return new KernelService(files, new RecordedOwnFiles(files, durable), durable, commands, () -> {
        }, inventory);
    }

    KernelArguments kernel() {
        return service();
    }

    Tree put(String file, String text) {
        return put(file, text.getBytes(StandardCharsets.UTF_8));
    }

    Tree put(String file, byte[] content) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.write(root.resolve(file), content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Boots what the boot loader is configured to boot; it forgets a choice for one boot. */
    void boot() {
        List<BootEntry> entries = kernel().arguments().entries();
        BootEntry entry = entries.stream().filter(BootEntry::once).findFirst()
                .or(() -> entries.stream().filter(BootEntry::byDefault).findFirst()).orElseThrow();
        bootOf(entry);
    }

    /** A boot of the entry chosen for once that does not come up, after which the default one boots. */
    void bootThatFails() {
        List<BootEntry> entries = kernel().arguments().entries();
        bootOf(entries.stream().filter(BootEntry::byDefault).findFirst().orElseThrow());
    }

    private void bootOf(BootEntry entry) {
        cmdline("BOOT_IMAGE=/boot/vmlinuz-6.1.0-40-amd64 " + String.join(" ", entry.arguments()));
        put("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
        forgetChoice.run();
    }

    Tree cmdline(String line) {
        return put("proc/cmdline", line + "\n");
    }

    String text(String file) {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean has(String file) {
        return Files.exists(root.resolve(file));
    }

    /** Every file and directory below one, with its content. */
    Map<String, String> below(String directory) {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> found = Files.walk(root.resolve(directory))) {
            for (Path path : found.toList()) {
                all.put(root.relativize(path).toString(),
                        Files.isDirectory(path) ? "directory" : Files.readString(path));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }
}
