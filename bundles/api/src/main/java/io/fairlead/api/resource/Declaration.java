package io.fairlead.api.resource;

import java.util.Map;
import java.util.Optional;

/**
 * The declared host: all sections of the document, as plain data like {@link ResourceChange#before()}. Each has passed its
 * provider's schema. A provider acts on its own section; it may read others', whose form is public.
 *
 * @param sections by their keys; absent ones are not declared
 */
public record Declaration(Map<String, Object> sections) {

    /** Nothing is declared: what Fairlead keeps is to go. */
    public static final Declaration NOTHING = new Declaration(Map.of());

    /** One section, where the document has it. */
    @SuppressWarnings("unchecked") // every section's schema makes it a mapping, whose keys are strings
    public Optional<Map<String, Object>> section(String name) {
        return Optional.ofNullable((Map<String, Object>) sections.get(name));
    }
}
