package io.fairlead.launcher;

import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Unreadable;
import io.fairlead.control.wire.Message;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What the daemon asks a client for. To be used by one thread. */
final class Answers {

    private final InputStream input = new FileInputStream(FileDescriptor.in);
    private InputStream file = InputStream.nullInputStream();

    /** The next piece of standard input, as soon as there is one; a closed one is at its end. */
    FromClient input() {
        byte[] bytes = new byte[Message.LONGEST_PIECE];
        try {
            return new Piece(ByteBuffer.wrap(bytes, 0, Math.max(0, input.read(bytes))));
        } catch (IOException _) {
            return new Piece(ByteBuffer.allocate(0));
        }
    }

    /** The first piece of a file, by this process's rights and from its working directory. */
    FromClient file(String path) {
        try {
            file.close();
            file = Files.newInputStream(Path.of(path));
            return more();
        } catch (NoSuchFileException _) {
            return new Unreadable("there is no such file");
        } catch (AccessDeniedException _) {
            return new Unreadable("permission denied");
        } catch (IOException | InvalidPathException e) {
            return new Unreadable(e.getMessage());
        }
    }

    /** The next piece of that file. */
    FromClient more() {
        try {
            return new Piece(ByteBuffer.wrap(file.readNBytes(Message.LONGEST_PIECE)));
        } catch (IOException e) {
            return new Unreadable(e.getMessage());
        }
    }
}
