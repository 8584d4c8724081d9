package io.fairlead.lifecycle.internal.imports;

import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.lifecycle.Document;
import io.fairlead.lifecycle.internal.document.Tree;
import io.fairlead.lifecycle.internal.document.TreeReader;
import java.util.List;

/** Somebody else's file, as YAML and as sections with keys. */
final class Source {

    private final Document file;
    private final TreeReader.Parsed yaml;
    private final List<IniText.Line> lines;

    Source(Document file) {
        if (file.text().length() > TreeReader.MOST_CHARACTERS) {
            throw new FairleadException(Kind.USAGE,
                    "%s has %d characters, and at most %d are read".formatted(file.name(),
                            file.text().length(), TreeReader.MOST_CHARACTERS));
        }
        this.file = file;
        this.yaml = TreeReader.read(file.text());
        this.lines = IniText.lines(file.text());
    }

    /** The file's name, without its directory. */
    String name() {
        return file.name().substring(file.name().lastIndexOf('/') + 1);
    }

    TreeReader.Parsed yaml() {
        return yaml;
    }

    /** The documents that are mappings. */
    List<Tree.Entries> mappings() {
        return yaml.documents().stream().filter(Tree.Entries.class::isInstance).map(Tree.Entries.class::cast).toList();
    }

    List<IniText.Line> lines() {
        return lines;
    }

    /** Whether there is a section of this name. */
    boolean hasSection(String name) {
        return lines.stream().anyMatch(line -> line.section().equals(name));
    }
}
