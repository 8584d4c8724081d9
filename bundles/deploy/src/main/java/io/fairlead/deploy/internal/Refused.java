package io.fairlead.deploy.internal;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;

/** Why something is not taken in. */
final class Refused {

    private Refused() {
    }

    /** A refusal in one sentence. */
    static FairleadException because(String sentence) {
        return new FairleadException(Kind.NOT_CAPABLE, sentence);
    }
}
