package io.creel.servers.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of the protocol, and that its work may be cut anywhere. */
class WorkProtocolTest {
    private static byte[] written(ByteBuffer buffer) {
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    @Test
    void shouldWriteTheseBytes() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        WorkProtocol.putRequest(buffer, WorkProtocol.LONG, 0x01020304, 0x1122334455667788L, 2);
        assertArrayEquals(HexFormat.of().parseHex("00000012" + "01000000" + "01020304" + "1122334455667788" + "0000"),
                written(buffer));
        buffer.clear();
        WorkProtocol.putAnswer(buffer, WorkProtocol.SHORT, 3, 7, WorkProtocol.work(7, 3));
        assertArrayEquals(HexFormat.of().parseHex("00000018" + "00000000" + "00000003" + "0000000000000007"
                + HexFormat.of().toHexDigits(WorkProtocol.work(7, 3))), written(buffer));
    }

    /** The first two outputs of splitmix64 with the seed 0, from its reference code. */
    @Test
    void shouldDoTheRoundsOfSplitMix() {
        assertEquals(0xe220a8397b1dcdafL, WorkProtocol.work(0, 1));
        assertEquals(0x6e789e6aa1b965f4L, WorkProtocol.work(0x9e3779b97f4a7c15L, 1));
        assertEquals(5, WorkProtocol.work(5, 0));
    }

    @Test
    void shouldGiveTheSameResultHoweverTheWorkIsCut() {
        for (int cut = 0; cut <= 100; cut++) {
            long state = WorkProtocol.advance(42, cut);
            assertEquals(WorkProtocol.work(42, 100), WorkProtocol.advance(state, 100 - cut));
        }
    }

    @Test
    void shouldMeasureWholeMessagesOnly() {
        ByteBuffer buffer = ByteBuffer.allocate(64);
        WorkProtocol.putRequest(buffer, WorkProtocol.SHORT, 1, 2, 5);
        int whole = buffer.position();
        for (int limit = 0; limit < whole; limit++) {
            assertEquals(0, WorkProtocol.measure(buffer.limit(limit), 0));
        }
        assertEquals(whole, WorkProtocol.measure(buffer.limit(whole), 0));
        assertEquals(whole, WorkProtocol.measure(buffer.limit(64), 0));
        buffer.putInt(0, -1);
        assertEquals(-1, WorkProtocol.measure(buffer, 0));
        buffer.putInt(0, 61);
        assertEquals(-1, WorkProtocol.measure(buffer, 0));
        buffer.putInt(0, 60);
        assertEquals(64, WorkProtocol.measure(buffer, 0));
    }

    @Test
    void shouldKnowRequestsThatAreMalformed() {
        assertTrue(WorkProtocol.isRequest(16, 0, 10, 10));
        assertTrue(WorkProtocol.isRequest(99, 1 << 24, 0, 10));
        assertFalse(WorkProtocol.isRequest(15, 0, 0, 10), "short");
        assertFalse(WorkProtocol.isRequest(16, 2 << 24, 0, 10), "class");
        assertFalse(WorkProtocol.isRequest(16, 0xff << 24, 0, 10), "class");
        assertFalse(WorkProtocol.isRequest(16, 1, 0, 10), "not zero");
        assertFalse(WorkProtocol.isRequest(16, 0, 11, 10), "rounds");
        assertFalse(WorkProtocol.isRequest(16, 0, -1, 10), "rounds");
    }
}
