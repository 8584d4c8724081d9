package io.fairlead.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names as systemd-escape(1) of systemd 257 gives them. */
class UnitNameTest {

    @ParameterizedTest
    @CsvSource({"eno4, eno4", "br-lan, br\\x2dlan", "ens2f0np0, ens2f0np0", "0000:01:00.0, 0000:01:00.0",
            ".x, \\x2ex", "a_b.c, a_b.c"})
    void escapesAsSystemdDoes(String name, String escaped) {
        assertThat(UnitName.escape(name)).isEqualTo(escaped);
        assertThat(UnitName.unit(name)).isEqualTo("interface-vf@" + escaped + ".service");
    }
}
