package io.fairlead.deploy.internal;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.osgi.framework.Version;

/**
 * What was accepted.
 *
 * @param bundles by name
 * @param versions the version last accepted of each name, also of those that were removed
 */
record Index(Map<String, Accepted> bundles, Map<String, Version> versions) {

    static final Index EMPTY = new Index(Map.of(), Map.of());

    Optional<Version> last(String name) {
        return Optional.ofNullable(versions.get(name));
    }

    Index with(Accepted bundle) {
        Map<String, Accepted> more = new TreeMap<>(bundles);
        more.put(bundle.name(), bundle);
        Map<String, Version> newer = new TreeMap<>(versions);
        newer.put(bundle.name(), bundle.identity().version());
        return new Index(more, newer);
    }

    Index without(String name) {
        Map<String, Accepted> fewer = new TreeMap<>(bundles);
        fewer.remove(name);
        return new Index(fewer, versions);
    }

    byte[] json() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("bundles", bundles.values().stream().map(Index::data).toList());
        Map<String, String> last = new TreeMap<>();
        versions.forEach((name, version) -> last.put(name, version.toString()));
        data.put("versions", last);
        try {
            return (JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(data) + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> data(Accepted bundle) {
        Map<String, String> data = new LinkedHashMap<>();
        data.put("name", bundle.name());
        data.put("version", bundle.identity().version().toString());
        data.put("sha256", bundle.sha256());
        data.put("signature", bundle.signature());
        data.put("key", bundle.key());
        data.put("accepted", bundle.when().toString());
        data.put("who", bundle.who());
        return data;
    }

    /**
     * @throws IllegalArgumentException for what {@link #json} did not write
     */
    static Index parse(byte[] json) {
        try {
            Map<String, Object> data = JSON.std.mapFrom(json);
            Map<String, Accepted> bundles = new TreeMap<>();
            list(data.get("bundles")).map(Index::bundle).forEach(bundle -> bundles.put(bundle.name(), bundle));
            Map<String, Version> versions = new TreeMap<>();
            ((Map<?, ?>) data.get("versions")).forEach(
                    (name, version) -> versions.put((String) name, Version.parseVersion((String) version)));
            return new Index(bundles, versions);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Stream<?> list(Object data) {
        return ((List<?>) data).stream();
    }

    private static Accepted bundle(Object data) {
        Map<?, ?> bundle = (Map<?, ?>) data;
        return new Accepted(
                new Identity((String) bundle.get("name"), Version.parseVersion((String) bundle.get("version"))),
                (String) bundle.get("sha256"), (String) bundle.get("signature"), (String) bundle.get("key"),
                Instant.parse((String) bundle.get("accepted")), (String) bundle.get("who"));
    }
}
