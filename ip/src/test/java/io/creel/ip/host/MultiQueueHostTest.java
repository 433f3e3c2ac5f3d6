package io.creel.ip.host;

import static io.creel.ip.host.HostRig.SECOND;
import static io.creel.net.wire.TcpDescriptor.SYN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.ip.FlowShare;
import io.creel.ip.FlowSteering;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.SendResult;
import io.creel.ip.neighbour.NeighbourState;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One host on two queue pairs: which queue serves a frame, wherever it arrives. */
class MultiQueueHostTest {
    private static final byte[] NONE = {};
    private static final IpAddress PEER = IpAddress.parse("10.0.0.2");
    private static final IpAddress PEER_V6 = IpAddress.parse("fd00::2");

    private static int release(UdpSocket socket) {
        int count = 0;
        for (Packet packet = socket.poll(); packet != null; packet = socket.poll()) {
            packet.release();
            count++;
        }
        return count;
    }

    @Test
    void shouldBringAFrameToItsQueueWhereverItArrives() {
        try (var rig = new QueuesRig()) {
            List<UdpSocket> sockets = rig.hosts.bind(IpAddress.ANY_IPV4, 7, 64);
            for (int arrival = 0; arrival < 2; arrival++) {
                rig.send(arrival, rig.wires[arrival].udp("10.0.0.2", 8, "10.0.0.1", 7, NONE),
                        rig.wires[arrival].udp("10.0.0.2", 9, "10.0.0.1", 7, NONE),
                        rig.wires[arrival].udp("10.0.0.2", 11, "10.0.0.1", 7, NONE));
            }
            assertEquals(2, release(sockets.get(0)), "port 8, from both queues");
            assertEquals(4, release(sockets.get(1)), "ports 9 and 11, from both queues");
            assertEquals(2, rig.count(0, HostCounter.RX_STEERED));
            assertEquals(1, rig.count(1, HostCounter.RX_STEERED));
            assertEquals(3 + 1, rig.count(0, HostCounter.RX_FRAMES), "received, and passed on to it");
        }
    }

    /** A frame of another queue is started where the program says, as one of the NIC is. */
    @Test
    void shouldLeaveThePlacementOfSteeredFramesToTheProgram() {
        try (var rig = new QueuesRig(); var stage = new ListStash("stage")) {
            UdpSocket socket = rig.hosts.bind(IpAddress.ANY_IPV4, 7, 64).get(1);
            rig.wires[0].send(rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", 7, NONE),
                    rig.wires[0].udp("10.0.0.2", 11, "10.0.0.1", 7, NONE));
            rig.settle(0);
            assertEquals(2, rig.host(1).pollSteered(64, packet -> rig.carriers[1].start(stage, rig.host(1).path(),
                    packet)));
            assertEquals(2, stage.size());
            assertEquals(0, release(socket));
            rig.carriers[1].resume(stage.drain(new Batch(2), 2));
            assertEquals(2, release(socket));
        }
    }

