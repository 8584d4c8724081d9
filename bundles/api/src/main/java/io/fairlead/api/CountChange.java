package io.fairlead.api;

import java.util.List;
import java.util.Optional;

/**
 * What {@link Sriov#setVfs} found and did.
 *
 * @param pf the PF's interface or PCI address
 * @param before how many VFs there were
 * @param after how many there are now, by read-back
 * @param wanted how many were asked for; differs from {@code after} only while an operation is pending
 * @param written whether anything was written
 * @param notes what the user should know, one sentence each
 * @param pending the operation that goes on in the kernel, when it waits for a holder
 */
public record CountChange(String pf, int before, int after, int wanted, boolean written, List<String> notes,
        Optional<Operation> pending) {
}
