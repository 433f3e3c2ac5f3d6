package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wire.Arp;
import io.creel.net.wire.ArpDescriptor;
import io.creel.net.wire.DropReason;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.schedulers.Worker;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests the parts of a generator on one thread, with the test's clock. */
class GeneratorPartsTest {
    private static final Probe.Ends ENDS = new Probe.Ends(2, 1, 0x0a4d0002, 0x0a4d0001);

    private final PacketPool pool = new PacketPool("test", 4, 10_240, 256);
    private long nowNs;

    @Test
    void shouldMakeSoundFramesOfEveryFlowAndSize() {
        for (int payloadBytes : new int[]{64, 65, 1472, 8972}) {
            var probe = new Probe(ENDS, payloadBytes, 7, -5);
            Set<Integer> ports = new HashSet<>();
            for (long sequence = 0; sequence < 2_000; sequence++) {
                Packet packet = pool.allocate();
                probe.write(packet, sequence * 104_729, sequence * 0x1234_5678_9abcL);
                assertEquals(DropReason.NONE, packet.parse());
                assertEquals(DropReason.NONE, packet.verifyChecksums());
                assertEquals(42 + payloadBytes, packet.lengthBytes());
                ports.add(packet.get16(34));
                packet.release();
            }
            assertEquals(7, ports.size());
        }
    }

    @Test
    void shouldKeepItsRateUnderBothArrivals() {
        for (Schedule.Spacing arrivals : Schedule.Spacing.values()) {
            var schedule = new Schedule(arrivals, 1_000_000, 3);
            long before = 0;
            int equal = 0;
            for (int i = 0; i < 100_000; i++) {
                long next = schedule.nextNs();
                assertTrue(next >= before);
                equal += next - before == 1_000 ? 1 : 0;
                before = next;
            }
            assertEquals(1e8, before, 2e6);
            assertEquals(arrivals == Schedule.Spacing.FIXED, equal > 99_000);
        }
    }

    /** The clock jumps, so frames are late. They are still counted, and the latency includes the delay. */
    @Test
    void shouldCountLateFramesAndTimeThemFromTheirIntendedTime() {
        MemoryNic nic = MemoryNic.pair();
        var run = new ToolRun(1);
        var tally = new Tally();
        var generator = new Generator(nic, new Probe(ENDS, 64, 1, 1), new Schedule(Schedule.Spacing.FIXED, 1_000, 0),
                new Quota(10), new ArpAnswers(0, 0), tally, run, () -> nowNs);
        var worker = new Worker("generator", generator, () -> nowNs);
        for (int i = 0; i < 3; i++) {
            worker.doWork();
        }
        assertEquals(0, generator.made());
        nowNs = 1_000_000;
        worker.doWork();
        assertEquals(1, generator.made());
        assertEquals(0, generator.late());
        assertFalse(generator.isVoid());
        nowNs = 10_000_000;
        worker.doWork();
        assertEquals(10, generator.made());
        assertEquals(8, generator.late());
        assertTrue(generator.isVoid());
        nowNs = 20_000_000;
        var out = new Outbox(nic.peer().tx(0), tally);
        var body = new EchoBody(nic.peer(), out, new ArpAnswers(0, 0), tally);
        nic.peer().rx(0).poll(64, packet -> {
            body.run(packet);
            return true;
        });
        out.flush();
        worker.doWork();
        assertEquals(10, generator.answers());
        assertEquals(0, tally.total());
        assertEquals(19e6, generator.latencies().percentile(100), 19e3);
        assertEquals(10e6, generator.latencies().percentile(0), 10e3);
        nic.close();
        nic.peer().close();
    }

    @Test
    void shouldNotEchoBroadcastOrMalformedFrames() {
        MemoryNic nic = MemoryNic.pair();
        var tally = new Tally();
        var out = new Outbox(nic.tx(0), tally);
        var body = new EchoBody(nic, out, new ArpAnswers(0, 0), tally);
        Packet broadcast = nic.pool().allocate();
        new Probe(ENDS, 64, 1, 1).write(broadcast, 1, 1);
        Ethernet.destination(broadcast, Ethernet.BROADCAST);
        body.run(broadcast);
        Packet cut = nic.pool().allocate();
        new Probe(ENDS, 64, 1, 1).write(cut, 1, 1);
        cut.resize(13);
        body.run(cut);
        assertTrue(out.isEmpty());
        assertEquals("{NOT_FOR_US=1, TRUNCATED_ETHERNET=1}", tally.byReason().toString());
        assertEquals(0, nic.pool().outstanding());
    }

    @Test
    void shouldAnswerArpForOneAddressOnly() {
        Packet packet = pool.allocate();
        packet.resize(60);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_ARP);
        Arp.write(packet, 14, ArpDescriptor.REQUEST, 0xaa, 5, 0, 7);
        assertFalse(new ArpAnswers(0, 0xbb).answer(packet));
        assertFalse(new ArpAnswers(8, 0xbb).answer(packet));
        assertTrue(new ArpAnswers(7, 0xbb).answer(packet));
        assertEquals(0xaa, Ethernet.destination(packet));
        assertEquals(0xbb, Ethernet.source(packet));
        assertEquals(ArpDescriptor.REPLY, Arp.operation(packet, 14));
        assertEquals(0xbb, Arp.senderHardware(packet, 14));
        assertEquals(7, Arp.senderProtocol(packet, 14));
        assertEquals(5, Arp.targetProtocol(packet, 14));
        assertFalse(new ArpAnswers(7, 0xbb).answer(packet), "an answer is not a request");
        packet.release();
    }

    @Test
    void shouldHandOutNoMoreThanTheQuota() {
        var quota = new Quota(10);
        assertEquals(7, quota.take(7));
        assertFalse(quota.isUsedUp());
        assertEquals(3, quota.take(7));
        assertTrue(quota.isUsedUp());
        quota.back(1);
        assertEquals(1, quota.take(64));
        assertEquals(0, quota.take(1));
        assertEquals(64, new Quota(0).take(64));
        assertFalse(new Quota(0).isUsedUp());
    }
}
