package io.fairlead.shell.internal.host;

import io.fairlead.api.Printable;
import io.fairlead.shell.internal.view.Shown;
import java.util.stream.Collectors;

/**
 * A file's text, as it is but for what a terminal would act on.
 *
 * @param content its lines
 */
record TextScreen(String content) implements Shown {

    @Override
    public String text() {
        return content.stripTrailing().lines().map(Printable::of).collect(Collectors.joining("\n"));
    }

    @Override
    public Object json() {
        return content;
    }
}
