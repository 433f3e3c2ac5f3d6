package io.creel.cli.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** One thread of a foreign tool, which knows the protocol by its text alone. */
final class BridgeTool implements AutoCloseable {
    /** An answer. */
    record Reply(long result, int errno, List<String> words, byte[] bytes) {
        long number(int index) {
            return Long.parseLong(words.get(index));
        }

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        /** Of an option or an ioctl. */
        int integer() {
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        }
    }

    private final SocketChannel channel;

    BridgeTool(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    /** Makes a call without bytes, and awaits the answer. */
    Reply call(String line) throws IOException {
        send(line);
        return receive();
    }

    Reply call(String line, byte[] bytes) throws IOException {
        send(line, bytes);
        return receive();
    }

    /** Makes a call that has to succeed, and returns its result. */
    long ok(String line) throws IOException {
        return ok(line, new byte[0]);
    }

    long ok(String line, byte[] bytes) throws IOException {
        Reply reply = call(line, bytes);
        assertEquals(0, reply.errno(), () -> line + ": " + reply.text());
        return reply.result();
    }

    /** Makes a call that has to fail with this error. */
    void fails(int errno, String line) throws IOException {
        fails(errno, line, new byte[0]);
    }

    void fails(int errno, String line, byte[] bytes) throws IOException {
        Reply reply = call(line, bytes);
        assertEquals(List.of(-1L, (long) errno), List.of(reply.result(), (long) reply.errno()), line);
    }

    void option(long socket, int level, int name, int value) throws IOException {
        ok("setsockopt " + socket + " " + level + " " + name + " 4", integer(value));
    }

    static byte[] integer(int value) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }

    void send(String line) throws IOException {
        send(line, new byte[0]);
    }

    void send(String line, byte[] bytes) throws IOException {
        byte[] words = (line + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = ByteBuffer.allocate(4 + words.length + bytes.length).order(ByteOrder.LITTLE_ENDIAN)
                .putInt(words.length + bytes.length).put(words).put(bytes).flip();
        raw(record);
    }

    void raw(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    Reply receive() throws IOException {
        byte[] record = new byte[read(4).order(ByteOrder.LITTLE_ENDIAN).getInt()];
        read(record.length).get(record);
        int end = 0;
        while (record[end] != '\n') {
            end++;
        }
        String[] words = new String(record, 0, end, StandardCharsets.US_ASCII).split(" ");
        return new Reply(Long.parseLong(words[0]), Integer.parseInt(words[1]),
                List.of(Arrays.copyOfRange(words, 2, words.length)),
                Arrays.copyOfRange(record, end + 1, record.length));
    }

    private ByteBuffer read(int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new EOFException("the bridge has closed the connection");
            }
        }
        return bytes.flip();
    }

    long timeUs() throws IOException {
        return call("time").number(0);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
