package io.fairlead.dbus.internal;

import io.fairlead.dbus.Variant;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.freedesktop.dbus.types.UInt16;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;

/**
 * Values in plain Java, as {@link io.fairlead.dbus.SystemBus} says, and as the library has them. What is to be sent is
 * checked to its last value, since the bus ends the connection of who sends a malformed message.
 */
final class Values {

    private static final long UINT32_MAX = 0xFFFF_FFFFL;

    private Values() {
    }

    /** For the library, one value for each complete type of the signature. */
    static Object[] toLibrary(String signature, List<Object> values) {
        List<String> types = Signature.types(signature);
        if (types.size() != values.size()) {
            throw new IllegalArgumentException("the signature '%s' has %d values, and %d were given"
                    .formatted(signature, types.size(), values.size()));
        }
        return IntStream.range(0, types.size()).mapToObj(i -> toLibrary(types.get(i), values.get(i))).toArray();
    }

    private static Object toLibrary(String type, Object value) {
        return switch (type.charAt(0)) {
            case 'y' -> (byte) whole(type, value, 0, 0xFF);
            case 'n' -> (short) whole(type, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case 'q' -> new UInt16((int) whole(type, value, 0, 0xFFFF));
            case 'i' -> (int) whole(type, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case 'u' -> new UInt32(whole(type, value, 0, UINT32_MAX));
            case 'x' -> whole(type, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case 't' -> unsigned(whole(type, value, Long.MIN_VALUE, Long.MAX_VALUE));
            case 'b' -> require(type, Boolean.class, value);
            case 'd' -> require(type, Double.class, value);
            case 's' -> text(value);
            case 'o' -> path(value);
            case 'g' -> signature(value);
            case 'v' -> variant(value);
            case '(' -> toLibrary(type.substring(1, type.length() - 1), castList(type, value));
            default -> type.charAt(1) == '{' ? map(type, value) : array(type, value);
        };
    }

    private static Object[] array(String type, Object value) {
        String element = type.substring(1);
        return castList(type, value).stream().map(one -> toLibrary(element, one)).toArray();
    }

    private static Map<Object, Object> map(String type, Object value) {
        List<String> entry = Signature.members(type.substring(1));
        Map<Object, Object> map = new LinkedHashMap<>();
        Map<?, ?> plain = require(type, Map.class, value);
        plain.forEach((key, one) -> map.put(toLibrary(entry.getFirst(), key),
                toLibrary(entry.getLast(), one)));
        return map;
    }

    /** Signature and value, which spares the library's guesses about Java types. */
    private static Object[] variant(Object value) {
        Variant variant = require("v", Variant.class, value);
        List<String> types = Signature.types(variant.signature());
        if (types.size() != 1) {
            throw new IllegalArgumentException("a variant has one complete type, not '%s'"
                    .formatted(variant.signature()));
        }
        return new Object[]{variant.signature(), toLibrary(variant.signature(), variant.value())};
    }

    private static String text(Object value) {
        String text = require("s", String.class, value);
        if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a string of D-Bus has neither a NUL nor half a surrogate pair");
        }
        return text;
    }

    private static String path(Object value) {
        String path = require("o", String.class, value);
        Names.requirePath(path);
        return path;
    }

    private static String signature(Object value) {
        String signature = require("g", String.class, value);
        Signature.types(signature);
        return signature;
    }

    private static UInt64 unsigned(long bits) {
        return new UInt64(new BigInteger(Long.toUnsignedString(bits)));
    }

    private static long whole(String type, Object value, long least, long most) {
        if (!(value instanceof Integer || value instanceof Long)) {
            throw mismatch(type, value);
        }
        long number = ((Number) value).longValue();
        if (number < least || number > most) {
            throw new IllegalArgumentException("%d is out of the range of the D-Bus type '%s'".formatted(number, type));
        }
        return number;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> castList(String type, Object value) {
        return require(type, List.class, value);
    }

    private static <T> T require(String type, Class<T> expected, Object value) {
        if (!expected.isInstance(value)) {
            throw mismatch(type, value);
        }
        return expected.cast(value);
    }

    private static IllegalArgumentException mismatch(String type, Object value) {
        return new IllegalArgumentException("%s is not a value of the D-Bus type '%s'"
                .formatted(value == null ? "null" : value.getClass().getSimpleName(), type));
    }

    /** In plain Java; nothing in it can be changed. */
    static Object toPlain(Object value) {
        return switch (value) {
            case org.freedesktop.dbus.types.Variant<?> variant -> toPlain(variant.getValue());
            case Byte number -> Byte.toUnsignedInt(number);
            case Short number -> number.intValue();
            case UInt16 number -> number.intValue();
            case UInt32 number -> number.longValue();
            case UInt64 number -> number.value().longValue();
            case Integer number -> number;
            case Long number -> number;
            case Boolean bool -> bool;
            case Double number -> number;
            case Map<?, ?> map -> plainMap(map);
            case Collection<?> collection -> plainList(collection);
            case Object array when array.getClass().isArray() -> plainList(elements(array));
            default -> value.toString();
        };
    }

    private static Map<Object, Object> plainMap(Map<?, ?> map) {
        Map<Object, Object> plain = new LinkedHashMap<>();
        map.forEach((key, one) -> plain.put(toPlain(key), toPlain(one)));
        return Collections.unmodifiableMap(plain);
    }

    private static List<Object> plainList(Collection<?> values) {
        List<Object> plain = new ArrayList<>(values.size());
        values.forEach(one -> plain.add(toPlain(one)));
        return Collections.unmodifiableList(plain);
    }

    private static List<Object> elements(Object array) {
        return IntStream.range(0, Array.getLength(array)).mapToObj(i -> Array.get(array, i)).toList();
    }
}
