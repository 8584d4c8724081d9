package io.fairlead.api.resource;

/**
 * What is wrong with a document, beyond what its schema tells.
 *
 * @param pointer where, as a JSON pointer (RFC 6901) from the document's top: {@code /physicalFunctions/eno4}
 * @param key whether the key at that place is meant, rather than its value
 * @param message one sentence: what is wrong, and what would be right
 */
public record Problem(String pointer, boolean key, String message) {
}