    @Test
    void shouldWakeTheWorkerOfTheQueue() {
        try (var rig = new QueuesRig()) {
            rig.settle();
            int[] woken = {0};
            rig.carriers[1].onSignal(() -> woken[0]++);
            int before = woken[0];
            rig.wires[0].send(rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", 7, NONE));
            rig.settle(0);
            assertTrue(woken[0] > before);
        }
    }

    /** A socket on one queue alone has its port for itself, also against the steering. */
    @Test
    void shouldGiveAllDatagramsOfAPortToTheOnlyQueueThatHasASocket() throws Exception {
        try (var rig = new QueuesRig()) {
            UdpSocket only = rig.host(1).udp().bind(IpAddress.ANY_IPV4, 0);
            for (int peerPort = 8; peerPort < 12; peerPort++) {
                rig.send(0, rig.wires[0].udp("10.0.0.2", peerPort, "10.0.0.1", only.localPort(), NONE));
            }
            assertEquals(4, release(only));
            UdpSocket second = rig.host(1).udp().bind(IpAddress.ANY_IPV6, only.localPort());
            only.close();
            rig.send(0, rig.wires[0].udp("fd00::2", 8, "fd00::1", second.localPort(), NONE));
            assertEquals(1, release(second), "the other socket keeps the port");
            second.close();
            rig.know("10.0.0.2").send(0, rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", only.localPort(), NONE));
            assertEquals(1, rig.count(1, HostCounter.UDP_NO_SOCKET));
        }
    }

    @Test
    void shouldOpenFromEachQueueWhatComesBackToIt() throws Exception {
        try (var rig = new QueuesRig(options -> options.steering(FlowSteering.BY_HASH))) {
            rig.know("10.0.0.2").know("fd00::2");
            for (int queue = 0; queue < 2; queue++) {
                for (int i = 0; i < 20; i++) {
                    boolean v6 = (i & 1) == 1;
                    UdpSocket udp = rig.host(queue).udp().connect(v6 ? PEER_V6 : PEER, 53);
                    int other = 1 - queue;
                    rig.send(other, v6
                            ? rig.wires[other].udp("fd00::2", 53, "fd00::1", udp.localPort(), NONE)
                            : rig.wires[other].udp("10.0.0.2", 53, "10.0.0.1", udp.localPort(), NONE));
                    assertEquals(1, release(udp));
                    udp.close();
                    TcpSocket tcp = rig.host(queue).tcp().open(v6 ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4, 0,
                            v6 ? PEER_V6 : PEER, 80, rig.host(queue).tcp().settings());
                    assertEquals(queue, FlowShare.divide(FlowSteering.BY_HASH, 2)[0].of(IpProtocol.TCP,
                            tcp.address().high(), tcp.address().low(), tcp.port(), tcp.peer().high(), tcp.peer().low(),
                            80));
                    tcp.abort();
                }
                assertEquals(20, rig.count(1 - queue, HostCounter.RX_STEERED));
            }
        }
    }

    @Test
    void shouldRefuseAPortWhoseFlowAnotherQueueServes() {
        try (var rig = new QueuesRig()) {
            assertEquals("another queue of this host serves the flow: protocol=udp, port=99, peer=10.0.0.2, peerPort=8,"
                    + " queue=1, queues=2; connect there, or from port 0",
                    assertThrows(IpException.class, () -> rig.host(1).udp().connect(IpAddress.ANY_IPV4, 99, PEER, 8))
                            .getMessage());
            TcpSettings settings = rig.host(1).tcp().settings();
            assertEquals("another queue of this host serves the flow: endpoints=10.0.0.1:99<->10.0.0.2:8, queue=1,"
                    + " queues=2; connect there, or from port 0",
                    assertThrows(IpException.class,
                            () -> rig.host(1).tcp().open(IpAddress.ANY_IPV4, 99, PEER, 8, settings)).getMessage());
            assertEquals("no local port is free for this peer: endpoints=10.0.0.1:0<->10.0.0.2:8, first=49152,"
                    + " last=65535; close connections",
                    assertThrows(IpException.class,
                            () -> rig.host(1).tcp().open(IpAddress.ANY_IPV4, 0, PEER, 8, settings)).getMessage());
            assertThrows(IpException.class, () -> rig.host(1).udp().connect(PEER, 8));
        }
    }

    /** Their ports are in the first one alone. */
    @Test
    void shouldPutFragmentsFromSeveralQueuesTogether() {
        try (var rig = new QueuesRig()) {
            List<UdpSocket> sockets = rig.hosts.bind(IpAddress.ANY_IPV4, 7, 64);
            byte[] payload = new byte[1400];
            new Random(3).nextBytes(payload);
            Packet whole = rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", 7, payload);
            byte[] transport = new byte[8 + payload.length];
            whole.get(Wire.L4, transport, 0, transport.length);
            whole.release();
            rig.send(1, rig.wires[1].fragment4("10.0.0.2", "10.0.0.1", IpProtocol.UDP, 77, 800, false,
                    Arrays.copyOfRange(transport, 800, transport.length)));
            rig.send(0, rig.wires[0].fragment4("10.0.0.2", "10.0.0.1", IpProtocol.UDP, 77, 0, true,
                    Arrays.copyOfRange(transport, 0, 800)));
            Packet received = sockets.get(1).poll();
            assertNotNull(received, () -> rig.host(0).counters() + " / " + rig.host(1).counters());
            assertArrayEquals(payload, UdpDatagram.payload(received));
            received.release();
            assertEquals(1, rig.count(0, HostCounter.REASSEMBLED), "where all fragments go");
            assertEquals(1, rig.count(0, HostCounter.RX_STEERED), "the whole datagram");
            assertEquals(1, rig.count(1, HostCounter.RX_STEERED), "the fragment");
            assertEquals(1, rig.count(1, HostCounter.UDP_DELIVERED));
        }
    }

    @Test
    void shouldTellAllQueuesWhatOneHasLearnt() {
        try (var rig = new QueuesRig()) {
            rig.know("10.0.0.7").know("fd00::7");
            for (int queue = 0; queue < 2; queue++) {
                for (String peer : List.of("10.0.0.7", "fd00::7")) {
                    IpAddress address = IpAddress.parse(peer);
                    assertEquals(Wire.PEER_MAC, rig.host(queue).neighbours().macAddress(address.high(), address.low()),
                            peer + " at queue " + queue);
                }
            }
            assertEquals(2, rig.count(0, HostCounter.NEIGHBOUR_NEWS));
        }
    }

    /** The answer arrives at a queue that has not asked; then all know. */
    @Test
    void shouldLearnAnAnswerWhicheverQueueItArrivesAt() {
        for (int asking = 0; asking < 2; asking++) {
            for (int arrival = 0; arrival < 2; arrival++) {
                for (boolean v6 : new boolean[]{false, true}) {
                    try (var rig = new QueuesRig()) {
                        IpAddress peer = v6 ? PEER_V6 : PEER;
                        rig.host(asking).tcp().open(v6 ? IpAddress.ANY_IPV6 : IpAddress.ANY_IPV4, 0, peer, 80 + asking,
                                rig.host(asking).tcp().settings());
                        rig.settle();
                        assertEquals(NeighbourState.INCOMPLETE,
                                rig.host(asking).neighbours().state(peer.high(), peer.low()));
                        assertEquals(1, rig.wires[asking].lines().size(), "the request");
                        Wire wire = rig.wires[arrival];
                        rig.send(arrival, v6
                                ? wire.discovery(136, "fd00::2", "fd00::1", 0x60, "fd00::2", 2, Wire.PEER_MAC)
                                : wire.arp(ArpDescriptor.REPLY, Wire.PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"));
                        String where = "asking=" + asking + ", arrival=" + arrival + ", v6=" + v6;
                        assertEquals(NeighbourState.REACHABLE,
                                rig.host(asking).neighbours().state(peer.high(), peer.low()), where);
                        assertEquals(NeighbourState.STALE,
                                rig.host(1 - asking).neighbours().state(peer.high(), peer.low()), where);
                        assertEquals(arrival, rig.count(arrival, HostCounter.RX_STEERED), "the first queue learns");
                        List<String> lines = rig.wires[asking].lines();
                        assertTrue(lines.size() == 1 && lines.getFirst().contains("flags=" + SYN), lines::toString);
                    }
                }
            }
        }
    }

    /** An answer that no queue has asked for makes no entry anywhere. */
    @Test
    void shouldLearnNothingFromAnAnswerThatNoQueueHasAskedFor() {
        try (var rig = new QueuesRig()) {
            rig.send(1, rig.wires[1].arp(ArpDescriptor.REPLY, Wire.PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"),
                    rig.wires[1].discovery(136, "fd00::2", "fd00::1", 0x60, "fd00::2", 2, Wire.PEER_MAC));
            assertEquals(0, rig.host(0).neighbours().size() + rig.host(1).neighbours().size());
        }
    }

    @Test
    void shouldCountNewsThatFindNoRoom() {
        try (var rig = new QueuesRig()) {
            int told = QueueInbox.NEWS + 10;
            for (int i = 0; i < told; i++) {
                String peer = "10.0.0." + (2 + i % 250);
                rig.wires[0].send(rig.wires[0].arp(1, Wire.PEER_MAC, peer, 0, "10.0.0.1"));
            }
            rig.settle(0); // and not the other
            assertEquals(QueueInbox.NEWS, rig.count(0, HostCounter.NEIGHBOUR_NEWS));
            assertEquals(told - QueueInbox.NEWS, rig.count(0, HostCounter.NEIGHBOUR_NEWS_LOST));
            rig.settle();
            assertEquals(250, rig.host(1).neighbours().size());
        }
    }

    @Test
    void shouldBringErrorsAndEchoRepliesToTheQueueThatWaits() throws Exception {
        try (var rig = new QueuesRig()) {
            rig.know("10.0.0.2");
            UdpSocket udp = rig.host(1).udp().connect(PEER, 9);
            assertEquals(SendResult.SENT, udp.send(new byte[]{1}, PEER, 9));
            byte[] sent = rig.wires[1].bytes().getFirst();
            rig.send(0, rig.wires[0].icmp("10.0.0.2", "10.0.0.1", 3, 3, 0,
                    Arrays.copyOfRange(sent, Wire.IP, sent.length)));
            assertEquals(1, rig.count(1, HostCounter.ICMP_ERRORS_MATCHED));
            udp.close();
            for (int queue = 0; queue < 2; queue++) {
                List<Long> trips = new ArrayList<>();
                IpHost host = rig.host(queue);
                rig.start(queue, nothing -> trips.add(host.echo().ping(PEER, 8, SECOND)));
                byte[] request = rig.wires[queue].bytes().getFirst();
                int numbers = (request[Wire.L4 + 4] & 0xff) << 24 | (request[Wire.L4 + 5] & 0xff) << 16
                        | (request[Wire.L4 + 6] & 0xff) << 8 | request[Wire.L4 + 7] & 0xff;
                int other = 1 - queue;
                rig.send(other, rig.wires[other].icmp("10.0.0.2", "10.0.0.1", 0, 0, numbers,
                        Arrays.copyOfRange(request, Wire.L4 + 8, request.length)));
                assertEquals(List.of(0L), trips);
            }
            rig.send(1, rig.wires[1].icmp("10.0.0.2", "10.0.0.1", 8, 0, 5, new byte[8]));
            assertEquals(1, rig.count(1, HostCounter.ICMP_ECHO_ANSWERED), "by the queue that it reached");
        }
    }

    @Test
    void shouldShareAddressesGroupsAndPathMtus() {
        try (var rig = new QueuesRig()) {
            assertTrue(rig.host(0).addresses().join(IpAddress.parse("224.0.0.9")));
            UdpSocket group = rig.host(0).udp().bind(IpAddress.parse("224.0.0.9"), 520);
            rig.send(1, Wire.with(rig.wires[1].udp("10.0.0.2", 9, "224.0.0.9", 520, NONE),
                    packet -> io.creel.net.wire.Ethernet.destination(packet, 0x0100_5e00_0009L)));
            assertEquals(1, release(group));
            rig.host(0).pathMtus().set(0, 1, 1300);
            assertEquals(1300, rig.host(1).pathMtus().get(0, 1, 1500));
        }
    }

    @Test
    void shouldCountFramesThatFindNoRoomAndFramesThatNoQueueHasTaken() {
        var rig = new QueuesRig();
        int sent = QueueInbox.FRAMES + 10;
        for (int i = 0; i < sent; i++) {
            rig.wires[0].send(rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", 7, NONE));
        }
        rig.settle(0);
        assertEquals(QueueInbox.FRAMES, rig.count(0, HostCounter.RX_STEERED));
        assertEquals(10, rig.count(0, HostCounter.STEERED_QUEUE_FULL));
        assertEquals(QueueInbox.FRAMES, rig.host(1).steeredWaiting());
        assertEquals(2, rig.host(1).pollSteered(2, packet -> false));
        assertEquals(2, rig.count(1, HostCounter.STEERED_UNREAD));
        assertThrows(UnsupportedOperationException.class, () -> rig.host(1).pollSteered(2, packet -> {
            throw new UnsupportedOperationException("a consumer that fails");
        }));
        assertEquals(3, rig.count(1, HostCounter.STEERED_UNREAD));
        rig.hosts.close();
        assertEquals(QueueInbox.FRAMES, rig.count(1, HostCounter.STEERED_UNREAD));
        rig.wires[0].send(rig.wires[0].udp("10.0.0.2", 9, "10.0.0.1", 7, NONE));
        rig.nic.rx(0).poll(1, packet -> {
            rig.carriers[0].start(rig.host(0).path(), packet);
            return true;
        });
        rig.carriers[0].resumeStarted();
        assertEquals(11, rig.count(0, HostCounter.STEERED_QUEUE_FULL), "the other queue is closed");
        rig.close();
    }

    @Test
    void shouldSayWhatCannotBeSharedByQueues() {
        try (var ready = new ListStash("mine"); MemoryNic nic = MemoryNic.pair(2, 4)) {
            var options = new HostOptions(() -> 1, () -> 1).macAddress(1).address("10.0.0.1/24").ready(ready);
            String message = assertThrows(IpException.class, () -> MultiQueueHost.open(nic, options)).getMessage();
            assertTrue(message.startsWith("one ready stash for several queues: stash="), message);
            assertTrue(message.endsWith(", queues=2; drain IpHost.ready of each queue instead"), message);
            nic.peer().close();
        }
        try (var rig = new QueuesRig(options -> options.steering((p, a, b, c, d, e, f, queues) -> queues))) {
            var wrong = assertThrows(IllegalStateException.class, () -> rig.host(0).udp().connect(PEER, 8));
            assertTrue(wrong.getMessage().startsWith("steering names no queue of this host: steering="),
                    wrong::getMessage);
            assertTrue(wrong.getMessage().endsWith(", queue=2, queues=2"), wrong::getMessage);
        }
    }

    @Test
    void shouldListenOnEachQueueOrOnNone() {
        try (var rig = new QueuesRig()) {
            TcpServer taken = rig.host(1).tcp().listen(IpAddress.ANY_IPV4, 80, 4);
            assertThrows(IpException.class, () -> rig.hosts.listen(IpAddress.ANY_IPV4, 80, 4));
            taken.close();
            assertEquals(2, rig.hosts.listen(IpAddress.ANY_IPV4, 80, 4).size());
            rig.know("10.0.0.2");
            rig.send(0, rig.wires[0].tcp("10.0.0.2", 9, "10.0.0.1", 80, SYN, 1, 0, NONE));
            assertEquals(1, rig.host(1).tcp().connections());
            assertEquals(0, rig.host(0).tcp().connections());
        }
    }

    @Test
    void shouldNameAnOwnNumberNearAnyNumber() {
        for (int queues : new int[]{1, 2, 3, 7, 64}) {
            for (FlowShare share : FlowShare.divide(FlowSteering.BY_HASH, queues)) {
                for (int number = 0; number < 65_536; number += 13) {
                    int own = share.ownNumber(number);
                    assertTrue(own >= 0 && own < 65_536 && Math.abs(own - number) < 2 * queues, "own=" + own);
                    assertEquals(share.queue(), share.ofNumber(own));
                }
                assertEquals(share.queue(), share.ofNumber(share.ownNumber(65_535)));
            }
        }
        assertThrows(IllegalArgumentException.class, () -> FlowShare.divide(FlowSteering.BY_HASH, 65));
        assertFalse(FlowShare.all().isBound(7));
    }
}
