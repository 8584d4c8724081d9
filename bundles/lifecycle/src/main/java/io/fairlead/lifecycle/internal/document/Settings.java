package io.fairlead.lifecycle.internal.document;

import io.fairlead.api.resource.Problem;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a document tells the lifecycle manager itself.
 *
 * @param enforce whether drift is brought back, rather than only told
 * @param reach IP addresses that have to answer after a change, when they did before
 * @param resolve names that have to be resolved after a change, when they were before
 */
public record Settings(boolean enforce, List<String> reach, List<String> resolve) {

    static final Set<String> KEYS = Set.of("policy", "probes");

    /** Of a document that has passed the schema. */
    static Settings of(Map<String, Object> document) {
        Map<?, ?> probes = document.get("probes") instanceof Map<?, ?> map ? map : Map.of();
        return new Settings("enforce".equals(document.get("policy")), words(probes.get("reach")),
                words(probes.get("resolve")));
    }

    private static List<String> words(Object list) {
        return list instanceof List<?> words ? words.stream().map(String.class::cast).toList() : List.of();
    }

    List<Problem> check() {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < reach.size(); i++) {
            if (!isAddress(reach.get(i))) {
                problems.add(new Problem("/probes/reach/" + i, false,
                        "%s is no IP address".formatted(Words.shown(reach.get(i)))));
            }
        }
        return problems;
    }

    /** In full: {@code 127.1} is taken for an address too, and would rather be a slip. */
    private static boolean isAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return text.contains(":") || text.chars().filter(c -> c == '.').count() == 3;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
