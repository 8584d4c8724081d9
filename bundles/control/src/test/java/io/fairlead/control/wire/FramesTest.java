package io.fairlead.control.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.control.wire.Message.Accepted;
import io.fairlead.control.wire.Message.Ended;
import io.fairlead.control.wire.Message.FromClient;
import io.fairlead.control.wire.Message.FromDaemon;
import io.fairlead.control.wire.Message.Interrupt;
import io.fairlead.control.wire.Message.Output;
import io.fairlead.control.wire.Message.Piece;
import io.fairlead.control.wire.Message.Refused;
import io.fairlead.control.wire.Message.Request;
import io.fairlead.control.wire.Message.Stream;
import io.fairlead.control.wire.Message.Unreadable;
import io.fairlead.control.wire.Message.WantFile;
import io.fairlead.control.wire.Message.WantInput;
import io.fairlead.control.wire.Message.WantMore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said arrives as it was said, and what makes no sense is told apart from what does. */
class FramesTest {

    private static final Request REQUEST = new Request(Message.VERSION, List.of("echo", "", "é\0"),
            Map.of("LANG", "C"), true);

    static List<Message> everything() {
        return List.of(REQUEST, new Piece(bytes("one")), new Piece(bytes("")), new Unreadable("why"), new Interrupt(),
                new Accepted(1L << 40), new Refused("why"), new Output(Stream.OUT, bytes("one")),
                new Output(Stream.ERR, bytes("")), new WantInput(), new WantFile("/a b"), new WantMore(),
                new Ended(-1));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void arrives_as_it_was_said_and_only_from_who_says_it(Message message) throws IOException {
        byte[] said = said(message);

        if (message instanceof FromClient fromClient) {
            assertThat(heard(said).readFromClient()).contains(fromClient);
            assertThatThrownBy(() -> heard(said).readFromDaemon()).isInstanceOf(MalformedException.class);
        } else if (message instanceof FromDaemon fromDaemon) {
            assertThat(heard(said).readFromDaemon()).contains(fromDaemon);
            assertThatThrownBy(() -> heard(said).readFromClient()).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("everything")
    void a_message_that_is_cut_short_is_none(Message message) throws IOException {
        byte[] said = said(message);

        for (int length = 1; length < said.length; length++) {
            Frames cut = heard(Arrays.copyOf(said, length));
            assertThatThrownBy(cut::readFromClient).as("%d of %d bytes", length, said.length)
                    .isInstanceOf(MalformedException.class).hasMessage("the connection ended within a message");
        }
        assertThat(heard(new byte[0]).readFromClient()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"00000000 | a message has 1 to 262144 bytes, not 0",
            "00040001 | a message has 1 to 262144 bytes, not 262145",
            "ffffffff | a message has 1 to 262144 bytes, not 4294967295", "0000000105 | there is no message 5",
            "000000020400 | a message has 1 bytes too many", "0000000101 | a message lacks its end",
            "000000050300000001 | a message lacks its end", "0000000503ffffffff | a message lacks its end",
            "00000009010000000100000003 | a message lacks its end",
            "000000050100000002 | the client speaks version 2 and the daemon version 1: restart the older of them"})
    void what_makes_no_sense_is_refused_with_the_reason(String hex, String reason) {
        assertThatThrownBy(() -> heard(HexFormat.of().parseHex(hex)).readFromClient())
                .isInstanceOf(MalformedException.class).hasMessage(reason);
    }

    @Test
    void a_piece_that_is_too_long_is_refused_and_a_message_that_is_is_not_said() throws IOException {
        byte[] piece = said(new Piece(ByteBuffer.allocate(Message.LONGEST_PIECE + 1)));
        assertThatThrownBy(() -> heard(piece).readFromClient()).isInstanceOf(MalformedException.class)
                .hasMessageContaining("at most 32768 bytes");

        ByteArrayOutputStream nothing = new ByteArrayOutputStream();
        Frames frames = new Frames(InputStream.nullInputStream(), nothing);
        assertThatThrownBy(() -> frames.write(new Refused("x".repeat(Frames.LONGEST))))
                .isInstanceOf(MalformedException.class).hasMessageContaining("more than the 262144");
        assertThat(nothing.size()).isZero();
    }

    @Test
    void random_bytes_are_understood_or_refused_and_nothing_else_happens() throws IOException {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = new byte[random.nextInt(1, 40)];
            random.nextBytes(frame);
            frame[0] = (byte) random.nextInt(1, 24);
            byte[] said = ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(frame.length).put(frame).array();
            try {
                heard(said).readFromClient();
            } catch (MalformedException e) {
                assertThat(e).hasMessageNotContaining("null");
            }
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] said(Message message) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Frames(InputStream.nullInputStream(), bytes).write(message);
        return bytes.toByteArray();
    }

    private static Frames heard(byte[] bytes) {
        return new Frames(new ByteArrayInputStream(bytes), OutputStream.nullOutputStream());
    }
}
