package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.ShortGuard;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The queues, the scoreboard and the table against models that cannot be wrong: sets of bytes and maps. */
class QueueModelsTest {
    private static final int BYTES = 400;

    @Test
    @Shows("BUG-44")
    void shouldHoldExactlyTheBytesThatWereInserted() {
        SplittableRandom random = new SplittableRandom(3);
        try (PacketPool pool = new PacketPool("gaps", 64, 2048, 0)) {
            for (int run = 0; run < 2_000; run++) {
                int base = random.nextInt();
                int places = 1 + random.nextInt(16);
                HeldFrames held = new HeldFrames(new ShortGuard(false));
                OutOfOrderQueue gaps = new OutOfOrderQueue(places,
                        new BufferPool<>(() -> new OutOfOrderQueue.RangeSlots(places)), held);
                BitSet expected = new BitSet();
                for (int i = 0; i < 40; i++) {
                    int start = random.nextInt(BYTES);
                    int end = start + 1 + random.nextInt(40);
                    assertEquals(expected.nextClearBit(start) >= end, gaps.covers(base + start, base + end));
                    if (gaps.covers(base + start, base + end)) {
                        continue;
                    }
                    Packet packet = pool.allocate();
                    packet.resize(100 + end - start);
                    for (int at = start; at < end; at++) {
                        packet.set8(100 + at - start, at * 7);
                    }
                    if (gaps.insert(base + start, base + end, packet, 100)) {
                        expected.set(start, end);
                    } else {
                        packet.release();
                    }
                }
                checkBlocks(gaps, base, expected);
                assertEquals(gaps.count(), held.held());
                drain(gaps, base, expected);
                assertEquals(0, held.held());
            }
            assertEquals(0, pool.outstanding());
        }
    }

    private static void checkBlocks(OutOfOrderQueue gaps, int base, BitSet expected) {
        TcpSegment segment = new TcpSegment();
        gaps.report(segment);
        for (int i = 0; i < segment.sackBlocks; i++) {
            int low = segment.sackStart[i] - base;
            int high = segment.sackEnd[i] - base;
            assertTrue(low < high && expected.get(low) && expected.nextClearBit(low) == high,
                    "block " + low + ":" + high);
            assertTrue(low == 0 || !expected.get(low - 1), "block begins in the middle: " + low);
        }
    }

    private static void drain(OutOfOrderQueue gaps, int base, BitSet expected) {
        BitSet found = new BitSet();
        while (!gaps.isEmpty()) {
            int start = gaps.firstStart();
            int end = gaps.firstEnd();
            int offset = gaps.firstOffset();
            Packet first = gaps.takeFirst();
            for (int at = start; at != end; at++) {
                int position = at - base;
                assertTrue(!found.get(position));
                found.set(position);
                assertEquals(position * 7 & 0xff, first.get8(offset + at - start));
            }
            first.release();
        }
        assertEquals(expected, found);
    }

    @Test
    @Shows({"BUG-8", "RFC6675-PIPE"})
    void shouldKeepTheSumsOfTheScoreboardExact() {
        SplittableRandom random = new SplittableRandom(4);
        SentSegments.Delivery nobody = (start, end, ns, repeated, cumulative) -> {
        };
        for (int run = 0; run < 2_000; run++) {
            SentSegments board = new SentSegments(16 + random.nextInt(32));
            int una = random.nextInt();
            int nxt = una;
            for (int i = 0; i < 100; i++) {
                switch (random.nextInt(7)) {
                    case 0, 1 -> {
                        if (!board.isFull()) {
                            int end = nxt + 1 + random.nextInt(50);
                            board.append(nxt, end, i);
                            nxt = end;
                        }
                    }
                    case 2 -> {
                        una += nxt == una ? 0 : random.nextInt(nxt - una + 1);
                        board.acknowledge(una, nobody);
                    }
                    case 3 -> {
                        if (nxt != una) {
                            int from = una + random.nextInt(nxt - una);
                            board.sack(from, from + 1 + random.nextInt(nxt - from), nobody);
                        }
                    }
                    case 4 -> {
                        int slot = any(board, random);
                        if (slot != SentSegments.NONE) {
                            board.markLost(slot);
                        }
                    }
                    case 5 -> {
                        int slot = board.firstWaiting();
                        if (slot != SentSegments.NONE) {
                            board.repeat(slot, i);
                        }
                    }
                    default -> {
                        if (random.nextInt(10) == 0) {
                            board.markAllLost();
                        } else if (random.nextInt(10) == 0) {
                            board.unmarkLost();
                        }
                    }
                }
                check(board, una, nxt);
            }
        }
    }

