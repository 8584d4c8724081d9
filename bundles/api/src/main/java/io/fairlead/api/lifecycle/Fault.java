package io.fairlead.api.lifecycle;

/**
 * Something wrong in a document.
 *
 * @param line from 1
 * @param column from 1
 * @param message one sentence: what is wrong, what was expected, and the nearest word that would be right
 */
public record Fault(int line, int column, String message) {
}
