package io.creel.jmh.check;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.memory.MemoryNic;
import io.creel.schedulers.Worker;
import java.util.function.LongSupplier;

/** Sends recorded frames to a {@link MemoryEcho} and takes them back. Only the time of the echo counts. */
final class MemoryLink implements CheckedPath {
    private static final int BURST = 512;

    private final byte[][] frames;
    private final LongSupplier cpuClock;
    private final Nic far;
    private final MemoryEcho echo;
    private final Worker worker;
    private int next;
    private long returned;

    MemoryLink(byte[][] frames, LongSupplier cpuClock) {
        this.frames = frames;
        this.cpuClock = cpuClock;
        MemoryNic near = MemoryNic.pair();
        far = near.peer();
        echo = new MemoryEcho(near);
        worker = new Worker("echo", echo, System::nanoTime);
    }

    @Override
    public long handle(int packets) {
        long before = returned + echo.dropped;
        long ns = 0;
        for (int sent = 0; sent < packets; sent += BURST) {
            int burst = Math.min(BURST, packets - sent);
            for (int i = 0; i < burst; i++) {
                send();
            }
            long began = cpuClock.getAsLong();
            for (int polled = 0; polled < burst;) {
                polled += worker.doWork();
            }
            ns += cpuClock.getAsLong() - began;
            takeBack();
        }
        long done = returned + echo.dropped - before;
        if (done != packets) {
            throw new IllegalStateException("frames are lost: sent=" + packets + ", returned or dropped=" + done);
        }
        return ns;
    }

    private void send() {
        Packet packet = far.pool().allocate();
        if (packet == null) {
            throw new IllegalStateException("the pool of the link is empty: nic=" + far);
        }
        byte[] frame = frames[next];
        next = next + 1 == frames.length ? 0 : next + 1;
        packet.resize(frame.length);
        packet.set(0, frame, 0, frame.length);
        if (!far.tx(0).transmit(packet)) {
            throw new IllegalStateException("the ring of the link is full: nic=" + far);
        }
    }

    private void takeBack() {
        int polled;
        do {
            polled = far.rx(0).poll(BURST, packet -> {
                packet.release();
                return true;
            });
            returned += polled;
        } while (polled > 0);
    }
}
