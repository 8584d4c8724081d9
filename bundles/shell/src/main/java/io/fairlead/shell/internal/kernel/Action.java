package io.fairlead.shell.internal.kernel;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code add} or {@code remove}; also the candidates of completion. */
final class Action implements ITypeConverter<Action.What>, Iterable<String> {

    /** What is to be done. */
    enum What {
        /** Have them. */
        ADD,
        /** Have them no more. */
        REMOVE
    }

    private static final String ADD = "add";
    private static final String REMOVE = "remove";

    @Override
    public What convert(String text) {
        return switch (text) {
            case ADD -> What.ADD;
            case REMOVE -> What.REMOVE;
            default -> throw new TypeConversionException("add or remove");
        };
    }

    @Override
    public Iterator<String> iterator() {
        return List.of(ADD, REMOVE).iterator();
    }
}
