package io.fairlead.api;

/**
 * The port VLAN that a NIC adds to what a VF sends and takes from what it receives.
 *
 * @param id 1 to 4094, or 0 for none (IEEE 802.1Q, 9.6: 4095 is reserved)
 * @param qos the priority code point, 0 to 7; 0 where there is no VLAN
 * @param protocol the tag's protocol
 */
public record Vlan(int id, int qos, Protocol protocol) {

    /** No VLAN. */
    public static final Vlan NONE = new Vlan(0, 0, Protocol.DOT1Q);

    /** The tag's protocol, as iproute2 names it. */
    public enum Protocol {
        /** 802.1Q, ethertype 0x8100. */
        DOT1Q("802.1Q"),
        /** 802.1ad, ethertype 0x88a8: the outer tag of QinQ. */
        DOT1AD("802.1ad");

        private final String label;

        Protocol(String label) {
            this.label = label;
        }

        /** {@code 802.1Q} or {@code 802.1ad}. */
        public String label() {
            return label;
        }
    }

    /** Refuses what the tag cannot hold with {@link IllegalArgumentException}. */
    public Vlan {
        if (id < 0 || id > 4094) {
            throw new IllegalArgumentException("VLAN %d is out of range: 1 to 4094, or 0 for none".formatted(id));
        }
        if (qos < 0 || qos > 7) {
            throw new IllegalArgumentException("QoS %d is out of range: 0 to 7".formatted(qos));
        }
    }
}
