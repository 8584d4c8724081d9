package io.fairlead.control.internal;

import io.fairlead.api.ClientSide;
import io.fairlead.api.FairleadException;
import io.fairlead.api.FairleadException.Kind;
import io.fairlead.api.Printable;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Unreadable;
import io.fairlead.control.wire.Message.WantFile;
import io.fairlead.control.wire.Message.WantMore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/** The client at the other end of a connection. */
final class RemoteClient implements ClientSide {

    private final Conversation conversation;
    private final Peer peer;
    private final Map<String, String> environment;
    private final boolean terminal;

    RemoteClient(Conversation conversation, Peer peer, Request request) {
        this.conversation = conversation;
        this.peer = peer;
        this.environment = request.environment().entrySet().stream()
                .filter(variable -> ENVIRONMENT.contains(variable.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        this.terminal = request.terminal();
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
        try {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            for (Piece piece = ask(path, new WantFile(path)); !piece.isEnd(); piece = ask(path, new WantMore())) {
                content.writeBytes(piece.bytes().array());
                if (content.size() > atMost) {
                    throw unreadable(path, "it is larger than " + atMost + " bytes");
                }
            }
            return content.toByteArray();
        } catch (IOException e) {
            throw new FairleadException(Kind.HOST_FAILED,
                    "%s was not read to its end: %s".formatted(Printable.quoted(path), e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public Map<String, String> environment() {
        return environment;
    }

    @Override
    public long uid() {
        return peer.uid();
    }

    @Override
    public String user() {
        return peer.user();
    }

    @Override
    public boolean terminal() {
        return terminal;
    }

    private Piece ask(String path, FromDaemon question) throws IOException, InterruptedException {
        return switch (conversation.ask(question)) {
            case Piece piece -> piece;
            case Unreadable(String reason) -> throw unreadable(path, Printable.of(reason));
            default -> throw new IOException("the client is gone");
        };
    }

    private static FairleadException unreadable(String path, String reason) {
        return new FairleadException(Kind.USAGE,
                "%s cannot be read: %s; give a readable file".formatted(Printable.quoted(path), reason));
    }
}
