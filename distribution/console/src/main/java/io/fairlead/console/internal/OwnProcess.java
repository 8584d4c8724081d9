package io.fairlead.console.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The client of a command that runs in the client's own process. */
final class OwnProcess implements ClientSide {

    /** As proc(5) has it, each entry belongs to the process's user. */
    private static final Path SELF = Path.of("/proc/self");
    private static final long UNKNOWN = -1;

    /** Whether somebody sits at this process's terminal. */
    static boolean isAtTerminal() {
        // Null without a terminal, as a runtime without jdk.internal.le has it.
        return Optional.ofNullable(System.console()).filter(java.io.Console::isTerminal).isPresent();
    }

    @Override
    public String readFile(String path) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(readBytes(path, LARGEST_FILE)))
                    .toString();
        } catch (CharacterCodingException _) {
            throw unreadable(path, "it is no text in UTF-8");
        }
    }

    @Override
    public byte[] readBytes(String path, int atMost) {
        try (InputStream file = Files.newInputStream(Path.of(path))) {
            byte[] content = file.readNBytes(atMost + 1);
            if (content.length > atMost) {
                throw unreadable(path, "it is larger than " + atMost + " bytes");
            }
            return content;
        } catch (NoSuchFileException _) {
            throw unreadable(path, "there is no such file");
        } catch (AccessDeniedException _) {
            throw unreadable(path, "permission denied");
        } catch (IOException | InvalidPathException e) {
            throw unreadable(path, Printable.of(e.getMessage()));
        }
    }

    @Override
    public Map<String, String> environment() {
        return System.getenv().entrySet().stream().filter(variable -> ENVIRONMENT.contains(variable.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public long uid() {
        try {
            return Files.getAttribute(SELF, "unix:uid") instanceof Integer uid ? Integer.toUnsignedLong(uid) : UNKNOWN;
        } catch (IOException _) {
            return UNKNOWN;
        }
    }

    @Override
    public String user() {
        try {
            return Files.getOwner(SELF).getName();
        } catch (IOException _) {
            return System.getProperty("user.name");
        }
    }

    @Override
    public boolean terminal() {
        return isAtTerminal();
    }

    private static FairleadException unreadable(String path, String reason) {
        return new FairleadException(Kind.USAGE,
                "%s cannot be read: %s; give a readable file".formatted(Printable.quoted(path), reason));
    }
}
