package io.fairlead.shell.internal.host;

import io.fairlead.shell.internal.words.JsonWords;
import picocli.CommandLine.Parameters;

/** The words of a command on a document. */
abstract class FileWords extends JsonWords {

    @Parameters(index = "0", arity = "0..1", paramLabel = "FILE", defaultValue = Invocation.DEFAULT_FILE, description = "The document, or - for standard input; ${DEFAULT-VALUE} if not given.")
    String file;
}
