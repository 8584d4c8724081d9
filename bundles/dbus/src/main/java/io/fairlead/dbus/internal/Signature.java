package io.fairlead.dbus.internal;

import java.util.ArrayList;
import java.util.List;

/** A D-Bus signature, taken apart (D-Bus specification, "Type System"). File descriptors are not passed, so {@code h} is no type here. */
final class Signature {

    private static final int LONGEST = 255;
    private static final int DEEPEST = 32;
    private static final String BASIC = "ybnqiuxtdsog";

    private final String text;
    private int next;

    private Signature(String text) {
        this.text = text;
    }

    /** The complete types one after the other. */
    static List<String> types(String signature) {
        if (signature.length() > LONGEST) {
            throw new IllegalArgumentException("a signature of D-Bus has at most %d characters".formatted(LONGEST));
        }
        Signature reader = new Signature(signature);
        List<String> types = new ArrayList<>();
        while (reader.next < signature.length()) {
            int start = reader.next;
            reader.skipType(0, 0);
            types.add(signature.substring(start, reader.next));
        }
        return types;
    }

    /** The types within a struct, or the key's and the value's type of a dict entry. */
    static List<String> members(String structOrEntry) {
        return types(structOrEntry.substring(1, structOrEntry.length() - 1));
    }

    private void skipType(int arrays, int structs) {
        char code = take();
        if (code == 'a') {
            deeper(arrays + 1);
            if (peek() == '{') {
                take();
                skipBasic();
                skipType(arrays + 1, structs + 1);
                expect('}');
            } else {
                skipType(arrays + 1, structs);
            }
        } else if (code == '(') {
            deeper(structs + 1);
            do {
                skipType(arrays, structs + 1);
            } while (peek() != ')');
            take();
        } else if (code != 'v' && BASIC.indexOf(code) < 0) {
            throw wrong();
        }
    }

    private void skipBasic() {
        if (BASIC.indexOf(take()) < 0) {
            throw wrong();
        }
    }

    private void deeper(int depth) {
        if (depth > DEEPEST) {
            throw wrong();
        }
    }

    private void expect(char code) {
        if (take() != code) {
            throw wrong();
        }
    }

    private char take() {
        char code = peek();
        next++;
        return code;
    }

    private char peek() {
        if (next >= text.length()) {
            throw wrong();
        }
        return text.charAt(next);
    }

    private IllegalArgumentException wrong() {
        return new IllegalArgumentException("'%s' is not a signature of D-Bus".formatted(text));
    }
}
