package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.host.HostPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of files that only root, or who runs this, can have put there. */
class LinuxRootFilesTest {

    private static final HostPath FILE = HostPath.VAR.resolve("lib/in/file");
    private static final int MOST = 1 << 16;
    private static final int READS = Boolean.getBoolean("long") ? 10_000 : 1_000;

    @TempDir
    private Path root;
    private Path directory;
    private Path file;
    private LinuxRootFiles files;

    @BeforeEach
    void make() throws IOException {
        directory = Files.createDirectories(root.resolve("var/lib/in"));
        file = directory.resolve("file");
        files = new LinuxRootFiles(HostRoots.below(root));
        mode(root.resolve("var"), "rwxr-xr-x");
        mode(root.resolve("var/lib"), "rwxr-xr-x");
        mode(directory, "rwxr-xr-x");
    }

    @Test
    void aFileIsReadWhole() throws IOException {
        write("content");
        assertThat(files.read(FILE, 7)).hasValueSatisfying(
                bytes -> assertThat(bytes).asString().isEqualTo("content"));
    }

    @Test
    void whatIsNotThereIsEmpty() throws IOException {
        assertThat(files.read(FILE, MOST)).isEmpty();
        Files.delete(directory);
        assertThat(files.read(FILE, MOST)).isEmpty();
    }

    @Test
    void whatIsLargerIsRefused() throws IOException {
        write("content");
        assertRefused(6, file + " has more than the 6 bytes it may have");
    }

    @Test
    void aLinkIsRefusedAtTheEndAndOnTheWay() throws IOException {
        write("content");
        Files.move(file, root.resolve("elsewhere"));
        Files.createSymbolicLink(file, root.resolve("elsewhere"));
        assertRefused(MOST, file + " is a symbolic link: put a file itself there");

        Files.delete(file);
        Files.move(root.resolve("elsewhere"), file);
        Files.move(directory, root.resolve("in"));
        Files.createSymbolicLink(directory, root.resolve("in"));
        assertRefused(MOST, directory + " is a symbolic link: put a directory itself there");
    }

    @Test
    void whatOthersCanWriteIsRefused() throws IOException {
        write("content");
        mode(file, "rw-r--rw-");
        assertRefused(MOST, file + " can be written by others than its owner (mode 646): chmod go-w it");
        mode(file, "rw-r--r--");
        mode(directory, "rwxrwxr-x");
        assertRefused(MOST, directory + " can be written by others than its owner (mode 775): chmod go-w it");
        mode(directory, "rwxr-xr-x");
        mode(root.resolve("var"), "rwxrwxrwx");
        assertRefused(MOST, root.resolve("var") + " can be written by others than its owner (mode 777): chmod go-w it");
    }

    @Test
    void aDirectoryFurtherUpMayHaveTheStickyBitAndItsOwnMayNot() throws IOException {
        write("content");
        Files.setAttribute(root.resolve("var"), "unix:mode", 0_1777);
        assertThat(files.read(FILE, MOST)).isPresent();
        Files.setAttribute(directory, "unix:mode", 0_1777);
        assertRefused(MOST, directory + " can be written by others than its owner (mode 1777): chmod go-w it");
    }

    @Test
    void whatIsNoFileIsRefusedAndNotWaitedFor() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
        assertRefused(MOST, file + " is not a file");
    }

    /** Each read gives one of the files whole, or says that it changed; never a part of each, and never what a link names. */
    @Test
    void whatIsSwappedMeanwhileIsReadAsOneOrTheOther() throws Exception {
        byte[] a = filled('a');
        byte[] b = filled('b');
        Files.write(file, a);
        AtomicReference<Exception> failure = new AtomicReference<>();
        Thread swapper = Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                    Path next = Files.write(root.resolve("next"), i % 2 == 0 ? b : a);
                    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                }
            } catch (IOException e) {
                failure.set(e);
            }
        });
        int whole = 0;
        for (int i = 0; i < READS; i++) {
            try {
                Optional<byte[]> read = files.read(FILE, MOST);
                assertThat(read.filter(bytes -> Arrays.equals(bytes, a) || Arrays.equals(bytes, b))).isPresent();
                whole++;
            } catch (FairleadException e) {
                assertThat(e).hasMessageContaining("changed while it was read").extracting(FairleadException::kind)
                        .isEqualTo(Kind.BUSY);
            }
        }
        swapper.interrupt();
        swapper.join();
        assertThat(whole).isPositive();
    }

    private void write(String content) throws IOException {
        Files.writeString(file, content);
        mode(file, "rw-r--r--");
    }

    private static byte[] filled(char with) {
        byte[] bytes = new byte[MOST];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private void assertRefused(int atMost, String why) {
        assertThat(catchThrowableOfType(FairleadException.class, () -> files.read(FILE, atMost))).hasMessage(why)
                .extracting(FairleadException::kind).isEqualTo(Kind.NOT_CAPABLE);
    }

    private static void mode(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
