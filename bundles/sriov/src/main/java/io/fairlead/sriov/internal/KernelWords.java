package io.fairlead.sriov.internal;

/** What a kernel's refusal of {@code sriov_numvfs} means here, and what to do about it (drivers/pci/iov.c). */
final class KernelWords {

    private KernelWords() {
    }

    static String advice(String error) {
        if (error.contains("No such file or directory")) {
            return "the PF's driver has no SR-IOV, or the PF has no driver";
        }
        if (error.contains("Cannot allocate memory")) {
            return "the bus lacks memory space or bus numbers for them; the kernel argument pci=realloc may help";
        }
        if (error.contains("Device or resource busy")) {
            return "another program set the count at the same time";
        }
        if (error.contains("Numerical result out of range")) {
            return "the hardware has fewer";
        }
        return "";
    }
}
