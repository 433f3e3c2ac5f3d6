package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SendBufferTest {
    private static final int CAPACITY = 256;
    private static final byte[] MESSAGE = new byte[64];

    private final PacketPool pool = new PacketPool("send buffer", 2, 1024, 0);
    private final SendBuffer buffer = new SendBuffer(CAPACITY, new BufferPool<>(() -> new byte[CAPACITY]));

    @AfterEach
    void close() {
        assertEquals(0, pool.outstanding());
        pool.close();
    }

    @Test
    void shouldUseTheSamePlaceAgainWhenEachMessageIsAcknowledgedBeforeTheNext() {
        buffer.reset(Integer.MAX_VALUE - 100); // the numbers pass the largest int
        for (int i = 0; i < 100; i++) {
            int from = buffer.end();
            assertEquals(MESSAGE.length, buffer.write(MESSAGE, 0, MESSAGE.length));
            assertEquals(0, buffer.place(from));
            buffer.release(buffer.end());
        }
    }

    @Test
    void shouldNotMoveBytesThatAreNotAcknowledged() {
        buffer.reset(7);
        buffer.write(MESSAGE, 0, MESSAGE.length);
        int kept = buffer.end() - 1;
        int place = buffer.place(kept);
        buffer.release(kept);
        buffer.write(MESSAGE, 0, MESSAGE.length);
        assertEquals(place, buffer.place(kept));
    }

    /** Compares with the whole stream, while numbers wrap and the peer acknowledges anything. */
    @Test
    void shouldKeepEveryByteWhenWritesAndAcknowledgmentsHaveAnyLength() {
        var random = new Random(22);
        byte[] stream = new byte[100_000];
        random.nextBytes(stream);
        int first = -50_000;
        buffer.reset(first);
        int written = 0;
        int acknowledged = 0;
        while (written < stream.length) {
            written += buffer.write(stream, written, Math.min(random.nextInt(100), stream.length - written));
            int offset = acknowledged + random.nextInt(written - acknowledged + 1);
            assertCopied(first, offset, random.nextInt(written - offset + 1), stream);
            acknowledged += random.nextInt(3) == 0
                    ? written - acknowledged
                    : random.nextInt(written - acknowledged + 1);
            buffer.release(first + acknowledged);
            assertEquals(written - acknowledged, buffer.bytes());
        }
    }

    private void assertCopied(int first, int offset, int length, byte[] stream) {
        Packet packet = pool.allocate();
        packet.resize(CAPACITY);
        buffer.copy(first + offset, length, packet, 0);
        byte[] copied = new byte[length];
        packet.get(0, copied, 0, length);
        packet.release();
        assertArrayEquals(java.util.Arrays.copyOfRange(stream, offset, offset + length), copied);
    }

    @Test
    void shouldRefuseBytesThatAreNotThere() {
        buffer.reset(0);
        buffer.write(MESSAGE, 0, MESSAGE.length);
        buffer.release(10);
        Packet packet = pool.allocate();
        packet.resize(CAPACITY);
        assertThrows(IllegalStateException.class, () -> buffer.copy(9, 2, packet, 0));
        assertThrows(IllegalStateException.class, () -> buffer.copy(60, 5, packet, 0));
        packet.release();
    }
}
