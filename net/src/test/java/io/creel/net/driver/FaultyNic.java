package io.creel.net.driver;

import io.creel.net.NicCapabilities;
import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A NIC whose device throws in the calls that a test names, and records its calls. */
final class FaultyNic extends DriverNic {
    final DriverPackets inFlight = new DriverPackets("faulty");
    /** The names of the calls that throw, each once and in order. Written by the test. */
    final Deque<String> faults = new ArrayDeque<>();
    final List<String> calls = new ArrayList<>();
    /** An action that runs within the first transmit of the device. Written by the test. */
    volatile Runnable meanwhile;
    /** Whether the device refuses packets. Written by the test. */
    volatile boolean full;
    int arrivals;
    int sent;
    int ended;

    FaultyNic(boolean combining) {
        super("faulty", 0, new PacketPool("faulty", 64, 256, 0));
        var device = new Device();
        opened(new NicCapabilities(1500, true, true, false, "faulty"), new Rx(),
                combining
                        ? DriverTxQueue.combining(this, 0, inFlight, device, 8, 1500)
                        : DriverTxQueue.direct(this, 0, inFlight, device));
    }

    private void call(String name) {
        calls.add(name);
        if (name.equals(faults.peek())) {
            throw new IllegalStateException("planted in " + faults.poll());
        }
    }

    @Override
    public boolean isFinished() {
        return false;
    }

    @Override
    public void close() {
        try {
            closeQueues();
        } finally {
            pool().close();
        }
    }

    private final class Rx extends DriverRxQueue {
        Rx() {
            super(FaultyNic.this, 0);
        }

        @Override
        protected int receive(PacketBatch batch, int max) {
            int count = 0;
            for (; arrivals > 0 && count < max; arrivals--, count++) {
                call("receive" + count);
                Packet packet = pool().allocate();
                packet.resize(64);
                DriverPackets.append(packet, batch);
            }
            call("received");
            return count;
        }

        @Override
        protected long quietNs() {
            call("quiet");
            return super.quietNs();
        }

        @Override
        protected boolean await(long timeoutNs) {
            call("await");
            return false;
        }

        @Override
        protected void end() {
            ended++;
            call("endReceive");
        }
    }

    private final class Device implements TxDevice {
        @Override
        public NicCounter transmit(Packet packet, long address, int sizeBytes) {
            if (full) {
                return NicCounter.TX_REFUSED_RING_FULL;
            }
            Runnable now = meanwhile;
            meanwhile = null;
            if (now != null) {
                now.run();
            }
            call("transmit");
            inFlight.complete(packet);
            sent++;
            call("completed");
            return null;
        }

        @Override
        public boolean flush(int packets) {
            call("flush");
            return false;
        }

        @Override
        public void reclaim() {
            call("reclaim");
        }

        @Override
        public boolean finishesChecksum(Packet packet) {
            call("finishesChecksum");
            return true;
        }

        @Override
        public void end() {
            ended++;
            call("end");
        }
    }
}
