package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * After warm-up no segment costs an object: in order, with loss, and with reordering; bytes of this thread, by the
 * JVM's own count.
 */
class TcpAllocationTest {
    private static final int SEGMENTS = 100_000;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void shouldAllocateNothingInOrder() {
        measure(0, 0);
    }

    @Test
    void shouldAllocateNothingUnderLoss() {
        measure(37, 0);
    }

    @Test
    void shouldAllocateNothingUnderReordering() {
        measure(0, 11);
    }

    @Test
    void shouldAllocateNothingUnderLossAndReordering() {
        measure(41, 7);
    }

    /** Whether every step locks its connection. */
    boolean severalWorkers() {
        return false;
    }

    private void measure(int dropEvery, int swapEvery) {
        try (PacketPool pool = new PacketPool("allocation", 2048, 2048, 0)) {
            Pair pair = new Pair(pool, dropEvery, swapEvery, severalWorkers());
            long bytes = Long.MAX_VALUE;
            for (int round = 0; round < 20 && bytes > SEGMENTS / 100; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                pair.run(SEGMENTS);
                bytes = threads.getCurrentThreadAllocatedBytes() - before;
            }
            assertTrue(bytes <= SEGMENTS / 100, "allocated: bytes=" + bytes + ", segments=" + SEGMENTS);
            assertTrue(dropEvery == 0 || pair.statistics.get(TcpCounter.RETRANSMISSIONS) > SEGMENTS / 200);
            assertTrue(swapEvery == 0 || pair.statistics.get(TcpCounter.OUT_OF_ORDER_SEGMENTS) > SEGMENTS / 200);
            pair.close();
        }
    }

    /** Two hosts whose link is an array; the client writes without end, the server reads without end. */
    private static final class Pair {
        private static final int SLOTS = 1024;
        private static final long STEP_NS = 10_000;
        private final TcpStatistics statistics = new TcpStatistics();
        private final TcpWire wire;
        private final TcpHost client;
        private final TcpHost server;
        private final Packet[] flying = new Packet[SLOTS];
        private final boolean[] toServer = new boolean[SLOTS];
        private final int dropEvery;
        private final int swapEvery;
        private final byte[] buffer = new byte[16_384];
        private final TcpEndpoints endpoints = new TcpEndpoints();
        private final TcpSegment segment = new TcpSegment();
        private final TcpConnection from;
        private TcpConnection to;
        private final TcpListener listener;
        private int head;
        private int count;
        private int number;
        private long nowNs;

        Pair(PacketPool pool, int dropEvery, int swapEvery, boolean severalWorkers) {
            this.dropEvery = dropEvery;
            this.swapEvery = swapEvery;
            wire = new TcpWire(pool, statistics);
            TcpSettings settings = TcpSettings.defaults();
            client = new TcpHost(settings, (e, s) -> send(e, s, true), new IsnGenerator(1, 2), statistics, 4, 1,
                    severalWorkers);
            server = new TcpHost(settings, (e, s) -> send(e, s, false), new IsnGenerator(3, 4), statistics, 4, 1,
                    severalWorkers);
            listener = server.listen(0, 0, 80, 4, false);
            from = client.connect(new TcpEndpoints().setIpv4(0x0a000001, 0, 0x0a000002, 80), TcpEvents.NONE, 0);
        }

        private boolean send(TcpEndpoints e, TcpSegment s, boolean up) {
            number++;
            if (dropEvery > 0 && s.payloadBytes > 0 && number % dropEvery == 0) {
                return true;
            }
            Packet packet = count == SLOTS ? null : wire.encode(e, s);
            if (packet == null) {
                return false;
            }
            int at = (head + count++) % SLOTS;
            flying[at] = packet;
            toServer[at] = up;
            if (swapEvery > 0 && number % swapEvery == 0 && count > 3) {
                swap(at, (head + count - 4) % SLOTS);
            }
            return true;
        }

        private void swap(int a, int b) {
            Packet packet = flying[a];
            boolean up = toServer[a];
            flying[a] = flying[b];
            toServer[a] = toServer[b];
            flying[b] = packet;
            toServer[b] = up;
        }

        void run(int segments) {
            int end = number + segments;
            while (number < end) {
                nowNs += STEP_NS;
                from.enter();
                if (from.state().acceptsWrites() && from.writableBytes() >= buffer.length) {
                    from.write(buffer, 0, buffer.length, nowNs);
                }
                from.exit();
                if (to == null) {
                    to = listener.accept();
                } else {
                    to.enter();
                    if (to.readableBytes() > 0) {
                        to.read(buffer, 0, buffer.length, nowNs);
                    }
                    to.exit();
                }
                deliver();
                client.expire(nowNs);
                server.expire(nowNs);
            }
        }

        private void deliver() {
            if (count == 0) {
                return;
            }
            Packet packet = flying[head];
            boolean up = toServer[head];
            flying[head] = null;
            head = (head + 1) % SLOTS;
            count--;
            if (!wire.decode(packet, endpoints, segment)
                    || !(up ? server : client).receive(endpoints, segment, nowNs)) {
                packet.release();
            }
        }

        void close() {
            while (count > 0) {
                deliver();
            }
            for (TcpConnection each : new TcpConnection[]{from, to}) {
                each.enter();
                each.abort(nowNs);
                each.release(nowNs);
                each.exit();
            }
            while (count > 0) {
                deliver();
            }
            assertTrue(wire.pool.outstanding() == 0, "frames are left: " + wire.pool.outstanding());
        }
    }
}
