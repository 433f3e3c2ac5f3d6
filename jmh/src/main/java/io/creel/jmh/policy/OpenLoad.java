package io.creel.jmh.policy;

import static io.creel.jmh.policy.OpenRequests.rank;

import io.creel.schedulers.latency.LatencySplit;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.os.ServingWatch;
import io.creel.schedulers.os.SplitRun;
import io.creel.sim.load.ServiceMix;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * An open load: Poisson arrivals, drawn before the first is sent, sent when they are due even if the server is behind.
 * Time runs from when a request was due, so a late sender makes latency longer, not shorter.
 * No request is left out: each is split by cause.
 */
final class OpenLoad implements AutoCloseable {
    private static final int LEAST_COUNTED = 2_000;
    private static final long PATIENCE_NS = 60_000_000_000L;
    /** Room in the record: a server turns to another request at most once in this many pieces. */
    private static final int PIECES_A_SEGMENT = 5;
    private static final int GAPS = 1 << 20;

    private final long[] dueNs;
    private final long[] sentNs;
    private final long[] endNs;
    private final int[] pieces;
    private final byte[] types;
    private final int firstMeasured;
    private final long beginNs;
    private final Work work;
    private final AtomicInteger ended = new AtomicInteger();
    private final SplitRun run;
    private final ServingWatch watch;
    private String split = "";

    /**
     * Draws the requests, and opens the instruments.
     *
     * @param load
     *            offered work divided by the capacity of one worker
     */
    OpenLoad(ServiceMix mix, double load, long warmUpNs, long measuredNs, long seed, Work work) {
        this.work = work;
        var requests = new OpenRequests(mix, load, warmUpNs, measuredNs, seed);
        dueNs = requests.dueNs;
        pieces = requests.pieces;
        types = requests.types;
        firstMeasured = requests.firstMeasured;
        sentNs = new long[dueNs.length];
        endNs = new long[dueNs.length];
        run = new SplitRun(KernelThreads.affinity(0), System::nanoTime);
        beginNs = System.nanoTime();
        // Half the warm-up is recorded too: requests of the measurement may wait behind its last ones.
        int segments = 3 * dueNs.length + Arrays.stream(pieces).sum() / PIECES_A_SEGMENT;
        watch = new ServingWatch(segments, GAPS, beginNs + warmUpNs / 2, System::nanoTime);
    }

    /** Sends all requests from this thread. */
    void send(IntConsumer to) {
        for (int i = 0; i < dueNs.length; i++) {
            dueNs[i] += beginNs;
            long nowNs = System.nanoTime();
            while (nowNs - dueNs[i] < 0) {
                Thread.onSpinWait();
                nowNs = System.nanoTime();
            }
            sentNs[i] = nowNs;
            to.accept(i);
        }
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (ended.get() < dueNs.length) {
            if (System.nanoTime() - untilNs > 0) {
                throw new IllegalStateException(
                        "requests were lost, or the server is too slow: sent=" + dueNs.length + ", ended="
                                + ended.get());
            }
            Thread.onSpinWait();
        }
    }

    /** Returns the number of pieces that a request computes. */
    int pieces(int request) {
        return pieces[request];
    }

    /** Computes a request, and calls {@code afterPiece} after each piece. */
    void serve(int request, Runnable afterPiece) {
        long state = request + 1L;
        for (int left = pieces[request]; left > 0 && state != 0; left--) {
            state = piece(request, state);
            afterPiece.run();
        }
        ended(request);
    }

    /** Records the end of a request. The serving thread. */
    void ended(int request) {
        endNs[request] = watch.ended(request);
        ended.incrementAndGet();
    }

    /** Computes a piece of a request. The serving thread. */
    long piece(int request, long state) {
        long pieceNs = watch.begin(request);
        long next = work.piece(state);
        watch.end(pieceNs);
        return next;
    }

    /** Returns what the requests' time went to, in Markdown; after {@link #report}. */
    String split() {
        return split;
    }

    /**
     * Splits all measured requests and returns: the median, the 99th and the 99.9th percentile in nanoseconds of one
     * type, whole and without what was not this program's; the same percentiles but the median of the slowdown of all
     * in thousandths, adjusted; 0 if the run is void, otherwise 1.
     */
    String report(int type) {
        int last = dueNs.length - 1;
        SplitRun.SplitResult result = run.finish(List.of(watch), dueNs.length, dueNs[firstMeasured], endNs[last],
                (times, to) -> {
                    for (int i = firstMeasured; i < dueNs.length; i++) {
                        times.addTo(i, dueNs[i], sentNs[i], endNs[i], to);
                    }
                });
        split = result.text();
        LatencySplit all = result.split();
        long[] rawNs = new long[all.size()];
        long[] adjustedNs = new long[all.size()];
        long[] slowdownMilli = new long[all.size()];
        int ofType = 0;
        for (int i = 0; i < all.size(); i++) {
            int request = firstMeasured + i;
            slowdownMilli[i] = 1_000 * all.adjustedNs(i) / (pieces[request] * Work.PIECE_NS);
            if (types[request] == type) {
                rawNs[ofType] = all.rawNs(i);
                adjustedNs[ofType++] = all.adjustedNs(i);
            }
        }
        if (ofType < LEAST_COUNTED) {
            throw new IllegalStateException("too few requests to conclude anything: counted=" + ofType + ", least="
                    + LEAST_COUNTED);
        }
        Arrays.sort(slowdownMilli);
        return percentiles(rawNs, ofType) + " " + percentiles(adjustedNs, ofType) + " "
                + slowdownMilli[rank(all.size(), 0.99)] + " " + slowdownMilli[rank(all.size(), 0.999)] + " "
                + (result.isVoid() ? 0 : 1);
    }

    private static String percentiles(long[] ns, int count) {
        Arrays.sort(ns, 0, count);
        return ns[rank(count, 0.5)] + " " + ns[rank(count, 0.99)] + " " + ns[rank(count, 0.999)];
    }

    @Override
    public void close() {
        run.close();
    }
}
