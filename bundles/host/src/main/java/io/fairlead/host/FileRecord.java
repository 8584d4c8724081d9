package io.fairlead.host;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What is known of one file of ours. Kept as flat lines, which a shell can read with no JVM.
 *
 * @param file the file
 * @param sha256 of the content that we wrote
 * @param previous of the content of ours that it replaced: what a power cut between record and file leaves
 * @param original of the content that we took the place of, and its mode
 */
record FileRecord(HostPath file, String sha256, Optional<String> previous, Optional<Original> original) {

    /**
     * Somebody's file that was adopted. Its bytes lie beside the record.
     *
     * @param sha256 of its content
     * @param mode its permission bits
     */
    record Original(String sha256, int mode) {
    }

    /** Where all that is known of files below this one's root lies. */
    static HostPath state(HostPath file) {
        return file.root() == HostPath.Root.RUN ? HostPath.OUR_RUN : HostPath.OUR_STATE;
    }

    /** The directory of all records below a root, given what we keep there. */
    static HostPath records(HostPath state) {
        return state.resolve("files");
    }

    /** Where the record of a file lies. */
    static HostPath place(HostPath file) {
        return records(state(file)).resolve(URLEncoder.encode(file.toString(), StandardCharsets.UTF_8));
    }

    /** The file that a record is of; empty for what is none, as the bytes beside it. */
    static Optional<HostPath> fileOf(HostPath record) {
        String name = URLDecoder.decode(record.name(), StandardCharsets.UTF_8);
        return HostPath.parse(name).filter(file -> place(file).equals(record));
    }

    /** Where the bytes of an adopted file lie. */
    static HostPath originalOf(HostPath file) {
        return place(file).parent().resolve(place(file).name() + ".original");
    }

    /** Where the bytes of our file lie that somebody had changed and that we took the place of again. */
    static HostPath changedOf(HostPath file) {
        return place(file).parent().resolve(place(file).name() + ".changed");
    }

    static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            // every Java platform has to have it (java.security.MessageDigest)
            throw new IllegalStateException(e);
        }
    }

    /** Whether content of this hash is ours. */
    boolean isOurs(String hash) {
        return hash.equals(sha256) || previous.filter(hash::equals).isPresent();
    }

    byte[] text() {
        StringBuilder text = new StringBuilder("file %s%nsha256 %s%n".formatted(file, sha256));
        previous.ifPresent(hash -> text.append("previous %s%n".formatted(hash)));
        original.ifPresent(kept -> text.append("original %s %o%n".formatted(kept.sha256(), kept.mode())));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what is no whole record. */
    static Optional<FileRecord> parse(HostPath file, String text) {
        Optional<String> sha256 = Optional.empty();
        Optional<String> previous = Optional.empty();
        Optional<Original> original = Optional.empty();
        for (String line : text.lines().toList()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("sha256") && words.length == 2) {
                sha256 = Optional.of(words[1]);
            } else if (words[0].equals("previous") && words.length == 2) {
                previous = Optional.of(words[1]);
            } else if (words[0].equals("original") && words.length == 3) {
                original = Optional.of(new Original(words[1], Integer.parseInt(words[2], 8)));
            }
        }
        Optional<String> replaced = previous;
        Optional<Original> kept = original;
        return sha256.map(hash -> new FileRecord(file, hash, replaced, kept));
    }
}
