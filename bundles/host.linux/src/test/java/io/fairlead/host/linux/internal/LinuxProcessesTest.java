package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import io.fairlead.host.Processes.DeviceUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxProcessesTest {

    @TempDir
    Path root;

    @BeforeEach
    void aHostWithAVfioGroup() throws IOException {
        Files.createDirectories(root.resolve("dev/vfio"));
        Files.createFile(root.resolve("dev/vfio/vfio"));
        Files.createFile(root.resolve("dev/vfio/9"));
    }

    @Test
    void findsWhoHasAGroupOpenAndWithWhatCommandLine() throws IOException {
        process(967, "dev/vfio/9", "qemu-system-x86_64\0-name\0guest=t1\0");
        process(968, "dev/vfio/vfio", "libvirtd\0");

        assertThat(processes(true).deviceUsers()).singleElement().satisfies(user -> {
            assertThat(user).extracting(DeviceUser::device, DeviceUser::pid).containsExactly("vfio/9", 967L);
            assertThat(user.commandLine()).startsWith("qemu-system-x86_64", "-name", "guest=t1");
        });
    }

    @Test
    void whoIsNotRootCannotTell() {
        assertThatThrownBy(processes(false)::deviceUsers).isInstanceOf(FairleadException.class)
                .hasMessageContaining("only root");
    }

    @Test
    void whatCannotBeLookedAtIsNotTakenForNobody() throws IOException {
        Path descriptors = process(967, "dev/vfio/9", "qemu-system-x86_64\0");
        Files.createFile(descriptors.resolve("not-a-link"));

        assertThatThrownBy(processes(true)::deviceUsers).isInstanceOf(FairleadException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void withoutAnyDeviceNobodyIsAsked() throws IOException {
        Files.delete(root.resolve("dev/vfio/9"));

        assertThat(processes(false).deviceUsers()).isEqualTo(List.of());
    }

    private Path process(int pid, String open, String commandLine) throws IOException {
        Path process = Files.createDirectories(root.resolve("proc/" + pid));
        Files.writeString(process.resolve("cmdline"), commandLine);
        Path descriptors = Files.createDirectories(process.resolve("fd"));
        Files.createSymbolicLink(descriptors.resolve("3"), root.resolve(open));
        return descriptors;
    }

    private LinuxProcesses processes(boolean asRoot) {
        return new LinuxProcesses(HostRoots.below(root), asRoot);
    }
}
