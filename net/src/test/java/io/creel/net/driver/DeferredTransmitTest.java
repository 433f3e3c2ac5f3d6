package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.DutyCycle;
import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks when packets that are transmitted one by one leave, counted in calls of the device, not in time. */
class DeferredTransmitTest {
    private final CountingNic nic = new CountingNic();
    private final DutyCycle cycle = DutyCycle.ofWorker();

    @AfterEach
    void shouldLoseNothing() {
        nic.close();
        assertEquals(0, nic.pool().outstanding());
    }

    private void transmit(int count) {
        for (int i = 0; i < count; i++) {
            Packet packet = nic.pool().allocate();
            packet.resize(64);
            packet.egress(nic.tx(0));
            assertTrue(packet.transmit());
        }
    }

    private static PacketConsumer release() {
        return packet -> {
            packet.release();
            return true;
        };
    }

    @Test
    void shouldMakeOneCallPerCycleOfThePoller() {
        for (int round = 1; round <= 3; round++) {
            cycle.begin();
            nic.rx(0).poll(8, release());
            transmit(20);
            assertEquals(round - 1, nic.calls);
            cycle.end();
            assertEquals(round, nic.calls);
            assertEquals(20 * round, nic.sent);
        }
    }

    @Test
    void shouldMakeACallWithTheThirtySecond() {
        cycle.begin();
        nic.rx(0).poll(8, release());
        transmit(31);
        assertEquals(0, nic.calls);
        transmit(1);
        assertEquals(1, nic.calls);
        assertEquals(32, nic.sent);
        transmit(40);
        assertEquals(2, nic.calls);
        cycle.end();
        assertEquals(3, nic.calls);
        assertEquals(72, nic.sent);
    }

    @Test
    void shouldLetGoAtTheNextPollAndBeforeItWaits() {
        cycle.begin();
        nic.rx(0).poll(8, release());
        transmit(3);
        nic.rx(0).poll(new PacketBatch(1), 1);
        assertEquals(1, nic.calls);
        transmit(3);
        nic.rx(0).awaitReadable(0);
        assertEquals(2, nic.calls);
        cycle.end();
        assertEquals(6, nic.sent);
    }

    @Test
    void shouldMakeOneCallPerPollOfAnyThreadForItsConsumer() {
        nic.arrivals = 5;
        assertEquals(5, nic.rx(0).poll(8, packet -> {
            assertEquals(0, nic.calls);
            return packet.transmit();
        }));
        assertEquals(1, nic.calls);
        assertEquals(5, nic.sent);
    }

    @Test
    void shouldLetGoWhenConsumerThrows() {
        nic.arrivals = 2;
        assertThrows(IllegalStateException.class, () -> nic.rx(0).poll(8, packet -> {
            packet.transmit();
            throw new IllegalStateException("faulty consumer");
        }));
        assertEquals(1, nic.calls);
    }

    /** A thread that polls and then does other work may never poll again. */
    @Test
    void shouldSendAtOnceOutsideOfACycle() {
        nic.rx(0).poll(new PacketBatch(1), 1);
        transmit(3);
        assertEquals(3, nic.calls);
        cycle.begin();
        nic.rx(0).poll(8, release());
        cycle.end();
        transmit(3);
        assertEquals(6, nic.calls);
    }

    @Test
    void shouldSendAtOnceForAThreadThatIsNotThePoller() throws Exception {
        cycle.begin();
        nic.rx(0).poll(8, release());
        transmit(1);
        Thread other = Thread.ofPlatform().start(() -> transmit(1));
        other.join();
        assertEquals(1, nic.calls);
        assertEquals(2, nic.sent);
        var worker = DutyCycle.ofWorker();
        Thread another = Thread.ofPlatform().start(() -> {
            worker.begin();
            transmit(2);
            worker.end();
        });
        another.join();
        assertEquals(3, nic.calls);
        cycle.end();
    }

    /** Two workers use the pair in turns, and neither leaves a packet behind. */
    @Test
    void shouldLeaveNothingBehindWhenThePollerChanges() throws Exception {
        var second = DutyCycle.ofWorker();
        cycle.begin();
        nic.rx(0).poll(8, release());
        transmit(2);
        nic.rx(0).handOver();
        Thread other = Thread.ofPlatform().start(() -> {
            second.begin();
            nic.rx(0).poll(8, release());
            assertEquals(2, nic.sent);
            transmit(3);
            second.end();
        });
        other.join();
        assertEquals(5, nic.sent);
        transmit(1);
        assertEquals(6, nic.sent, "no longer the poller");
        cycle.end();
    }

    @Test
    void shouldCountDeferredPacketsWhenClosed() {
        cycle.begin();
        nic.rx(0).poll(8, release());
        transmit(4);
        nic.close();
        cycle.end();
        assertEquals(0, nic.sent);
        assertEquals(4, nic.statistics().get(NicCounter.TX_UNSENT_AT_CLOSE));
    }

    @Test
    void shouldServeAJvmWithoutTheArgumentsForCoroutines() throws Exception {
        assertEquals("polled 1", PlainProgram.run());
    }

    /** A NIC whose device counts how often it is asked to send. */
    private static final class CountingNic extends DriverNic {
        private final DriverPackets inFlight = new DriverPackets("counting");
        private volatile int calls;
        private volatile int sent;
        private int arrivals;

        CountingNic() {
            super("counting", 0, new PacketPool("counting", 256, 256, 0));
            opened(new NicCapabilities(1500, true, true, false, "counting"), new Rx(),
                    DriverTxQueue.combining(this, 0, inFlight, new Tx(), 128, 1500));
        }

        @Override
        public boolean isFinished() {
            return false;
        }

        @Override
        public void close() {
            closeQueues();
            pool().close();
        }

        private final class Rx extends DriverRxQueue {
            Rx() {
                super(CountingNic.this, 0);
            }

            @Override
            protected int receive(PacketBatch batch, int max) {
                int count = 0;
                for (; arrivals > 0 && count < max; arrivals--, count++) {
                    Packet packet = pool().allocate();
                    packet.resize(64);
                    DriverPackets.append(packet, batch);
                }
                return count;
            }

            @Override
            protected boolean await(long timeoutNs) {
                return false;
            }

            @Override
            protected void end() {
                // There is no device to close.
            }
        }

        private final class Tx implements TxDevice {
            @Override
            public NicCounter transmit(Packet packet, long address, int sizeBytes) {
                inFlight.complete(packet);
                sent++;
                return null;
            }

            @Override
            public boolean flush(int packets) {
                calls += packets > 0 ? 1 : 0;
                return false;
            }
        }
    }
}
