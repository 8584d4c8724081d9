package io.fairlead.shell.internal;

/**
 * A command's result with an exit status of its own: it did what it is for, and what it found is not all well.
 *
 * @param result what it returns else
 * @param status the exit status; 0 is as if it had returned the result alone
 */
public record Ended(Object result, int status) {
}
