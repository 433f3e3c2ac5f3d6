package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AfPacketContractTest extends LiveContract {
    @Override
    String word() {
        return "afpacket:" + NamespacePair.NIC;
    }

    @Override
    String absentWord() {
        return "afpacket:nic9";
    }

    @Override
    String absentMessage() {
        return "no such interface: interface=nic9, error=ENODEV; known=lo, nic0";
    }

    @Override
    NicCounter superFrames() {
        return NicCounter.RX_UNDELIVERABLE;
    }

    @Override
    String forbiddenMessage() {
        return "cannot open a packet socket: interface=nic0, error=EPERM; run as root, or grant CAP_NET_RAW";
    }

    @Override
    String goneMessage() {
        return "the interface was removed: interface=nic0, error=ENXIO; close this NIC and open another";
    }

    @Test
    void shouldCountInKernelWhenNoThreadPolls() throws Exception {
        try (KernelLink link = open()) {
            for (int i = 0; i < 1500; i++) {
                link.send(i);
            }
            NicCounter dropped = NicCounter.PACKET_RX_DROPPED;
            long drops = link.nic().statistics().get(dropped);
            assertTrue(drops >= 400, link.nic().statistics()::toString);
            await(link.nic(), 1024).forEach(Packet::release);
            assertEquals(drops, link.nic().statistics().get(dropped));
        }
    }

    @Test
    void shouldKeepVlanTagInFrameBothWays() throws Exception {
        try (NamespacePair pair = namespaces(true);
                Nic one = pair.inside(() -> Nics.open(word()));
                Nic other = pair.insidePeer(() -> Nics.open("afpacket:" + NamespacePair.PEER))) {
            Packet sent = other.pool().allocate();
            MemoryLink.frame(sent, ByteBuffer.allocate(2048), 33, 1472);
            byte[] frame = new byte[sent.lengthBytes() + 4];
            sent.get(0, frame, 0, 12);
            ByteBuffer.wrap(frame).putInt(12, 0x8100_6007);
            sent.get(12, frame, 16, sent.lengthBytes() - 12);
            sent.resize(frame.length);
            sent.set(0, frame, 0, frame.length);
            assertTrue(other.tx(0).transmit(sent));
            Packet received = awaitTagged(one, frame.length);
            byte[] bytes = new byte[frame.length];
            received.get(0, bytes, 0, bytes.length);
            assertEquals(ByteBuffer.wrap(frame), ByteBuffer.wrap(bytes));
            assertTrue(received.timestampNs() > TimeUnit.DAYS.toNanos(365));
            received.release();
        }
    }

    @Test
    void shouldStayWithinBoundsWhenMtuIsHuge() throws Exception {
        try (NamespacePair pair = NamespacePair.empty()) {
            pair.nicSide("ip link set lo up");
            try (Nic nic = pair.inside(() -> Nics.open("afpacket:lo"))) {
                assertEquals(65_536, nic.capabilities().mtuBytes());
                assertTrue((long) nic.pool().capacity() * nic.pool().bufferBytes() <= 1 << 27);
            }
        }
    }

    @Test
    void unknownSetting() {
        assertEquals("unknown setting: word=afpacket:nic0,fast, setting=fast, known=capture, packets=N, large=N",
                assertThrows(IllegalArgumentException.class, () -> Nics.open("afpacket:nic0,fast")).getMessage());
    }

    private static Packet awaitTagged(Nic nic, int lengthBytes) {
        var batch = new PacketBatch(1);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < endNs) {
            nic.rx(0).awaitReadable(10_000_000);
            if (nic.rx(0).poll(batch, 1) == 1) {
                if (batch.get(0).lengthBytes() == lengthBytes) {
                    return batch.get(0);
                }
                batch.releaseAll();
            }
        }
        throw new AssertionError("nothing came: " + nic.statistics());
    }
}
