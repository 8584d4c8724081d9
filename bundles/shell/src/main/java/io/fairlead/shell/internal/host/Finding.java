package io.fairlead.shell.internal.host;

/**
 * What a check of the host found.
 *
 * @param verdict how it is
 * @param subject what was looked at, in a word or two
 * @param text what was found, and what to do
 */
record Finding(Verdict verdict, String subject, String text) {

    /** From bad to good. */
    enum Verdict {
        /** Something is to be done. */
        WRONG("wrong"),
        /** It could not be found out. */
        UNKNOWN("cannot tell"),
        /** It is not needed, but may be wished for. */
        NOTE("note"),
        /** It is as it should be. */
        WELL("well");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    static Finding wrong(String subject, String text) {
        return new Finding(Verdict.WRONG, subject, text);
    }

    static Finding unknown(String subject, String text) {
        return new Finding(Verdict.UNKNOWN, subject, text);
    }

    static Finding well(String subject, String text) {
        return new Finding(Verdict.WELL, subject, text);
    }
}
