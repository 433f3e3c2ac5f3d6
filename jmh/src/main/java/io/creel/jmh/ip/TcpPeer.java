package io.creel.jmh.ip;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * One peer of the question {@code tcp} in a JVM of its own. JMH cannot measure this, because the workers differ: the
 * one that runs the host serves the other. Prints nanoseconds of processor time and bytes per frame.
 */
public final class TcpPeer {
    private final long warmUpFrames;
    private final long measuredFrames;
    private final AtomicInteger cold;
    private final AtomicInteger running;
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicLong frames = new AtomicLong();
    private final AtomicLong cpuNs = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    private TcpPeer(long warmUpFrames, long measuredFrames, int workers) {
        this.warmUpFrames = warmUpFrames;
        this.measuredFrames = measuredFrames;
        cold = new AtomicInteger(workers);
        running = new AtomicInteger(workers);
    }

    /** Takes what is measured, the peer, the workers, and the frames of a worker to warm up and to measure. */
    public static void main(String[] words) throws InterruptedException {
        int workers = Integer.parseInt(words[2]);
        IntSupplier[] work = words[0].equals("path")
                ? new IntSupplier[]{path(words[1])}
                : TcpStep.of(words[1], workers);
        var peer = new TcpPeer(Long.parseLong(words[3]), Long.parseLong(words[4]), work.length);
        Thread[] threads = new Thread[work.length];
        for (int i = 0; i < work.length; i++) {
            IntSupplier mine = work[i];
            boolean servesOthers = i == 0;
            threads[i] = new Thread(() -> peer.run(mine, servesOthers), "worker " + i);
            threads[i].setUncaughtExceptionHandler((thread, failure) -> {
                failure.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            threads[i].start();
        }
        for (Thread each : threads) {
            each.join();
        }
        System.out.println((double) peer.cpuNs.get() / peer.frames.get() + " "
                + (double) peer.bytes.get() / peer.frames.get());
    }

    private static IntSupplier path(String peer) {
        Runnable[] work = {null};
        return () -> {
            if (work[0] == null) {
                work[0] = TcpPath.of(peer); // on the thread that goes on with it
            }
            work[0].run();
            return TcpPath.BURST;
        };
    }

    /**
     * A worker that is warm goes on until all are; and all stop counting with the first that has enough. The first
     * worker runs the host, so it ends last: a coroutine of another one may wait for a lock that the host's timers
     * have.
     */
    private void run(IntSupplier work, boolean servesOthers) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (long done = 0; done < warmUpFrames; done += work.getAsInt()) {
            // not measured
        }
        cold.decrementAndGet();
        while (cold.get() > 0) {
            work.getAsInt();
        }
        long bytesBefore = threads.getCurrentThreadAllocatedBytes();
        long cpuBeforeNs = threads.getCurrentThreadCpuTime();
        long done = 0;
        while (done < measuredFrames && !enough.get()) {
            done += work.getAsInt();
        }
        enough.set(true);
        cpuNs.addAndGet(threads.getCurrentThreadCpuTime() - cpuBeforeNs);
        bytes.addAndGet(threads.getCurrentThreadAllocatedBytes() - bytesBefore);
        frames.addAndGet(done);
        running.decrementAndGet();
        while (servesOthers && running.get() > 0) {
            work.getAsInt();
        }
    }
}
