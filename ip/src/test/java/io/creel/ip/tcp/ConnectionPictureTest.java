package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/**
 * Draws one connection into {@code target/reports/tcp-connection.html}. Virtual time, so the page is the same at every
 * run.
 */
class ConnectionPictureTest {
    private static final long MS = 1_000_000;
    private static final long ONE_WAY_NS = 10 * MS;
    private static final int BYTES = 400_000;

    private record Flight(long timeNs, boolean up, Packet packet) {
    }

    private final ConnectionPicture picture = new ConnectionPicture(BYTES);
    private final ArrayDeque<Flight> flying = new ArrayDeque<>();
    private final TcpStatistics statistics = new TcpStatistics();
    private int iss;
    private int highest;
    private int dataSegments;
    private int dropped;
    private long nowNs;

    @Test
    void shouldDrawAConnectionWithLosses() throws IOException {
        try (PacketPool pool = new PacketPool("picture", 1024, 2048, 0)) {
            transfer(new TcpWire(pool, statistics));
            assertEquals(0, pool.outstanding());
        }
        String page = picture
                .page("%,d bytes over a link of %d ms each way, in virtual time. %d segments were lost, %d sent"
                        .formatted(BYTES, ONE_WAY_NS / MS, dropped, statistics.get(TcpCounter.RETRANSMISSIONS))
                        + " again; %d recoveries, %d tail probes, %d time-outs.".formatted(
                                statistics.get(TcpCounter.FAST_RECOVERIES), statistics.get(TcpCounter.LOSS_PROBES),
                                statistics.get(TcpCounter.TIMEOUTS)));
        Path file = Path.of("target/reports/tcp-connection.html");
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
        assertEquals(dropped, count(page, "class=\"lost\" cx"));
        assertEquals(statistics.get(TcpCounter.RETRANSMISSIONS), count(page, "class=\"again\" x1"));
        assertTrue(dropped >= 5, "dropped: " + dropped);
        // Only what was lost, and at most one tail probe.
        assertTrue(statistics.get(TcpCounter.RETRANSMISSIONS) <= dropped + 1,
                "sent again: " + statistics.get(TcpCounter.RETRANSMISSIONS));
        assertEquals(0, statistics.get(TcpCounter.TIMEOUTS));
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }

    private void transfer(TcpWire wire) {
        TcpSettings settings = TcpSettings.defaults().edit().timeWaitNs(100 * MS).receiveBuffer(96_000).done();
        TcpHost[] hosts = new TcpHost[2];
        hosts[0] = new TcpHost(settings, (e, s) -> send(wire, e, s, true), new IsnGenerator(1, 2), statistics, 4, 1);
        hosts[1] = new TcpHost(settings, (e, s) -> send(wire, e, s, false), new IsnGenerator(3, 4), statistics, 4, 1);
        TcpListener listener = hosts[1].listen(0, 0, 80, 4, false);
        TcpConnection client = hosts[0].connect(new TcpEndpoints().setIpv4(0x0a000001, 0, 0x0a000002, 80),
                TcpEvents.NONE, 0);
        TcpConnection server = null;
        byte[] buffer = new byte[16_384];
        int written = 0;
        int read = 0;
        while (read < BYTES || hosts[0].connections() + hosts[1].connections() > 0) {
            nowNs += MS / 4;
            while (!flying.isEmpty() && flying.peek().timeNs() <= nowNs) {
                deliver(wire, hosts, flying.poll());
            }
            hosts[0].expire(nowNs);
            hosts[1].expire(nowNs);
            server = server == null ? listener.accept() : server;
            if (client.state() == TcpState.ESTABLISHED && written < BYTES) {
                written += client.write(buffer, 0, Math.min(buffer.length, BYTES - written), nowNs);
            } else if (client.state() == TcpState.ESTABLISHED) {
                client.shutdownOutput(nowNs);
            }
            for (int n = server == null ? 0 : server.read(buffer, 0, buffer.length, nowNs); n > 0;) {
                read += n;
                n = server.read(buffer, 0, buffer.length, nowNs);
            }
            if (server != null && server.hasReceivedFin() && server.state() == TcpState.CLOSE_WAIT) {
                server.shutdownOutput(nowNs);
            }
            if (client.state().isSynchronized()) {
                picture.windows(nowNs, client.snd.una - iss + client.snd.window,
                        client.snd.congestion.windowBytes(), client.snd.pipeBytes());
            }
            assertTrue(nowNs < 60_000 * MS, "no end");
        }
        client.release(nowNs);
        server.release(nowNs);
    }

    private boolean send(TcpWire wire, TcpEndpoints e, TcpSegment s, boolean up) {
        boolean lost = false;
        if (up && s.isSyn()) {
            iss = s.sequence;
            highest = iss;
        } else if (up && s.payloadBytes > 0) {
            boolean again = Sequence.isAtMost(s.sequence + s.payloadBytes, highest);
            highest = Sequence.max(highest, s.sequence + s.payloadBytes);
            dataSegments++;
            // One loss, a burst, the retransmission of one of them, and a tail.
            lost = dataSegments == 40 || dataSegments >= 90 && dataSegments < 93 || dataSegments == 108
                    || dataSegments == 200;
            picture.segment(again, nowNs, s.sequence - iss, s.payloadBytes);
            if (lost) {
                dropped++;
                picture.lost(nowNs, s.sequence - iss);
            }
        } else if (!up && !s.isSyn()) {
            picture.acknowledged(nowNs + ONE_WAY_NS, s.acknowledgment - iss);
        }
        if (!lost) {
            flying.add(new Flight(nowNs + ONE_WAY_NS, up, wire.encode(e, s)));
        }
        return true;
    }

    private void deliver(TcpWire wire, TcpHost[] hosts, Flight flight) {
        TcpEndpoints endpoints = new TcpEndpoints();
        TcpSegment segment = new TcpSegment();
        if (!wire.decode(flight.packet(), endpoints, segment)
                || !hosts[flight.up() ? 1 : 0].receive(endpoints, segment, nowNs)) {
            flight.packet().release();
        }
    }
}
