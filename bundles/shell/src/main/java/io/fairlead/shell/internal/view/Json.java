package io.fairlead.shell.internal.view;

/**
 * A command's result that is to be printed as JSON.
 *
 * @param of what the command returns without {@code --json}
 */
public record Json(Object of) {
}
