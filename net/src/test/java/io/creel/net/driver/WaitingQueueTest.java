package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.DutyCycle;
import io.creel.core.WaitSource;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;
import io.creel.net.memory.MemoryNic;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A receive queue as a source that an idle worker waits for, and what it does about packets that were not taken. */
class WaitingQueueTest {
    private static final PacketConsumer RELEASE = packet -> {
        packet.release();
        return true;
    };

    private final MemoryNic nic = MemoryNic.pair(1, 8);
    private final MemoryNic peer = nic.peer();
    private final DutyCycle cycle = DutyCycle.ofWorker();
    private int wakeUps;

    @AfterEach
    void close() {
        nic.close();
        peer.close();
        assertEquals(0, nic.pool().outstanding());
    }

    private int poll(RxQueue rx) {
        cycle.begin();
        try {
            return rx.poll(8, RELEASE);
        } finally {
            cycle.end();
        }
    }

    private long begin() {
        return cycle.sources().begin(Long.MAX_VALUE, () -> wakeUps++);
    }

    private void send() {
        Packet packet = nic.pool().allocate();
        packet.resize(64);
        assertTrue(nic.tx(0).transmit(packet));
    }

    @Test
    void shouldRegisterAtTheCycleThatPollsIt() {
        poll(peer.rx(0));
        poll(peer.rx(0));
        assertEquals(1, cycle.sources().size());
        assertEquals(peer.rx(0), cycle.sources().get(0));
        assertEquals(peer.rx(0) + " (wakes it)", cycle.sources().toString());
    }

    @Test
    void shouldWakeOnlyAWorkerThatWaits() {
        poll(peer.rx(0));
        send();
        assertEquals(0, wakeUps);
        assertEquals(0, begin(), "a packet is there");
        cycle.sources().end();
        assertEquals(1, poll(peer.rx(0)));
        assertEquals(RxQueue.MAX_AWAIT_NS, begin());
        send();
        assertEquals(1, wakeUps);
        cycle.sources().end();
        send();
        assertEquals(1, wakeUps);
        assertEquals(2, poll(peer.rx(0)));
    }

    /** The device is given up only after the sleep, so no descriptor is closed while a thread blocks on it. */
    @Test
    void shouldEndTheSleepWhenClosedAndBeForgottenAfterwards() {
        poll(peer.rx(0));
        send();
        poll(peer.rx(0));
        begin();
        peer.close();
        assertTrue(wakeUps > 0);
        cycle.sources().end();
        assertEquals(Long.MAX_VALUE, begin());
        assertEquals(0, cycle.sources().size());
    }

    @Test
    void shouldBeForgottenByACycleThatAnotherThreadHasFollowed() throws Exception {
        poll(peer.rx(0));
        peer.rx(0).handOver();
        DutyCycle other = DutyCycle.ofWorker();
        Thread next = Thread.ofPlatform().start(() -> {
            other.begin();
            peer.rx(0).poll(8, RELEASE);
            other.end();
        });
        next.join();
        assertEquals(Long.MAX_VALUE, begin());
        assertEquals(0, cycle.sources().size());
        assertEquals(1, other.sources().size());
    }

    @Test
    void shouldPollAtIntervalsAQueueThatCannotWakeAndReportItsFaultAtTheNextPoll() {
        FaultyNic faulty = new FaultyNic(true);
        poll(faulty.rx(0));
        assertEquals(WaitSource.POLL_INTERVAL_NS, begin());
        cycle.sources().end();
        assertEquals(faulty.rx(0) + " (polled every 2 ms)", cycle.sources().toString());
        faulty.faults.add("quiet");
        assertEquals(0, begin());
        cycle.sources().end();
        assertEquals("planted in quiet", assertThrows(IllegalStateException.class, () -> poll(faulty.rx(0)))
                .getMessage());
        assertEquals(0, poll(faulty.rx(0)));
        faulty.close();
    }

    private static void give(FaultyNic to, int packets) {
        for (int i = 0; i < packets; i++) {
            Packet packet = to.pool().allocate();
            packet.resize(64);
            assertTrue(to.tx(0).transmit(packet));
        }
    }

    /** The kernel makes room in a thread that does not run while a worker of a higher priority spins. */
    @Test
    void shouldBlockForAMomentWhenTheDeviceTakesNothingForManyPolls() {
        FaultyNic faulty = new FaultyNic(true);
        List<Long> pauses = new ArrayList<>();
        var queue = (DriverTxQueue) faulty.tx(0);
        var backlog = new TxBacklog(queue, pauses::add);
        backlog.retry();
        assertEquals(Long.MAX_VALUE, backlog.quietNs());

        faulty.full = true;
        give(faulty, 3);
        queue.flush();
        for (int i = 1; i < TxBacklog.ATTEMPTS_PER_PAUSE; i++) {
            backlog.retry();
        }
        assertEquals(List.of(), pauses);
        backlog.retry();
        assertEquals(List.of(TxBacklog.RETRY_NS), pauses);
        assertEquals(TxBacklog.RETRY_NS, backlog.quietNs());

        faulty.full = false;
        assertEquals(Long.MAX_VALUE, backlog.quietNs());
        assertEquals(3, faulty.sent);
        for (int i = 0; i < 2 * TxBacklog.ATTEMPTS_PER_PAUSE; i++) {
            backlog.retry();
        }
        assertEquals(1, pauses.size());
        faulty.close();
    }
}
