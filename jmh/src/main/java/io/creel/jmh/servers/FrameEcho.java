package io.creel.jmh.servers;

import io.creel.jmh.nic.Echo;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.RxQueue;

/** Turns frames round without coroutines and without a protocol, and sleeps if there are none. */
final class FrameEcho implements Served {
    private static final int BATCH = 64;

    private final Nic nic;
    private Thread thread;
    /** Written by the echoing thread, read by any. */
    private volatile long echoed;

    private FrameEcho(Nic nic) {
        this.nic = nic;
    }

    static FrameEcho open(String word) throws Exception {
        var echo = new FrameEcho(Nics.open(word));
        echo.thread = Thread.ofPlatform().daemon().name("frame echo").start(echo::work);
        return echo;
    }

    private void work() {
        var in = new PacketBatch(BATCH);
        var out = new PacketBatch(BATCH);
        long count = 0;
        while (!nic.isFinished()) {
            nic.rx(0).poll(in, BATCH - out.size());
            if (in.size() == 0 && out.size() == 0) {
                nic.rx(0).awaitReadable(RxQueue.MAX_AWAIT_NS);
            }
            for (int i = 0; i < in.size(); i++) {
                Packet packet = in.get(i);
                if (Echo.isOurs(packet)) {
                    Echo.turn(packet);
                    out.add(packet);
                } else {
                    packet.release();
                }
            }
            in.clear();
            count += nic.tx(0).transmit(out);
            echoed = count;
        }
    }

    @Override
    public long requests() {
        return echoed;
    }

    @Override
    public String counted() {
        return nic.statistics().toString();
    }

    @Override
    public long servingThread() {
        return thread.threadId();
    }
}
