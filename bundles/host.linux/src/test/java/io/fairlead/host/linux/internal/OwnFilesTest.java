package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.host.HostPath;
import io.fairlead.host.OwnFiles;
import io.fairlead.host.OwnFiles.Change;
import io.fairlead.host.OwnFiles.Foreign;
import io.fairlead.host.OwnFiles.Standing;
import io.fairlead.host.RecordedOwnFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our files among other people's, on a real file system: what was there before comes back byte for byte. */
class OwnFilesTest {

    private static final HostPath DROP_IN = HostPath.ETC.resolve("systemd/system/libvirtd.service.d/10-vfs.conf");
    private static final HostPath UNIT = HostPath.ETC.resolve("systemd/system/interface-vf@.service");

    @TempDir
    private Path top;
    private OwnFiles own;

    @BeforeEach
    void makeAHost() throws IOException {
        Files.createDirectories(top.resolve("etc/systemd/system"));
        HostRoots roots = HostRoots.below(top);
        own = new RecordedOwnFiles(new LinuxFiles(roots), new LinuxDurableFiles(roots));
    }

    @Test
    void aFileIsThereWithItsModeAndGoesWithTheDirectoryMadeForIt() throws IOException {
        List<String> before = etc();

        assertThat(own.put(DROP_IN, bytes("[Unit]\n"), 0_644, Foreign.REFUSE).happened()).isTrue();
        assertThat(read(DROP_IN)).isEqualTo("[Unit]\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path(DROP_IN)))).isEqualTo("rw-r--r--");
        assertThat(own.put(DROP_IN, bytes("[Unit]\n"), 0_644, Foreign.REFUSE).happened()).isFalse();
        assertThat(own.standing(DROP_IN)).isEqualTo(Standing.OURS);

        own.remove(DROP_IN, Foreign.REFUSE);
        assertThat(etc()).isEqualTo(before);
    }

    @Test
    void aDirectoryWithSomebodyElsesFileStays() throws IOException {
        own.put(DROP_IN, bytes("x"), 0_644, Foreign.REFUSE);
        Path neighbour = path(DROP_IN).resolveSibling("their.conf");
        Files.writeString(neighbour, "theirs");
        own.remove(DROP_IN, Foreign.REFUSE);
        assertThat(neighbour).exists();
        assertThat(path(DROP_IN)).doesNotExist();
    }

    @Test
    void theLastOfTwoFilesTakesTheirDirectoryWithIt() {
        HostPath second = DROP_IN.parent().resolve("20-more.conf");
        own.put(DROP_IN, bytes("x"), 0_644, Foreign.REFUSE);
        own.put(second, bytes("y"), 0_644, Foreign.REFUSE);
        own.remove(DROP_IN, Foreign.REFUSE);
        assertThat(path(second)).exists();
        own.remove(second, Foreign.REFUSE);
        assertThat(path(second.parent())).doesNotExist();
    }

    @Test
    void somebodyElsesFileIsRefusedAndAdoptedOnlyWhenSaid() throws IOException {
        Files.writeString(path(UNIT), "the seed's\n");
        Files.setPosixFilePermissions(path(UNIT), PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> own.put(UNIT, bytes("ours"), 0_644, Foreign.REFUSE))
                .isInstanceOf(FairleadException.class)
                .hasMessageStartingWith("/etc/systemd/system/interface-vf@.service is somebody else's");
        assertThat(read(UNIT)).isEqualTo("the seed's\n");

        own.put(UNIT, bytes("ours"), 0_644, Foreign.ADOPT);
        own.put(UNIT, bytes("ours, newer"), 0_644, Foreign.REFUSE);
        assertThat(read(UNIT)).isEqualTo("ours, newer");

        own.remove(UNIT, Foreign.REFUSE);
        assertThat(read(UNIT)).isEqualTo("the seed's\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path(UNIT)))).isEqualTo("rw-------");
        assertThat(own.standing(UNIT)).isEqualTo(Standing.FOREIGN);
    }

    @Test
    void aFileOfOursThatSomebodyEditedIsNotOverwrittenNorRemovedInSilence() throws IOException {
        own.put(UNIT, bytes("ours"), 0_644, Foreign.REFUSE);
        Files.writeString(path(UNIT), "edited");

        assertThat(own.standing(UNIT)).isEqualTo(Standing.CHANGED);
        assertThatThrownBy(() -> own.put(UNIT, bytes("newer"), 0_644, Foreign.REFUSE))
                .hasMessageContaining("was changed");
        assertThatThrownBy(() -> own.remove(UNIT, Foreign.REFUSE)).hasMessageContaining("was changed");
        assertThat(read(UNIT)).isEqualTo("edited");

        own.remove(UNIT, Foreign.ADOPT);
        assertThat(path(UNIT)).doesNotExist();
        try (Stream<Path> kept = Files.list(top.resolve("var/lib/fairlead/files"))) {
            assertThat(kept).singleElement().satisfies(file -> assertThat(file).hasContent("edited"));
        }
    }

    @Test
    void eachChangeCanBeTakenBack() throws IOException {
        Files.writeString(path(UNIT), "theirs");
        List<String> before = etc();

        Change adopted = own.put(UNIT, bytes("ours"), 0_644, Foreign.ADOPT);
        Change made = own.put(DROP_IN, bytes("ours"), 0_644, Foreign.REFUSE);
        Change removed = own.remove(UNIT, Foreign.REFUSE);
        removed.undo();
        assertThat(read(UNIT)).isEqualTo("ours");
        assertThat(own.standing(UNIT)).isEqualTo(Standing.OURS);

        made.undo();
        adopted.undo();
        assertThat(etc()).isEqualTo(before);
        assertThat(own.standing(UNIT)).isEqualTo(Standing.FOREIGN);
    }

    @Test
    void aPowerCutBetweenTheRecordAndTheFileLeavesTheirFileTheirs() throws IOException {
        Files.writeString(path(UNIT), "theirs");
        own.put(UNIT, bytes("ours"), 0_644, Foreign.ADOPT);
        Files.writeString(path(UNIT), "theirs");
        assertThat(own.standing(UNIT)).isEqualTo(Standing.FOREIGN);
        own.remove(UNIT, Foreign.REFUSE);
        assertThat(read(UNIT)).isEqualTo("theirs");
    }

    @Test
    void aLinkIsSomebodyElsesAndIsNotFollowed() throws IOException {
        Path target = Files.writeString(top.resolve("etc/target"), "theirs");
        Files.createSymbolicLink(path(UNIT), target);
        assertThatThrownBy(() -> own.put(UNIT, bytes("ours"), 0_644, Foreign.ADOPT))
                .hasMessageContaining("no regular file");
        assertThat(target).hasContent("theirs");
    }

    @Test
    void whatLivesUntilTheNextBootIsKnownUntilTheNextBoot() {
        HostPath rule = HostPath.RUN.resolve("udev/rules.d/84-vfs.rules");
        own.put(rule, bytes("x"), 0_644, Foreign.REFUSE);
        assertThat(top.resolve("run/fairlead/files")).isDirectory();
        assertThat(top.resolve("var")).doesNotExist();
    }

    private Path path(HostPath file) {
        return HostRoots.below(top).resolve(file);
    }

    private String read(HostPath file) throws IOException {
        return Files.readString(path(file));
    }

    private List<String> etc() throws IOException {
        try (Stream<Path> all = Files.walk(top.resolve("etc"))) {
            return all.sorted().map(file -> file + " " + (Files.isRegularFile(file) ? contentOf(file) : "")).toList();
        }
    }

    private static String contentOf(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
