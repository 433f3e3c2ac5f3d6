package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketBatch;
import io.creel.net.afpacket.CaptureNic;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** A NIC that listens in blocks beside the kernel. */
class CaptureContractTest extends NicContract {
    private static final String WORD = "afpacket:" + NamespacePair.NIC + ",capture";

    @Override
    KernelLink open() throws Exception {
        NamespacePair pair = NamespacePair.create();
        return new KernelLink(pair, pair.inside(() -> Nics.open(WORD)), LiveContract.MAX_BYTES);
    }

    @Test
    void shouldSeeBothDirections() throws Exception {
        try (KernelLink link = open()) {
            link.namespaces().nicSide("ip addr add " + NamespacePair.NIC_ADDRESS + "/24 dev " + NamespacePair.NIC);
            link.send(0);
            Packet received = awaitThat(link.nic(), Datagram::isOurs);
            assertEquals(0, received.port());
            assertTrue(received.timestampNs() > TimeUnit.DAYS.toNanos(365));
            received.release();
            // The kernel answers that no socket listens, or asks for the sender's address first.
            awaitThat(link.nic(), packet -> packet.port() == 1).release();
        }
    }

    @Test
    void shouldSeeForeignFramesWithTheirTags() throws Exception {
        try (KernelLink link = open();
                Nic other = link.namespaces().insidePeer(() -> Nics.open("afpacket:" + NamespacePair.PEER))) {
            Packet sent = other.pool().allocate();
            MemoryLink.frame(sent, ByteBuffer.allocate(2048), 33, 1472);
            byte[] frame = new byte[sent.lengthBytes() + 4];
            sent.get(0, frame, 0, 12);
            ByteBuffer.wrap(frame).putInt(12, 0x8100_6007);
            sent.get(12, frame, 16, sent.lengthBytes() - 12);
            sent.resize(frame.length);
            sent.set(0, frame, 0, frame.length);
            assertTrue(other.tx(0).transmit(sent));
            Packet copy = awaitThat(link.nic(), packet -> packet.lengthBytes() == frame.length);
            byte[] bytes = new byte[frame.length];
            copy.get(0, bytes, 0, bytes.length);
            assertEquals(ByteBuffer.wrap(frame), ByteBuffer.wrap(bytes));
            copy.release();
        }
    }

