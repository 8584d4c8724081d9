package io.fairlead.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void onlyTheDaemonLooksAfterTheHostByItself() throws IOException {
        assertThat(told("--daemon")).isEqualTo("true");
        assertThat(told("host:status", "--json")).isEqualTo("false");
        assertThat(told()).isEqualTo("false");
    }

    /** What the bundles are told by the framework property that lifecycle's Keeper reads. */
    private static String told(String... words) throws IOException {
        Properties system = new Properties();
        system.setProperty("fairlead.bundles", "bundles");
        system.setProperty("fairlead.run", "run");
        return Settings.of(system, List.of(words)).properties().get("fairlead.daemon");
    }
}
