package io.fairlead.dbus.internal;

import java.util.regex.Pattern;

/**
 * The forms of D-Bus names (D-Bus specification, "Valid Names"). They are checked before anything is sent: the bus ends
 * the connection of who sends a wrong one, and a quote in a match rule would be a rule of somebody else's making.
 */
final class Names {

    private static final int LONGEST = 255;
    private static final Pattern BUS = Pattern.compile(
            ":[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+|[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+");
    private static final Pattern INTERFACE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)+");
    private static final Pattern MEMBER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9_]+)+");

    private Names() {
    }

    static void requireBusName(String name) {
        require(BUS, name, LONGEST, "a bus name");
    }

    static void requireInterface(String name) {
        require(INTERFACE, name, LONGEST, "an interface");
    }

    static void requireMember(String name) {
        require(MEMBER, name, LONGEST, "a method or signal");
    }

    static void requirePath(String path) {
        require(PATH, path, Integer.MAX_VALUE, "an object path");
    }

    private static void require(Pattern form, String text, int longest, String what) {
        if (text.length() > longest || !form.matcher(text).matches()) {
            throw new IllegalArgumentException("'%s' is not %s of D-Bus".formatted(text, what));
        }
    }
}
