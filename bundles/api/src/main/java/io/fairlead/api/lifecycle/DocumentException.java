package io.fairlead.api.lifecycle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A document that cannot be. The message has a line {@code FILE:LINE:COLUMN: SENTENCE} for each fault.
 */
public final class DocumentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    /** A document of this name with these faults, at least one. */
    public DocumentException(String name, List<Fault> faults) {
        super(faults.stream()
                .map(fault -> "%s:%d:%d: %s".formatted(name, fault.line(), fault.column(), fault.message()))
                .collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All of them, in the order in which they stand. */
    public List<Fault> faults() {
        return faults;
    }
}
