package io.fairlead.lifecycle.internal.imports;

/** A format of another program. */
interface Foreign {

    /** Its name for users. */
    String format();

    /** Whether the text is probably one of these. */
    boolean fits(Source source);

    /** Takes over what can be said in a document, and tells of the rest. */
    void read(Source source, Draft draft);
}
