package io.creel.cli.os;

import io.creel.schedulers.latency.ServingLog;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.os.ThreadAccount;

/** A thread that computes on one CPU without a break, and records when it made no progress: it serves one request. */
final class SpinningWorker implements AutoCloseable {
    /** A piece that took longer was interrupted, in nanoseconds. */
    private static final long GAP_NS = 5_000;
    private static final int PIECE_ROUNDS = 300;
    private static final int GAPS = 1 << 20;

    private final ServingLog log = new ServingLog(16, GAPS);
    private final int cpu;
    private final Thread thread;
    private volatile int tid;
    private volatile boolean isStopped;
    private long beginNs;
    private long endNs;
    private long state = 1;

    SpinningWorker(int cpu) {
        this.cpu = cpu;
        thread = Thread.ofPlatform().name("split-worker").daemon().start(this::run);
        while (tid == 0) {
            Thread.onSpinWait();
        }
    }

    private void run() {
        KernelThreads.pin(0, CpuSet.of(cpu));
        try (ThreadAccount account = ThreadAccount.open(System::nanoTime)) {
            beginNs = System.nanoTime();
            log.serves(0, beginNs);
            tid = KernelThreads.self();
            long before = System.nanoTime();
            while (!isStopped) {
                for (int i = 0; i < PIECE_ROUNDS; i++) {
                    state ^= state << 13;
                    state ^= state >>> 7;
                    state ^= state << 17;
                }
                long after = System.nanoTime();
                if (after - before > GAP_NS) {
                    account.next();
                    after = account.atNs();
                    log.gap(before, after, account.lateNs(), account.stolenNs(), account.blockedNs());
                }
                before = after;
            }
            endNs = System.nanoTime();
            log.ended(endNs);
        }
    }

    int tid() {
        return tid;
    }

    /** Ends the thread; then the log can be read. */
    void end() throws InterruptedException {
        isStopped = true;
        thread.join();
    }

    /** Lets the thread end, without waiting for it. */
    @Override
    public void close() {
        isStopped = true;
    }

    ServingLog log() {
        return log;
    }

    long beginNs() {
        return beginNs;
    }

    long endNs() {
        return endNs;
    }
}
