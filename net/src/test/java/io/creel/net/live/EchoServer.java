package io.creel.net.live;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.RxQueue;
import io.creel.net.TxQueue;

/** A thread that returns every datagram of one queue: it spins while there is traffic, then blocks. */
final class EchoServer implements AutoCloseable {
    private static final int SPINS = 500;
    private static final int BATCH = 64;

    private final RxQueue rx;
    private final TxQueue tx;
    private final Thread thread;
    private final PacketBatch received = new PacketBatch(BATCH);
    private final PacketBatch answers = new PacketBatch(BATCH);
    /** The number of returned datagrams. Written by its own thread only. */
    private volatile long echoed;
    private volatile boolean stopped;
    private volatile Throwable failure;

    EchoServer(Nic nic, int queue) {
        rx = nic.rx(queue);
        tx = nic.tx(queue);
        thread = Thread.ofPlatform().daemon().name("echo-" + nic.name()).start(this::run);
    }

    private void run() {
        try {
            int idle = 0;
            while (!stopped) {
                if (round() > 0) {
                    idle = 0;
                } else if (++idle > SPINS) {
                    rx.awaitReadable(RxQueue.MAX_AWAIT_NS);
                    idle = 0;
                }
            }
            answers.releaseAll();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private int round() {
        int count = rx.poll(received, BATCH - answers.size());
        for (int i = 0; i < received.size(); i++) {
            Packet packet = received.get(i);
            if (Datagram.isOurs(packet)) {
                Datagram.turn(packet);
                answers.add(packet);
                echoed = echoed + 1;
            } else {
                packet.release();
            }
        }
        received.clear();
        return count + (answers.isEmpty() ? 0 : tx.transmit(answers));
    }

    long echoed() {
        return echoed;
    }

    /** Ends the thread, and throws if the thread has failed. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        if (failure != null) {
            throw new AssertionError("echo failed", failure);
        }
    }
}
