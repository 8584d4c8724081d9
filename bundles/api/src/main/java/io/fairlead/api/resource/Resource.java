package io.fairlead.api.resource;

import java.util.Map;

/**
 * A resource as it was read.
 *
 * @param id which
 * @param value its state as plain data: {@link String}, {@link Long}, {@link Boolean}, {@link java.util.List} and
 *            {@link Map} of these; empty where it is not there
 */
public record Resource(ResourceId id, Map<String, Object> value) {
}
