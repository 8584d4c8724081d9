package io.fairlead.api;

/** What a VF is told of its link, whatever the PF's own link does. */
public enum LinkState {
    /** The VF sees the PF's link. */
    AUTO,
    /** The VF always sees a link, so VFs of one PF reach each other with the cable out. */
    ON,
    /** The VF never sees a link. */
    OFF
}
