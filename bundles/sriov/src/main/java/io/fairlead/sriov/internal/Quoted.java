package io.fairlead.sriov.internal;

/** Somebody else's text made fit for a message: in quotes, short, and with nothing that a terminal would act on. */
final class Quoted {

    private static final int LONGEST = 60;

    private Quoted() {
    }

    static String of(String text) {
        StringBuilder safe = new StringBuilder("'");
        text.codePoints().limit(LONGEST).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append("\\u%04x".formatted(c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST) {
            safe.append('…');
        }
        return safe.append('\'').toString();
    }
}
