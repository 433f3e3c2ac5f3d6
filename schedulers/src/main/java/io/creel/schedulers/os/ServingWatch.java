package io.creel.schedulers.os;

import io.creel.schedulers.latency.CauseTimeline;
import io.creel.schedulers.latency.ServingLog;
import io.creel.schedulers.latency.SwitchRecords;
import io.creel.schedulers.latency.WorkerTimes;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one serving thread, piece of work by piece of work: which request it serves, and where it makes no progress.
 * A piece is a computation of at most a few microseconds that never suspends.
 *
 * <pre>
 *   long begin = watch.begin(request);
 *   compute();
 *   watch.end(begin);
 * </pre>
 *
 * Threads: the serving thread alone, which may be a carrier of virtual threads; after the run, the reader. A piece
 * costs two readings of the clock; a gap costs 2 µs more. Nothing allocates after the first piece.
 */
public final class ServingWatch {
    /** A piece that takes longer is a gap, in nanoseconds. */
    public static final long GAP_NS = 5_000;
    /** After a pause of this length, in nanoseconds, the thread may have slept, so that its account begins anew. */
    private static final long SLEEP_NS = 20_000;
    private static final int NONE = -1;

    private final ServingLog log;
    private final LongSupplier nanoClock;
    private final long fromNs;
    private @Nullable ThreadAccount account;
    private int tid = NONE;
    private long endedNs;

    /**
     * Makes a watch that records from a time on.
     *
     * @param segments
     *            how often the thread may begin or end to serve a request
     * @param gaps
     *            how many gaps to keep
     * @param fromNs
     *            the time; earlier pieces are not recorded, so that a warm-up fills no log
     * @param nanoClock
     *            {@code System::nanoTime}
     */
    public ServingWatch(int segments, int gaps, long fromNs, LongSupplier nanoClock) {
        log = new ServingLog(segments, gaps);
        this.fromNs = fromNs;
        this.nanoClock = nanoClock;
    }

    /**
     * Begins a piece.
     *
     * @param request
     *            the number of the request that it belongs to, from 0
     * @return the time, for {@link #end}
     */
    public long begin(int request) {
        long nowNs = nanoClock.getAsLong();
        if (log.serving() != request && nowNs - fromNs >= 0) {
            serves(request, nowNs);
        }
        return nowNs;
    }

    private void serves(int request, long nowNs) {
        ThreadAccount own = account;
        if (own == null) {
            tid = KernelThreads.self();
            account = ThreadAccount.open(nanoClock);
        } else if (log.serving() == NONE && nowNs - endedNs > SLEEP_NS) {
            own.restart();
        }
        log.serves(request, nowNs);
    }

    /**
     * Ends a piece.
     *
     * @param beginNs
     *            what {@link #begin} returned
     */
    public void end(long beginNs) {
        long nowNs = nanoClock.getAsLong();
        ThreadAccount own = account;
        if (own != null && nowNs - beginNs > GAP_NS) {
            own.next();
            log.gap(beginNs, own.atNs(), own.lateNs(), own.stolenNs(), own.blockedNs());
        }
    }

    /**
     * Ends a request.
     *
     * @param request
     *            its number
     * @return the time
     */
    public long ended(int request) {
        long nowNs = begin(request);
        if (account != null) {
            log.ended(nowNs);
            endedNs = nowNs;
        }
        return nowNs;
    }

    /** {@return what was recorded} */
    public ServingLog log() {
        return log;
    }

    /** {@return the thread that served, by its number in the kernel; -1 if none did} */
    public int tid() {
        return tid;
    }

    /**
     * {@return what the thread's time went to} After the run.
     *
     * @param records
     *            the switches; {@code null} if they are refused
     * @param beginNs
     *            the begin of the run
     * @param endNs
     *            its end
     */
    public CauseTimeline timeline(@Nullable SwitchRecords records, long beginNs, long endNs) {
        int pid = KernelThreads.process();
        return records == null
                ? WorkerTimes.byAccount(log, beginNs, endNs)
                : WorkerTimes.exact(log, records, tid, pid, KernelThreads.stoppers(pid));
    }

    /** {@return why the thread has no account of its own, as a clause; {@code null} if it has one} */
    public @Nullable String refusal() {
        ThreadAccount own = account;
        return own == null ? "the thread served nothing" : own.refusal();
    }
}
