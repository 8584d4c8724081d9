package io.fairlead.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.deploy.VendorBundles;
import io.fairlead.deploy.vendor.DriverJar;
import io.fairlead.deploy.vendor.Vendor;
import io.fairlead.host.HostPath;
import io.fairlead.host.RootFiles;
import io.fairlead.host.linux.internal.RootFilesBelow;
import io.fairlead.host.simulated.SimulatedHost;
import io.fairlead.host.simulated.SimulatedHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of the drop directory is another each time between its being checked and its being used. */
class SwapTest {

    private static final int SWAPS = Boolean.getBoolean("long") ? 10_000 : 1_000;
    private static final HostPath DROPPED = HostPath.VAR.resolve("incoming/example.jar");

    private final SimulatedHost host = SimulatedHost.of(SimulatedHosts.igb());
    private final Vendor vendor = new Vendor("vendor@example");
    private final byte[] good = new DriverJar("1.0.0").bytes();
    private final byte[] evil = new DriverJar("6.6.6").bytes();
    private final byte[] signature = vendor.sign(good);
    private final Store store = new Store(host.files(), host.rootFiles(), host.durableFiles());
    private final Keys keys = new Keys(host.rootFiles(), host.durableFiles());
    private final Verifier verifier = new Verifier(keys, _ -> false);

    @TempDir
    private Path root;
    private RootFiles files;
    private Path dropped;

    @BeforeEach
    void trust() throws IOException {
        keys.trust(SshKey.parse(vendor.publicKey()).orElseThrow(), NamePatterns.below("com.example").orElseThrow(),
                false);
        dropped = Files.createDirectories(root.resolve("var/incoming")).resolve("example.jar");
        files = RootFilesBelow.of(root);
    }

    @Test
    void whatRunsIsWhatWasVerified() throws IOException {
        for (int swap = 0; swap < SWAPS; swap++) {
            boolean honest = swap % 2 == 0;
            lay(honest ? good : evil);
            byte[] read = files.read(DROPPED, VendorBundles.LARGEST_BUNDLE).orElseThrow();
            lay(honest ? evil : good);
            String copy = store.keep(read);
            lay(honest ? good : evil);
            if (honest) {
                Verified verified = verifier.verify(store.jar(copy), signature);
                lay(evil);
                assertThat(verified.sha256()).isEqualTo(Sha256.hex(good));
                assertThat(Bytes.of(verified.jar())).isEqualTo(Bytes.of(Archive.read(good).jar()));
            } else {
                assertThatThrownBy(() -> verifier.verify(store.jar(copy), signature))
                        .hasMessageContaining("its signature is not of this file");
            }
        }
    }

    private void lay(byte[] content) throws IOException {
        Files.move(Files.write(root.resolve("next"), content), dropped, StandardCopyOption.ATOMIC_MOVE);
    }
}
