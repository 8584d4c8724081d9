package io.fairlead.api.lifecycle;

/**
 * A document as its author wrote it: YAML 1.2, of which JSON is a part.
 *
 * @param name what it is called in messages: the path that the user gave
 * @param text its content, at most 1 Mi characters
 */
public record Document(String name, String text) {
}
