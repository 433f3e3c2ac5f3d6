package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.net.wire.DropReason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of a driver of a real interface, with the kernel as its peer. */
abstract class LiveContract extends EchoContract {
    static final int MAX_BYTES = 1472;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);

    /** Returns the word that opens the NIC inside its namespace. */
    abstract String word();

    /** Returns a word for an interface that does not exist. */
    abstract String absentWord();

    /** Returns the message of opening that word. */
    abstract String absentMessage();

    /**
     * Returns whether a checksum that the peer's kernel leaves to the hardware arrives open and is finished by the
     * driver.
     */
    boolean finishesChecksums() {
        return true;
    }

    /**
     * Returns the counter of the frames whose segmentation the peer's kernel has left to the hardware; {@code null} if
     * they arrive cut.
     */
    NicCounter superFrames() {
        return null;
    }

    /** Returns a word that needs capabilities. */
    String forbiddenWord() {
        return word();
    }

    /** Returns the message of opening that word in a process without capabilities. */
    abstract String forbiddenMessage();

    /** Returns the reason that a NIC reports after its interface was removed. */
    abstract String goneMessage();

    /** Makes the interface under test, with the settings that the driver needs. */
    NamespacePair namespaces(boolean peerOffloadsOff) throws Exception {
        return NamespacePair.create(1, peerOffloadsOff);
    }

    @Override
    final KernelLink open() throws Exception {
        return open(namespaces(true), MAX_BYTES);
    }

    final KernelLink open(NamespacePair pair, int maxBytes) throws Exception {
        try {
            return new KernelLink(pair, pair.inside(() -> Nics.open(word())), maxBytes);
        } catch (Throwable e) {
            pair.close();
            throw e;
        }
    }

    /** Sends one datagram repeatedly until one returns. */
    static void recover(KernelLink link, int sequence) throws Exception {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (link.receive() < 0) {
            assertTrue(System.nanoTime() < endNs, () -> "the link stays dead: " + link.nic().statistics());
            try {
                link.send(sequence);
            } catch (IOException e) {
                // The peer has no route before its carrier is back.
            }
            Thread.yield();
        }
    }

    @Test
    void shouldGoOnWhenLinkWasDown() throws Exception {
        try (KernelLink link = open(); var _ = new EchoServer(link.nic(), 0)) {
            echo(link, 0, 500);
            link.namespaces().down();
            for (int i = 0; i < 300; i++) {
                Packet packet = link.nic().pool().allocate();
                packet.resize(64);
                packet.egress(link.nic().tx(0));
                packet.transmit();
            }
            assertFalse(link.nic().isFinished());
            link.namespaces().up();
            recover(link, 1000);
            drain(link);
            echo(link, 2000, 500);
            assertNull(link.nic().fault());
        }
    }

    /** Reads late answers of a recovery, so that the next echo does not take them for its own. */
    private static void drain(KernelLink link) throws Exception {
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        while (System.nanoTime() < endNs) {
            link.receive();
        }
    }

    @Test
    void shouldFinishWithFaultWhenDeviceIsRemovedUnderLoad() throws Exception {
        try (KernelLink link = open(); var _ = new EchoServer(link.nic(), 0)) {
            echo(link, 0, 500);
            Thread remover = Thread.ofPlatform().start(() -> {
                try {
                    link.namespaces().nicSide("ip link del " + NamespacePair.NIC);
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            long endNs = System.nanoTime() + PATIENCE_NS;
            for (int i = 1000; !link.nic().isFinished(); i++) {
                assertTrue(System.nanoTime() < endNs, "removal was not noticed");
                try {
                    link.send(i);
                    link.receive();
                } catch (IOException e) {
                    Thread.yield();
                }
            }
            remover.join();
            assertEquals(goneMessage(), link.nic().fault().getMessage());
            Packet packet = link.nic().pool().allocate();
            packet.resize(64);
            assertFalse(link.nic().tx(0).transmit(packet));
            packet.release();
        }
    }

    @Test
    void shouldFinishWithFaultWhenDeviceIsRemovedWhileIdle() throws Exception {
        try (KernelLink link = open()) {
            link.namespaces().nicSide("ip link del " + NamespacePair.NIC);
            for (int waits = 0; waits < 100 && !link.nic().isFinished(); waits++) {
                link.nic().rx(0).awaitReadable(Long.MAX_VALUE);
                link.nic().rx(0).poll(64, PacketConsumer.RELEASE);
            }
            assertEquals(goneMessage(), link.nic().fault().getMessage());
        }
    }

    @Test
    void shouldFinishWithFaultWhenDeviceIsRemovedUnderPolling() throws Exception {
        try (KernelLink link = open()) {
            link.namespaces().nicSide("ip link del " + NamespacePair.NIC);
            for (int polls = 0; polls < 100_000 && !link.nic().isFinished(); polls++) {
                link.nic().rx(0).poll(64, PacketConsumer.RELEASE);
            }
            assertEquals(goneMessage(), link.nic().fault().getMessage());
        }
    }

    @Test
    void shouldDeliverFinishedChecksumsAndSayOnceWhenPeerLeavesThemToHardware() throws Exception {
        try (KernelLink link = open(namespaces(false), MAX_BYTES)) {
            sendAll(link, ARRIVALS);
            for (Packet packet : await(link.nic(), ARRIVALS)) {
                packet.parse();
                assertEquals(DropReason.NONE, packet.verifyChecksums());
                assertFalse(packet.isChecksumOpen());
                packet.release();
            }
            long open = finishesChecksums() ? ARRIVALS : 0;
            assertEquals(open, link.nic().statistics().get(NicCounter.RX_CHECKSUM_OPEN));
            assertEquals(open == 0
                    ? List.of()
                    : List.of("the sender leaves checksums to its hardware: nic=" + link.nic().name()
                            + "; each is finished here, which costs time: type 'ethtool -K PEER tx off' at the sender,"
                            + " whose interface PEER is"),
                    link.nic().remarks());
        }
    }

    /** A packet that the peer's offload made longer than a frame arrives cut or is counted, never lost silently. */
    @Test
    void shouldDeliverSegmentsOrCountWhenPeerLeavesCuttingToHardware() throws Exception {
        try (KernelLink link = open(namespaces(false), MAX_BYTES)) {
            link.namespaces().insidePeer(() -> {
                SegmentingSender.send();
                return null;
            });
            NicCounter counter = superFrames();
            if (counter != null) {
                awaitCount(link.nic(), counter);
                assertEquals(link.nic().statistics().get(counter),
                        link.nic().statistics().get(NicCounter.RX_ABOVE_MTU));
                assertTrue(link.nic().remarks().getFirst().startsWith("the sender leaves segmentation to its"
                        + " hardware: nic=" + link.nic().name() + ", mtuBytes=1500, frameBytes="),
                        link.nic().remarks()::toString);
                assertTrue(link.nic().remarks().getFirst().contains(
                        "type 'ethtool -K PEER tx off tso off gso off' at the sender"), link.nic().remarks()::toString);
                return;
            }
            List<Packet> packets = await(link.nic(), SegmentingSender.SEGMENTS);
            for (int i = 0; i < packets.size(); i++) {
                Packet packet = packets.get(i);
                assertEquals(Datagram.HEADER_BYTES + SegmentingSender.SEGMENT_BYTES, packet.lengthBytes());
                assertEquals(i, packet.get32(Datagram.HEADER_BYTES));
                packet.release();
            }
            assertEquals(0, link.nic().statistics().lost(), link.nic().statistics()::toString);
        }
    }

    static void awaitCount(Nic nic, NicCounter counter) {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (nic.statistics().get(counter) == 0) {
            assertTrue(System.nanoTime() < endNs, nic.statistics()::toString);
            nic.rx(0).awaitReadable(1_000_000);
            nic.rx(0).poll(8, packet -> {
                assertFalse(Datagram.isOurs(packet), "neither cut nor counted");
                packet.release();
                return true;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3000, 9000})
    void shouldCarryFullFramesAndRefuseLongerOnesWhenMtuIsLarger(int mtuBytes) throws Exception {
        NamespacePair pair = namespaces(true);
        pair.mtu(mtuBytes);
        try (KernelLink link = open(pair, mtuBytes - 28)) {
            assertEquals(mtuBytes, link.nic().capabilities().mtuBytes());
            try (var _ = new EchoServer(link.nic(), 0)) {
                echo(link, 5_000);
            }
            Packet packet = new PacketPool("long", 2, mtuBytes + 15, 0).allocate();
            packet.resize(mtuBytes + 15);
            assertFalse(link.nic().tx(0).transmit(packet));
            packet.resize(13);
            assertFalse(link.nic().tx(0).transmit(packet));
            packet.release();
            assertEquals(1, link.nic().statistics().get(NicCounter.TX_REFUSED_TOO_LONG));
            assertEquals(1, link.nic().statistics().get(NicCounter.TX_REFUSED_TOO_SHORT));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenOpenedAndClosedManyTimes() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            KernelResources.openAndClose(pair, word());
        }
    }

    @Test
    void shouldSayWhatToDoWhenInterfaceIsAbsent() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            var thrown = assertThrows(Exception.class, () -> pair.inside(() -> Nics.open(absentWord())));
            assertEquals(absentMessage(), thrown.getMessage());
        }
    }

    @Test
    void shouldSayWhatToDoWhenCapabilityIsMissing() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            var prefix = new ArrayList<>(pair.prefix());
            prefix.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
            assertEquals(forbiddenMessage(), OpenOnce.run(prefix, forbiddenWord()));
        }
    }

    @Test
    void shouldLeaveNothingBehindWhenProcessIsKilled() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            String before = pair.nicSide("ip -details link show " + NamespacePair.NIC);
            Process process = OpenOnce.start(pair.prefix(), word());
            byte[] said = process.getInputStream().readNBytes(OpenOnce.OPENED.length());
            assertEquals(OpenOnce.OPENED, new String(said));
            process.destroyForcibly().waitFor();
            try (Nic again = pair.inside(() -> Nics.open(word()))) {
                assertFalse(again.isFinished());
            }
            assertEquals(before, pair.nicSide("ip -details link show " + NamespacePair.NIC));
        }
    }
}