    private static int any(SentSegments board, SplittableRandom random) {
        int slot = board.first();
        for (int i = random.nextInt(5); i > 0 && slot != SentSegments.NONE; i--) {
            slot = board.next(slot);
        }
        return slot;
    }

    private static void check(SentSegments board, int una, int nxt) {
        int at = una;
        int sacked = 0;
        int lost = 0;
        int count = 0;
        for (int slot = board.first(); slot != SentSegments.NONE; slot = board.next(slot), count++) {
            assertEquals(at, board.start(slot));
            at = board.end(slot);
            int bytes = board.end(slot) - board.start(slot);
            assertTrue(bytes > 0);
            sacked += board.isSacked(slot) ? bytes : 0;
            lost += board.isLost(slot) ? bytes : 0;
            assertTrue(!board.isSacked(slot) || !board.isLost(slot));
        }
        assertEquals(nxt, at);
        assertEquals(count, board.count());
        assertEquals(nxt - una, board.outstandingBytes());
        assertEquals(sacked, board.sackedBytes());
        assertEquals(lost, board.lostBytes());
        assertTrue(board.pipeBytes() >= 0);
        long before = Long.MIN_VALUE;
        int inTime = 0;
        for (int slot = board.oldest(); slot != SentSegments.NONE; slot = board.later(slot), inTime++) {
            assertTrue(board.sentNs(slot) >= before);
            before = board.sentNs(slot);
        }
        assertEquals(count, inTime);
    }

    @Test
    void shouldFindWhatIsInTheTableAndNothingElse() {
        SplittableRandom random = new SplittableRandom(5);
        TcpHost host = new TcpHost(
                TcpSettings.defaults().edit().sentSegments(16).receiveFrames(16).outOfOrderRanges(4).done(),
                (endpoints, segment) -> true, new IsnGenerator(1, 2), new TcpStatistics(), 64, 1);
        ConnectionTable table = new ConnectionTable(64, 42);
        Map<Integer, TcpConnection> model = new HashMap<>();
        TcpEndpoints lookup = new TcpEndpoints();
        for (int i = 0; i < 100_000; i++) {
            int port = 1 + random.nextInt(200);
            lookup.setIpv4(1, 80, 2, port);
            assertEquals(model.get(port), table.find(lookup));
            if (model.containsKey(port)) {
                table.remove(model.remove(port));
            } else if (model.size() < 64) {
                TcpConnection connection = new TcpConnection(host);
                connection.endpoints.set(lookup);
                table.add(connection);
                model.put(port, connection);
            }
            assertEquals(model.size(), table.count());
        }
    }

    @Test
    @Shows("BOUND-SEND")
    void shouldKeepTheBytesOfTheSendBuffer() {
        SplittableRandom random = new SplittableRandom(6);
        try (PacketPool pool = new PacketPool("send", 2, 8192, 0)) {
            Packet packet = pool.allocate();
            packet.resize(4096);
            for (int run = 0; run < 200; run++) {
                SendBuffer buffer = new SendBuffer(4096, new BufferPool<>(() -> new byte[4096]));
                int start = random.nextInt();
                buffer.reset(start);
                int una = start;
                int end = start;
                byte[] data = new byte[5000];
                for (int i = 0; i < 200; i++) {
                    int length = random.nextInt(5000);
                    for (int j = 0; j < length; j++) {
                        data[j] = (byte) (end + j);
                    }
                    int taken = buffer.write(data, 0, length);
                    assertEquals(Math.min(length, 4096 - (end - una)), taken);
                    end += taken;
                    int from = una + random.nextInt(end - una + 1);
                    buffer.copy(from, end - from, packet, 0);
                    for (int at = from; at != end; at++) {
                        assertEquals(at & 0xff, packet.get8(at - from));
                    }
                    una += random.nextInt(end - una + 1);
                    buffer.release(una);
                }
            }
            packet.release();
        }
    }
}
