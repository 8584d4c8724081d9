package io.fairlead.api;

/** How well a NIC driver fits a function, worst first. */
public enum NicMatch {
    /** Not at all: the driver does not bid. */
    NONE,
    /** It fits any NIC. */
    GENERIC,
    /** It knows the vendor. */
    VENDOR,
    /** It knows the family, that is the kernel driver. */
    FAMILY,
    /** It knows this very device. */
    EXACT
}
