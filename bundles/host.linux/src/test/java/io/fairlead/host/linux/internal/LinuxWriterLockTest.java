package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.FairleadException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxWriterLockTest {

    @TempDir
    Path root;

    @Test
    void aSecondWriterIsToldWhoTheFirstIs() {
        LinuxWriterLock first = new LinuxWriterLock(HostRoots.below(root), "fairlead sriov:setVfs eno4 7", true);
        LinuxWriterLock second = new LinuxWriterLock(HostRoots.below(root), "fairlead sriov:setVfs eno4 4", true);
        first.claim();

        assertThatCode(first::claim).doesNotThrowAnyException();
        assertThatThrownBy(second::claim).isInstanceOf(FairleadException.class)
                .hasMessageContaining("pid " + ProcessHandle.current().pid())
                .hasMessageContaining("fairlead sriov:setVfs eno4 7")
                .extracting(e -> ((FairleadException) e).kind()).isEqualTo(FairleadException.Kind.BUSY);

        first.release();
        assertThatCode(second::claim).doesNotThrowAnyException();
        second.release();
    }

    @Test
    void whoIsNotRootMayNotWrite() {
        assertThatThrownBy(new LinuxWriterLock(HostRoots.below(root), "fairlead", false)::claim)
                .isInstanceOf(FairleadException.class).hasMessageContaining("root")
                .extracting(e -> ((FairleadException) e).kind()).isEqualTo(FairleadException.Kind.NOT_CAPABLE);
    }
}
