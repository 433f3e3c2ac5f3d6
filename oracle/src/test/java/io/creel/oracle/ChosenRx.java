package io.creel.oracle;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.RxQueue;

/** A receive queue that delivers as many packets as the explorer chooses. */
final class ChosenRx implements RxQueue {
    private final Surroundings around;

    ChosenRx(Surroundings around) {
        this.around = around;
    }

    private int count() {
        return 1 - around.workers.choose(2, "no packet has arrived");
    }

    @Override
    public int poll(PacketBatch batch, int max) {
        int count = Math.min(max, count());
        for (int i = 0; i < count; i++) {
            around.environment.add(around.ownedPacket(), batch);
        }
        return count;
    }

    @Override
    public int poll(int max, PacketConsumer consumer) {
        int count = Math.min(max, count());
        for (int i = 0; i < count; i++) {
            Packet packet = around.ownedPacket();
            boolean taken;
            try {
                taken = consumer.accept(packet);
            } catch (RuntimeException | Error thrown) {
                around.giveBack(packet);
                throw thrown;
            }
            if (!taken) {
                around.giveUp(packet);
            }
        }
        return count;
    }

    @Override
    public boolean awaitReadable(long timeoutNs) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Nic nic() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void handOver() {
        throw new UnsupportedOperationException();
    }
}
