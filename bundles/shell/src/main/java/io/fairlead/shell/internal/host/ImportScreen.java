package io.fairlead.shell.internal.host;

import io.fairlead.api.lifecycle.DocumentImport.Imported;
import io.fairlead.shell.internal.view.Shown;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was read from somebody else's file: the document alone, so that it can be written to a file.
 *
 * @param imported as the service tells it
 */
record ImportScreen(Imported imported) implements Shown {

    @Override
    public String text() {
        return new TextScreen(imported.document().text()).text();
    }

    @Override
    public Object json() {
        Map<String, Object> shape = new LinkedHashMap<>();
        shape.put("format", imported.format());
        shape.put("document", imported.document().text());
        shape.put("leftOut", imported.leftOut());
        return shape;
    }
}
