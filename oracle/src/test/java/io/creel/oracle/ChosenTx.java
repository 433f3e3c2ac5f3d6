package io.creel.oracle;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.TxQueue;
import io.creel.net.memory.MemoryNic;

/** A transmit queue that may refuse each packet. */
final class ChosenTx implements TxQueue {
    private static final Nic NIC = MemoryNic.pair(1, 4);
    private final SimulatedWorkers workers;

    ChosenTx(SimulatedWorkers workers) {
        this.workers = workers;
    }

    @Override
    public boolean transmit(Packet packet) {
        if (workers.happens("the transmit queue is full")) {
            return false;
        }
        packet.release();
        return true;
    }

    @Override
    public int transmit(PacketBatch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Nic nic() {
        return NIC;
    }
}
