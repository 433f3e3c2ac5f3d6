package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksums;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XdpContractTest extends LiveContract {
    @Override
    String word() {
        return "afxdp:" + NamespacePair.NIC;
    }

    @Override
    String absentWord() {
        return "afxdp:nic9";
    }

    @Override
    String absentMessage() {
        return "no such interface: interface=nic9, error=ENODEV; known=lo, nic0";
    }

    @Override
    String forbiddenMessage() {
        return "cannot open an AF_XDP socket: interface=nic0, error=EPERM; run as root, or grant CAP_NET_RAW,"
                + " CAP_NET_ADMIN and CAP_BPF";
    }

    @Override
    String goneMessage() {
        return "the interface was removed: interface=nic0, error=ENXIO; close this NIC and open another";
    }

    @Test
    void shouldSayWhichModeIsActive() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            assertEquals("native, copy, need-wakeup", mode(pair, "afxdp:nic0"));
            assertEquals("generic, copy, need-wakeup", mode(pair, "afxdp:nic0:0,generic"));
            assertEquals("native, copy, need-wakeup", mode(pair, "afxdp:nic0,native,copy,ring=64"));
            assertEquals("generic, copy, need-wakeup", mode(pair, "afxdp:lo"));
        }
    }

    private static String mode(NamespacePair pair, String word) throws Exception {
        pair.nicSide("ip link set lo up");
        try (Nic nic = pair.inside(() -> Nics.open(word))) {
            return nic.capabilities().mode();
        }
    }

    @Test
    void shouldEchoInGenericMode() throws Exception {
        NamespacePair pair = namespaces(true);
        Nic nic = pair.inside(() -> Nics.open("afxdp:nic0,generic"));
        try (var link = new KernelLink(pair, nic, MAX_BYTES); var _ = new EchoServer(nic, 0)) {
            echo(link, 20_000);
        }
        assertEquals(0, nic.statistics().lost());
    }

    @Test
    void shouldTrustChecksumsWhenAsked() throws Exception {
        try (NamespacePair pair = namespaces(true);
                Nic nic = pair.inside(() -> Nics.open("afxdp:nic0,trust-checksum"))) {
            assertTrue(nic.capabilities().trustsReceiveChecksum());
        }
    }

    /** A driver at the other end examines the sent frames; it sees bytes and no marks of the kernel. */
    @ParameterizedTest
    @CsvSource({"'afxdp:nic0,tx-checksum', true", "'afxdp:nic0,generic,tx-checksum', true", "afxdp:nic0, false"})
    void shouldLetKernelFinishChecksumsWhenAsked(String word, boolean byKernel) throws Exception {
        try (NamespacePair pair = namespaces(true);
                Nic nic = pair.inside(() -> Nics.open(word));
                Nic peer = pair.insidePeer(() -> Nics.open("afxdp:" + NamespacePair.PEER))) {
            assertEquals(byKernel, nic.capabilities().transmitsChecksum());
            assertEquals(byKernel, nic.capabilities().mode().endsWith(", tx-checksum"));
            assertEquals(List.of(), nic.capabilities().fallbacks());
            var foreign = new PacketPool("foreign", 4, 2048, 0);
            for (PacketPool pool : List.of(nic.pool(), foreign)) {
                assertEquals("NONE", arrived(nic, peer, pool, 0, Packet::deferChecksum));
                assertEquals("NONE", arrived(nic, peer, pool, pool.headroomBytes(), Packet::deferChecksum));
            }
            assertEquals(0, peer.statistics().get(NicCounter.RX_CHECKSUM_OPEN));
            for (PacketPool pool : List.of(nic.pool(), foreign)) {
                // The canary: the same frame with the same field, but without a request to finish it.
                arrived(nic, peer, pool, 0, packet -> Checksums.defer(packet, packet.headers()));
            }
            assertEquals(2, peer.statistics().get(NicCounter.RX_CHECKSUM_OPEN));
            assertEquals(0, nic.statistics().lost(), nic.statistics()::toString);
        }
    }

    /**
     * Sends one datagram whose start is {@code earlier} bytes further ahead in its buffer. Returns the state of its
     * checksum at the other end.
     */
    private static String arrived(Nic nic, Nic peer, PacketPool pool, int earlier, Consumer<Packet> prepare) {
        Packet packet = pool.allocate();
        packet.advance(-earlier);
        MemoryLink.frame(packet, ByteBuffer.allocate(2048), 5, MAX_BYTES);
        packet.parse();
        prepare.accept(packet);
        assertTrue(nic.tx(0).transmit(packet));
        Packet received = await(peer, 1).getFirst();
        received.parse();
        String worth = received.verifyChecksums().name();
        received.release();
        return worth;
    }

    @Test
    void shouldPollBusilyWhenAsked() throws Exception {
        NamespacePair pair = namespaces(true);
        Nic nic = pair.inside(() -> Nics.open("afxdp:nic0,busy-poll=20"));
        assertEquals("native, copy, need-wakeup, busy-poll=20", nic.capabilities().mode());
        try (var link = new KernelLink(pair, nic, MAX_BYTES); var _ = new EchoServer(nic, 0)) {
            echo(link, 5_000);
        }
        assertEquals(0, nic.statistics().lost());
    }

    @Test
    void shouldCountFramesLeftToHardwareToSegmentInGenericMode() throws Exception {
        NamespacePair pair = namespaces(false);
        try (var link = new KernelLink(pair, pair.inside(() -> Nics.open("afxdp:nic0,generic")), MAX_BYTES)) {
            pair.insidePeer(() -> {
                SegmentingSender.send();
                return null;
            });
            awaitCount(link.nic(), NicCounter.XDP_RX_DROPPED);
            assertTrue(link.nic().remarks().stream().anyMatch(each -> each.startsWith(
                    "the kernel dropped frames: nic=afxdp:nic0, XDP_RX_DROPPED=")), link.nic().remarks()::toString);
        }
    }

    /** The kernel decides which queue a flow takes, so the test sends flows until each queue has received some. */
    @Test
    void shouldEchoOnEveryQueueWhenThereAreSeveral() throws Exception {
        int queues = 4;
        NamespacePair pair = NamespacePair.create(queues, true);
        Nic nic = pair.inside(() -> Nics.open(word()));
        try (var link = new KernelLink(pair, nic, MAX_BYTES)) {
            assertEquals(queues, nic.queues());
            var busy = new BitSet(queues);
            for (int flow = 0; busy.cardinality() < queues; flow++) {
                assertTrue(flow < 128, () -> "queues without a packet, busy=" + busy);
                try (var other = new KernelLink(pair, nic, MAX_BYTES, false);
                        var servers = new EchoServers(nic)) {
                    echo(other, 500);
                    busy.or(servers.busy());
                }
            }
            link.nic().close();
            assertEquals(0, nic.statistics().lost(), nic.statistics()::toString);
            assertEquals(0, nic.pool().outstanding());
        }
    }

    /** One echo server per queue. */
    private record EchoServers(List<EchoServer> all) implements AutoCloseable {
        EchoServers(Nic nic) {
            this(IntStream.range(0, nic.queues()).mapToObj(queue -> new EchoServer(nic, queue)).toList());
        }

        BitSet busy() {
            var busy = new BitSet();
            for (int i = 0; i < all.size(); i++) {
                busy.set(i, all.get(i).echoed() > 0);
            }
            return busy;
        }

        @Override
        public void close() {
            all.forEach(EchoServer::close);
        }
    }

    @Test
    void shouldCarryJumboFramesInSeveralBuffers() throws Exception {
        int mtuBytes = 9000;
        NamespacePair pair = namespaces(true);
        pair.mtu(mtuBytes);
        try (KernelLink link = open(pair, mtuBytes - 28); var _ = new EchoServer(link.nic(), 0)) {
            assertTrue(link.nic().capabilities().multiBuffer());
            echo(link, 5_000);
            assertEquals(0, link.nic().statistics().lost());
        }
    }

    @Test
    void shouldCountInKernelWhenNoThreadPolls() throws Exception {
        NamespacePair pair = namespaces(true);
        Nic nic = pair.inside(() -> Nics.open("afxdp:nic0,ring=64"));
        try (var link = new KernelLink(pair, nic, MAX_BYTES)) {
            for (int i = 0; i < 200; i++) {
                link.send(i);
            }
            await(nic, 64).forEach(Packet::release);
            assertTrue(nic.statistics().get(NicCounter.XDP_RX_DROPPED) > 0, nic.statistics()::toString);
        }
        assertTrue(nic.statistics().lost() >= 100, nic.statistics()::toString);
    }

    @Test
    void foreignProgramInTheWay() throws Exception {
        try (NamespacePair pair = namespaces(true); Nic first = pair.inside(() -> Nics.open(word()))) {
            assertFalse(first.isFinished());
            assertEquals("cannot attach the XDP program: interface=nic0, mode=native, error=EBUSY; another program is"
                    + " attached: stop its owner, or 'ip link set dev nic0 xdp off'", refusal(pair, word()));
            assertEquals("cannot attach the XDP program: interface=nic0, mode=generic, error=EEXIST; a program is"
                    + " attached in the other mode: stop its owner, or 'ip link set dev nic0 xdp off' and"
                    + " 'xdpgeneric off'", refusal(pair, "afxdp:nic0,generic"));
        }
    }

    @Test
    void zeroCopyWithoutDeviceSupport() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            assertEquals("cannot bind the AF_XDP socket: interface=nic0, queue=0, error=EOPNOTSUPP; the driver has no"
                    + " zero-copy mode for this queue: leave out zero-copy", refusal(pair, "afxdp:nic0,zero-copy"));
        }
    }

    @Test
    void shouldWorkLaterWhenInterfaceIsDownAtFirst() throws Exception {
        NamespacePair pair = namespaces(true);
        pair.down();
        try (KernelLink link = open(pair, MAX_BYTES); var _ = new EchoServer(link.nic(), 0)) {
            pair.up();
            recover(link, 1);
        }
    }

    @Test
    void queueThatIsNotThere() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            assertEquals("no such queue: interface=nic0, queue=3, queues=1; 'ethtool -L' changes their number",
                    refusal(pair, "afxdp:nic0:3"));
            assertEquals("not a number: word=afxdp:nic0:x, text=x, known=afxdp:IF[:queue]",
                    refusal(pair, "afxdp:nic0:x"));
            assertEquals("unknown setting: word=afxdp:nic0,fast, setting=fast, known=native, generic, copy, zero-copy,"
                    + " trust-checksum, tx-checksum, busy-poll=US, ring=N, packets=N, large=N",
                    refusal(pair, "afxdp:nic0,fast"));
        }
    }

    @Test
    void peerWithMoreQueues() throws Exception {
        try (NamespacePair pair = NamespacePair.empty()) {
            pair.nicSide("ip link add nic0 type veth peer name nic1 numtxqueues 4");
            pair.nicSide("ethtool -L nic1 tx 4");
            pair.nicSide("ip link set nic0 up");
            pair.nicSide("ip link set nic1 up");
            assertEquals("cannot attach the XDP program: interface=nic0, mode=native, error=ENOSPC; the peer has more"
                    + " transmit queues than this end has receive queues: 'ethtool -L nic0', or open"
                    + " afxdp:nic0,generic", refusal(pair, word()));
        }
    }

    @Test
    void tooLittleLockedMemory() throws Exception {
        try (NamespacePair pair = namespaces(true)) {
            var prefix = new ArrayList<>(pair.prefix());
            prefix.addAll(List.of("prlimit", "--memlock=65536", "setpriv", "--bounding-set=-ipc_lock",
                    "--inh-caps=-ipc_lock"));
            assertEquals("cannot share the packet memory: interface=nic0, sizeBytes=8388608, error=ENOBUFS; it is above"
                    + " the limit of locked memory: 'ulimit -l 8192' or more, or grant CAP_IPC_LOCK",
                    OpenOnce.run(prefix, word()));
        }
    }

    private static String refusal(NamespacePair pair, String word) {
        return assertThrows(Exception.class, () -> pair.inside(() -> Nics.open(word)).close()).getMessage();
    }
}
