package io.fairlead.api;

/** One of the attributes that a PF sets on its VFs by rtnetlink ({@code IFLA_VF_*}, linux/if_link.h). */
public enum VfAttribute {
    /** The administered MAC address. */
    MAC("MAC"),
    /** The port VLAN and its priority. */
    VLAN("VLAN"),
    /** A port VLAN of protocol 802.1ad. */
    VLAN_802_1AD("VLAN protocol 802.1ad"),
    /** Whether the NIC drops frames with a source address that is not the VF's. */
    SPOOF_CHECK("spoof check"),
    /** Whether the VF may ask for promiscuous mode and for a MAC address of its own. */
    TRUST("trust"),
    /** What the VF is told of its link. */
    LINK_STATE("link state"),
    /** The guaranteed transmit rate. */
    MIN_RATE("minimum rate"),
    /** The transmit rate's limit. */
    MAX_RATE("maximum rate");

    private final String label;

    VfAttribute(String label) {
        this.label = label;
    }

    /** The name used in messages. */
    public String label() {
        return label;
    }
}
