package io.fairlead.host.linux.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.host.XdpSocket;
import org.junit.jupiter.api.Test;

/** On what ss of iproute2 6.15 printed in the lab. */
class XdpListingTest {

    @Test
    void namesTheInterfaceAndTheProcessOfEachSocket() {
        assertThat(XdpListing.parse("""
                0      0      eno4v1:q0 * users:(("xsk",pid=644,fd=3))
                0      0      eno4v2:q11 *
                """)).containsExactly(new XdpSocket("eno4v1", "xsk", 644), new XdpSocket("eno4v2", "unknown", 0));
    }

    @Test
    void noSocketsAreNone() {
        assertThat(XdpListing.parse("")).isEmpty();
    }
}
