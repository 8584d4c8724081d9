package io.fairlead.api.deploy;

/**
 * A file of the drop directory that was not accepted. It stays there, and is looked at again when it changes.
 *
 * @param file its name
 * @param why one sentence
 */
public record Refusal(String file, String why) {
}
