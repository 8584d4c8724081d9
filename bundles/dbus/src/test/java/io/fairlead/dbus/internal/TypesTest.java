package io.fairlead.dbus.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.dbus.Variant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type of D-Bus goes to libdbus and comes back as it was. */
class TypesTest extends WithBus {

    private static final int ROUNDS = Integer.getInteger("types.rounds", 400);
    private static final String BASIC = "ybnqiuxtdsog";

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "y | 255", "b | true", "n | -32768", "q | 65535", "i | -2147483648", "u | 4294967295",
            "x | -9223372036854775808", "t | -1", "d | -2.5"})
    void numbersKeepTheirWholeRange(String type, String text) throws Exception {
        daemon.peer();
        Object value = switch (type) {
            case "b" -> Boolean.valueOf(text);
            case "d" -> Double.valueOf(text);
            case "u", "x", "t" -> Long.valueOf(text);
            default -> Integer.valueOf(text);
        };
        assertThat(bus.call(PEER.call("Echo", type, value), BOUND)).isEqualTo(List.of(value));
        String python = type.equals("t") ? "18446744073709551615" : text.equals("true") ? "True" : text;
        assertThat(bus.call(PEER.call("Text", type, value), BOUND)).isEqualTo(List.of("[" + python + "]"));
    }

    @Test
    void whateverIsSentComesBack() throws Exception {
        daemon.peer();
        long seed = Long.getLong("types.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < ROUNDS; round++) {
            String signature = IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(_ -> type(random, 0))
                    .collect(Collectors.joining());
            List<Object> values = Signature.types(signature).stream().map(type -> value(random, type)).toList();
            assertThat(bus.call(PEER.call("Echo", signature, values.toArray()), BOUND))
                    .as("-Dtypes.seed=%d, round %d, signature %s", seed, round, signature)
                    .isEqualTo(received(values));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "y | 256", "y | -1", "n | 32768", "q | 65536", "u | -1", "i | 2147483648"})
    void aNumberOutOfRangeIsNotSent(String type, long value) {
        assertThatThrownBy(() -> bus.call(PEER.call("Echo", type, value), BOUND))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("out of the range");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "(", "()", "a{s}", "a{vs}", "a{ss", "{ss}", "h", "z", "(s))"})
    void aWrongSignatureIsNotSent(String signature) {
        assertThatThrownBy(() -> bus.call(PEER.call("Echo", signature, "x"), BOUND))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheBusWouldEndTheConnectionForIsNotSent() {
        for (Object[] wrong : List.of(new Object[]{"s", "a\0b"}, new Object[]{"s", "\uD800"},
                new Object[]{"o", "no/path"}, new Object[]{"o", "/a/"}, new Object[]{"g", "a"},
                new Object[]{"s", 1}, new Object[]{"as", "x"}, new Object[]{"v", "x"},
                new Object[]{"v", new Variant("ss", "x")})) {
            assertThatThrownBy(() -> bus.call(PEER.call("Echo", (String) wrong[0], wrong[1]), BOUND))
                    .as("%s %s", wrong).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> bus.call(PEER.at("/a b").call("Echo"), BOUND)).hasMessageContaining("object path");
        assertThatThrownBy(() -> bus.call(PEER.as("x").call("Echo"), BOUND)).hasMessageContaining("interface");
        assertThatThrownBy(() -> bus.call(PEER.call("E',x='"), BOUND)).hasMessageContaining("method");
    }

    private static String type(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth > 3 ? 1 : 6)) {
            case 0, 1 -> basic(random);
            case 2 -> "v";
            case 3 -> "a" + type(random, depth + 1);
            case 4 -> "a{" + basic(random) + type(random, depth + 1) + "}";
            default -> IntStream.rangeClosed(0, random.nextInt(4)).mapToObj(_ -> type(random, depth + 1))
                    .collect(Collectors.joining("", "(", ")"));
        };
    }

    private static String basic(SplittableRandom random) {
        return String.valueOf(BASIC.charAt(random.nextInt(BASIC.length())));
    }

    private static Object value(SplittableRandom random, String type) {
        return switch (type.charAt(0)) {
            case 'y' -> random.nextInt(256);
            case 'n' -> random.nextInt(-32768, 32768);
            case 'q' -> random.nextInt(65536);
            case 'i' -> random.nextInt();
            case 'u' -> random.nextLong(1L << 32);
            case 'x', 't' -> random.nextLong();
            case 'b' -> random.nextBoolean();
            case 'd' -> random.nextDouble(-1e300, 1e300);
            case 's' -> text(random);
            case 'o' -> random.nextInt(5) == 0 ? "/" : "/a/b" + random.nextInt(1000);
            case 'g' -> random.nextInt(5) == 0 ? "" : type(random, 2);
            case 'v' -> {
                String inner = type(random, 3);
                yield new Variant(inner, value(random, inner));
            }
            case '(' -> Signature.members(type).stream().map(member -> value(random, member)).toList();
            default -> type.charAt(1) == '{' ? map(random, type) : list(random, type.substring(1));
        };
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(12), 1, 0xD800).forEach(text::appendCodePoint);
        return random.nextInt(4) == 0 ? text.append("é€\uD83D\uDE00").toString() : text.toString();
    }

    private static List<Object> list(SplittableRandom random, String element) {
        List<Object> list = new ArrayList<>();
        for (int count = random.nextInt(5); count > 0; count--) {
            list.add(value(random, element));
        }
        return list;
    }

    private static Map<Object, Object> map(SplittableRandom random, String type) {
        List<String> entry = Signature.members(type.substring(1));
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int count = random.nextInt(4); count > 0; count--) {
            map.put(value(random, entry.getFirst()), value(random, entry.getLast()));
        }
        return map;
    }

    /** A variant is received as what is in it. */
    private static Object received(Object sent) {
        return switch (sent) {
            case Variant variant -> received(variant.value());
            case List<?> list -> list.stream().map(TypesTest::received).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> plain = new LinkedHashMap<>();
                map.forEach((key, value) -> plain.put(key, received(value)));
                yield plain;
            }
            default -> sent;
        };
    }
}
