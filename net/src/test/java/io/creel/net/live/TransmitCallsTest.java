package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.DutyCycle;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts, on real interfaces, the system calls for packets that are transmitted one by one, and the cost of a full
 * pool.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransmitCallsTest {
    private static final int FRAMES = 32;

    @ParameterizedTest
    @ValueSource(strings = {"afxdp:nic0", "afxdp:nic0,generic", "afpacket:nic0"})
    void shouldSendAllFramesOfACycleByFewCalls(String word) throws Exception {
        NamespacePair pair = NamespacePair.create();
        try (KernelLink link = new KernelLink(pair, pair.inside(() -> Nics.open(word)), LiveContract.MAX_BYTES)) {
            Nic nic = link.nic();
            // Without a duty cycle of the poller: one call per packet.
            assertTrue(turn(link, NicContract.await(sent(link), FRAMES)) >= FRAMES, nic.statistics()::toString);
            DutyCycle cycle = DutyCycle.ofWorker();
            List<Packet> packets = NicContract.await(sent(link), FRAMES);
            cycle.begin();
            nic.rx(0).poll(new PacketBatch(1), 0);
            long before = nic.statistics().get(NicCounter.TX_SYSTEM_CALLS);
            long calls = turn(link, packets.subList(0, FRAMES - 1));
            assertEquals(0, calls);
            packets.subList(FRAMES - 1, FRAMES).forEach(NicTurn::transmit);
            cycle.end();
            EchoContract.awaitBack(link, FRAMES);
            calls = nic.statistics().get(NicCounter.TX_SYSTEM_CALLS) - before;
            assertTrue(calls <= 2, () -> "frames=" + FRAMES + ", statistics=" + nic.statistics());
        }
    }

    private static Nic sent(KernelLink link) throws Exception {
        NicContract.sendAll(link, FRAMES);
        return link.nic();
    }

    /**
     * Turns and transmits each packet. Returns how many system calls that made. The peer reads the sent frames, so that
     * they do not block later ones.
     */
    private static long turn(KernelLink link, List<Packet> packets) throws Exception {
        long before = link.nic().statistics().get(NicCounter.TX_SYSTEM_CALLS);
        packets.forEach(NicTurn::transmit);
        long calls = link.nic().statistics().get(NicCounter.TX_SYSTEM_CALLS) - before;
        if (calls > 0) {
            EchoContract.awaitBack(link, packets.size());
        }
        return calls;
    }

    private static final class NicTurn {
        static void transmit(Packet packet) {
            Datagram.turn(packet);
            assertTrue(packet.transmit());
        }
    }

    @Test
    void shouldCountJumboFramesThatFoundNoPacketUnderTheirOwnName() throws Exception {
        int mtuBytes = 9000;
        NamespacePair pair = NamespacePair.create();
        pair.mtu(mtuBytes);
        Nic nic = pair.inside(() -> Nics.open("afxdp:nic0,large=4"));
        try (KernelLink link = new KernelLink(pair, nic, mtuBytes - 28)) {
            int sequence = 0;
            int large = 0;
            List<Packet> kept = new java.util.ArrayList<>();
            // The length of a datagram follows from its number; sends until eight were longer than a chunk.
            while (large < 8) {
                assertTrue(link.send(sequence++));
                Packet packet = null;
                long lost = nic.statistics().get(NicCounter.RX_POOL_EXHAUSTED);
                for (long waits = 0; packet == null
                        && nic.statistics().get(NicCounter.RX_POOL_EXHAUSTED) == lost; waits++) {
                    assertTrue(waits < 10_000, nic.statistics()::toString);
                    nic.rx(0).awaitReadable(1_000_000);
                    var batch = new PacketBatch(1);
                    nic.rx(0).poll(batch, 1);
                    if (!batch.isEmpty() && Datagram.isOurs(batch.get(0))) {
                        packet = batch.get(0);
                    } else {
                        batch.releaseAll();
                    }
                }
                if (packet == null || packet.lengthBytes() > 4096) {
                    large++;
                }
                if (packet != null && packet.lengthBytes() > 4096) {
                    kept.add(packet);
                } else if (packet != null) {
                    packet.release();
                }
            }
            assertEquals(4, kept.size());
            assertEquals(4, nic.statistics().get(NicCounter.RX_POOL_EXHAUSTED), nic.statistics()::toString);
            assertEquals(0, nic.statistics().get(NicCounter.RX_UNDELIVERABLE));
            kept.forEach(Packet::release);
        }
    }
}
