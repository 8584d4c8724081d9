package io.fairlead.control.wire;

import java.io.IOException;

/** The other side said something that makes no sense. Nothing that follows on the connection can be understood. */
public final class MalformedException extends IOException {

    private static final long serialVersionUID = 1L;

    /** The message says what was wrong. */
    public MalformedException(String message) {
        super(message);
    }
}
