package io.creel.cli.policies;

import io.creel.cli.CpuWork;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.os.ServingWatch;
import io.creel.schedulers.os.SplitRun;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The times of the requests of a run on one worker, for the split by cause. The sender writes when a request was due
 * and sent, the worker when it ended; the sender reads after the end of the run.
 */
final class RequestSplit implements AutoCloseable {
    private static final int GAPS = 1 << 20;
    /** Room in the record: how often the worker may turn to another request, per request. */
    private static final int TURNS = 40;
    private static final int MAX_TURNS = 1 << 24;

    private final long[] dueNs;
    private final long[] sentNs;
    private final long[] endNs;
    private final ServingWatch watch;
    private final SplitRun run;
    private int count;
    private long lost;

    /**
     * Opens the instruments.
     *
     * @param capacity
     *            how many requests to keep; a run with more is void
     * @param fromNs
     *            from when the worker is watched
     */
    RequestSplit(int capacity, long fromNs, LongSupplier nanoClock) {
        dueNs = new long[capacity];
        sentNs = new long[capacity];
        endNs = new long[capacity];
        watch = new ServingWatch((int) Math.min(MAX_TURNS, (long) TURNS * capacity), GAPS, fromNs, nanoClock);
        run = new SplitRun(KernelThreads.affinity(0), nanoClock);
    }

    /** Records a request before it is offered. */
    void sent(OfferedRequest request, long nowNs) {
        if (request.number() >= dueNs.length) {
            lost++;
            return;
        }
        dueNs[request.number()] = request.dueNs();
        sentNs[request.number()] = nowNs;
        count = request.number() + 1;
    }

    /** Computes a piece of a request. The worker. */
    long piece(int request, CpuWork work, long state) {
        long beginNs = watch.begin(request);
        long next = work.piece(state);
        watch.end(beginNs);
        return next;
    }

    /** Records the end of a request. The worker. */
    void ended(int request) {
        long nowNs = watch.ended(request);
        if (request < endNs.length) {
            endNs[request] = nowNs;
        }
    }

    /** Splits the requests that were due from a time on and have ended; refused ones have no time. */
    String finish(long measuredFromNs, long nowNs) {
        String text = run.finish(List.of(watch), dueNs.length, measuredFromNs, nowNs, (times, to) -> {
            for (int i = 0; i < count; i++) {
                if (dueNs[i] - measuredFromNs >= 0 && endNs[i] != 0) {
                    times.addTo(i, dueNs[i], sentNs[i], endNs[i], to);
                }
            }
        }).text();
        return lost == 0 ? text : text + "VOID: requests beyond the record: lost=" + lost + "\n";
    }

    @Override
    public void close() {
        run.close();
    }
}
