package io.fairlead.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of a drift, in one phrase that a person reads. */
class ValueTextTest {

    @Test
    void whatIsDeclaredIsComparedAndWhatWasFoundWrongIsTold() {
        assertThat(ValueText.difference(Map.of("vfs", 4L, "functions", Map.of("3", Map.of("trust", false))),
                Map.of("vfs", 7L, "functions", Map.of("3", Map.of("trust", true)))))
                .contains("vfs is 4 and not 7", "functions 3 trust is off and not on");
        assertThat(ValueText.difference(
                Map.of("pf", "eno4", "active", false, "autostart", true, "definition", "<network>\n</network>"),
                Map.of("pf", "eno4"))).isEqualTo("active is off");
        assertThat(ValueText.difference(Map.of("way", "udev-rule", "managed", List.of("eno4v0")),
                Map.of("way", "udev-rule"))).isEqualTo("managed is [eno4v0]");
    }

    @Test
    void theTextsThatAreKeptToPutItBackAreNotTold() {
        assertThat(ValueText.difference(Map.of("way", "udev-rule", "files", Map.of("/etc/a", "# a\n")),
                Map.of("way", "udev-rule"))).isEqualTo("it was changed");
    }
}
