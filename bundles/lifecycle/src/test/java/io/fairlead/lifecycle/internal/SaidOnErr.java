package io.fairlead.lifecycle.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** What is logged, which the tests' provider writes to the error stream. */
final class SaidOnErr {

    private SaidOnErr() {
    }

    static String by(Runnable action) {
        PrintStream real = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(real);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
