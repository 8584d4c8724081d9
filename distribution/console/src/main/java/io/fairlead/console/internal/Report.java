package io.fairlead.console.internal;

/** Where an {@link Evaluator} tells what happened. */
interface Report {

    /** A command's result as text that ends with a newline. */
    void result(String text);

    /** Tells why a command failed; the answer is its exit status. */
    int failure(Throwable thrown);

    /** How long a command took from its dispatch until its result was printed. */
    void took(long nanoseconds);
}
