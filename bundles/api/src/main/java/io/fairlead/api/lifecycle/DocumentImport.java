package io.fairlead.api.lifecycle;

import io.fairlead.api.FairleadException;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/** Reads what other programs were told of a host, and says it as a document. Nothing of the host is read or written. */
@ProviderType
public interface DocumentImport {

    /** The formats that can be read: {@code netplan}, {@code nmstate}, {@code systemd.link}, … */
    List<String> formats();

    /**
     * Reads one file.
     *
     * @param foreign the file
     * @param format one of {@link #formats}; empty to tell it by the content
     * @throws FairleadException {@code USAGE} for a format that is not known, or a content that is none
     */
    Imported read(Document foreign, Optional<String> format);

    /**
     * What was read.
     *
     * @param format what it was taken for
     * @param document what could be carried over
     * @param leftOut what could not, one sentence each, with its place in the file
     */
    record Imported(String format, Document document, List<String> leftOut) {
    }
}
