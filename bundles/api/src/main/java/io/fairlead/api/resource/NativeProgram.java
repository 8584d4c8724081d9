package io.fairlead.api.resource;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A POSIX sh program of ours that the way back needs where there is no Java. It is copied to our state directory before the
 * first change of a try, and run from there by {@link UndoStep.RunNative}.
 */
@ConsumerType
public interface NativeProgram {

    /** What it is called, a file name: {@code interface-vf}. */
    String name();

    /** The program, as it is to be written. */
    byte[] content();
}
