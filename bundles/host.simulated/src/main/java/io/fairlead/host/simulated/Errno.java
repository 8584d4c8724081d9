package io.fairlead.host.simulated;

/** The kernel's errors that occur here, with glibc's words for them (strerror(3)). */
public enum Errno {
    /** The caller lacks a capability. */
    EPERM("Operation not permitted"),
    /** There is no such file; for {@code sriov_numvfs}: no driver, or one without SR-IOV. */
    ENOENT("No such file or directory"),
    /** MMIO or bus numbers are short. */
    ENOMEM("Cannot allocate memory"),
    /** The file may not be written. */
    EACCES("Permission denied"),
    /** VFs are there already. */
    EBUSY("Device or resource busy"),
    /** There is no such device, or the driver does not take it. */
    ENODEV("No such device"),
    /** The value cannot be understood. */
    EINVAL("Invalid argument"),
    /** The value is too large. */
    ERANGE("Numerical result out of range"),
    /** The driver has no such operation. */
    EOPNOTSUPP("Operation not supported"),
    /** The driver does not know the protocol. */
    EPROTONOSUPPORT("Protocol not supported");

    private final String words;

    Errno(String words) {
        this.words = words;
    }

    /** What a program prints for it: {@code Numerical result out of range}. */
    public String words() {
        return words;
    }
}