    private static Packet awaitThat(Nic nic, Predicate<Packet> wanted) {
        var batch = new PacketBatch(1);
        long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < endNs) {
            nic.rx(0).awaitReadable(10_000_000);
            if (nic.rx(0).poll(batch, 1) == 1) {
                if (wanted.test(batch.get(0))) {
                    return batch.get(0);
                }
                batch.releaseAll();
            }
        }
        throw new AssertionError("nothing came: " + nic.statistics());
    }

    @Test
    void shouldSeeEveryFrameOverManyBlocks() throws Exception {
        try (KernelLink link = open()) {
            int seen = 0;
            for (int i = 0; i < 200; i++) {
                for (int j = 0; j < 100; j++) {
                    assertTrue(link.send(100 * i + j));
                }
                for (Packet packet : await(link.nic(), 100)) {
                    assertEquals(seen++, packet.get32(Datagram.HEADER_BYTES));
                    packet.release();
                }
            }
            assertEquals(0, link.nic().statistics().lost(), link.nic().statistics()::toString);
            link.nic().close();
            assertEquals(0, link.nic().pool().outstanding());
        }
    }

    @Test
    void shouldCountInKernelWhenNoThreadPolls() throws Exception {
        try (KernelLink link = open()) {
            int tooMany = 64 * (1 << 18) / 256;
            for (int i = 0; i < tooMany; i++) {
                link.send(i);
            }
            long dropped = link.nic().statistics().get(NicCounter.PACKET_RX_DROPPED);
            assertTrue(dropped > 0, link.nic().statistics()::toString);
            assertTrue(link.nic().statistics().get(NicCounter.PACKET_RX_RING_FREEZES) > 0);
            await(link.nic(), 1000).forEach(Packet::release);
            link.nic().close();
            assertTrue(link.nic().statistics().get(NicCounter.RX_UNREAD_AT_CLOSE) > 1000);
        }
    }

    /**
     * Opens a socket on this machine: its frames are in the ring before its send returns, in a block that the kernel
     * still owns.
     */
    private static DatagramChannel senderHere(KernelLink link) throws Exception {
        link.namespaces().nicSide("ip addr add " + NamespacePair.NIC_ADDRESS + "/24 dev " + NamespacePair.NIC);
        link.namespaces().nicSide("ip neigh replace " + NamespacePair.PEER_ADDRESS + " lladdr 02:00:00:00:00:07 dev "
                + NamespacePair.NIC + " nud permanent");
        return link.namespaces().inside(DatagramChannel::open)
                .connect(new InetSocketAddress(NamespacePair.PEER_ADDRESS, Datagram.PORT));
    }

    private static void send(DatagramChannel sender, int from, int count) throws Exception {
        for (int i = from; i < from + count; i++) {
            assertEquals(4, sender.write(ByteBuffer.allocate(4).putInt(0, i)));
        }
    }

    @Test
    void shouldCountPacketsStillInTheKernelsBlockWhenClosed() throws Exception {
        try (KernelLink link = open(); DatagramChannel sender = senderHere(link)) {
            send(sender, 0, ARRIVALS);
            link.nic().close();
            long unread = link.nic().statistics().get(NicCounter.RX_UNREAD_AT_CLOSE);
            assertTrue(unread >= ARRIVALS, link.nic().statistics()::toString);
        }
    }

    @Test
    void shouldDeliverArrivedPacketsAndNoneLaterWhenStopped() throws Exception {
        try (KernelLink link = open(); DatagramChannel sender = senderHere(link)) {
            var nic = (CaptureNic) link.nic();
            send(sender, 0, ARRIVALS);
            nic.stopListening();
            send(sender, ARRIVALS, 1);
            int seen = 0;
            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            var batch = new PacketBatch(8);
            while (!nic.isFinished()) {
                assertTrue(System.nanoTime() < endNs, "the ring does not run empty");
                nic.rx(0).poll(batch, 8);
                for (int i = 0; i < batch.size(); i++) {
                    if (Datagram.isOurs(batch.get(i))) {
                        assertEquals(seen++, batch.get(i).get32(Datagram.HEADER_BYTES));
                    }
                }
                batch.releaseAll();
            }
            assertEquals(ARRIVALS, seen);
            assertNull(nic.fault());
            nic.stopListening();
            nic.close();
            assertEquals(0, nic.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        }
    }

    @Test
    void shouldSeeOneFrameWhenSegmentationIsLeftToHardware() throws Exception {
        NamespacePair pair = NamespacePair.create(1, false);
        try (KernelLink link = new KernelLink(pair, pair.inside(() -> Nics.open(WORD)), LiveContract.MAX_BYTES)) {
            pair.insidePeer(() -> {
                SegmentingSender.send();
                return null;
            });
            awaitThat(link.nic(), packet -> packet.lengthBytes() == Datagram.HEADER_BYTES
                    + SegmentingSender.SEGMENTS * SegmentingSender.SEGMENT_BYTES).release();
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenOpenedAndClosedManyTimes() throws Exception {
        try (NamespacePair pair = NamespacePair.create()) {
            KernelResources.openAndClose(pair, WORD);
        }
    }

    @Test
    void shouldRefuseToTransmit() throws Exception {
        try (KernelLink link = open()) {
            Packet packet = link.nic().pool().allocate();
            packet.resize(60);
            assertFalse(link.nic().tx(0).transmit(packet));
            packet.release();
            assertEquals(1, link.nic().statistics().get(NicCounter.TX_REFUSED_CLOSED));
        }
    }

    @Test
    void shouldFinishWithFaultWhenDeviceIsRemoved() throws Exception {
        try (KernelLink link = open()) {
            link.namespaces().nicSide("ip link del " + NamespacePair.NIC);
            for (int waits = 0; waits < 100 && !link.nic().isFinished(); waits++) {
                link.nic().rx(0).awaitReadable(Long.MAX_VALUE);
                link.nic().rx(0).poll(64, PacketConsumer.RELEASE);
            }
            assertEquals("the interface was removed: interface=nic0, error=ENXIO; close this NIC and open another",
                    link.nic().fault().getMessage());
        }
    }

    @Test
    void shouldGoOnWhenLinkWasDown() throws Exception {
        try (KernelLink link = open()) {
            link.namespaces().down();
            for (int i = 0; i < 3; i++) {
                link.nic().rx(0).awaitReadable(1_000_000);
                link.nic().rx(0).poll(64, PacketConsumer.RELEASE);
            }
            assertFalse(link.nic().isFinished());
            link.namespaces().up();
            long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            int[] seen = {0};
            while (seen[0] == 0) {
                assertTrue(System.nanoTime() < endNs);
                try {
                    link.send(1);
                } catch (java.io.IOException e) {
                    // The peer has no route before its carrier is back.
                }
                link.nic().rx(0).poll(64, packet -> {
                    seen[0] += Datagram.isOurs(packet) ? 1 : 0;
                    packet.release();
                    return true;
                });
            }
        }
    }
}
