package io.creel.jmh.policy;

import static io.creel.jmh.policy.OpenRequests.rank;

import io.creel.sim.load.ServiceMix;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * An open load: Poisson arrivals, drawn before the first is sent, sent when they are due even if the server is behind.
 * Time runs from when a request was due, so a late sender makes latency longer, not shorter.
 */
final class OpenLoad {
    private static final long WINDOW_NS = 20_000_000;
    /** How many windows after one in which a thread had no core are left out, because they serve the backlog. */
    private static final int AFTERMATH = 2;
    private static final long STALL_NS = 200_000;
    private static final int LEAST_COUNTED = 2_000;
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final long[] dueNs;
    private final int[] pieces;
    private final byte[] types;
    private final long[] tookNs;
    private final boolean[] spoilt;
    private final int firstMeasured;
    private long beginNs;
    private final Work work;
    private final AtomicInteger ended = new AtomicInteger();

    /**
     * Draws the requests.
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
        tookNs = new long[dueNs.length];
        spoilt = new boolean[(int) ((warmUpNs + measuredNs) / WINDOW_NS) + 1];
    }

    /** Sends all requests from this thread. */
    void send(IntConsumer to) {
        beginNs = System.nanoTime();
        long seenNs = beginNs;
        for (int i = 0; i < dueNs.length; i++) {
            dueNs[i] += beginNs;
            long nowNs = System.nanoTime();
            watch(seenNs, nowNs);
            while (nowNs - dueNs[i] < 0) {
                Thread.onSpinWait();
                seenNs = nowNs;
                nowNs = System.nanoTime();
                watch(seenNs, nowNs);
            }
            seenNs = nowNs;
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
            state = piece(state);
            afterPiece.run();
        }
        ended(request);
    }

    /** Records the end of a request. Any thread. */
    void ended(int request) {
        tookNs[request] = System.nanoTime() - dueNs[request];
        ended.incrementAndGet();
    }

    /**
     * Computes a piece of a request. If the piece took far too long, the thread had no core; the requests in progress
     * are then left out, for every peer.
     */
    long piece(long state) {
        long beforeNs = System.nanoTime();
        long next = work.piece(state);
        watch(beforeNs, System.nanoTime());
        return next;
    }

    private void watch(long beforeNs, long afterNs) {
        if (afterNs - beforeNs > STALL_NS) {
            int last = Math.min(spoilt.length - 1, window(afterNs) + AFTERMATH);
            for (int i = Math.max(0, window(beforeNs)); i <= last; i++) {
                spoilt[i] = true;
            }
        }
    }

    private int window(long timeNs) {
        return (int) ((timeNs - beginNs) / WINDOW_NS);
    }

    private boolean isSpoilt(int request) {
        int last = Math.min(spoilt.length - 1, window(dueNs[request] + tookNs[request]));
        for (int i = window(dueNs[request]); i <= last; i++) {
            if (spoilt[i]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns, over the counted requests: the median, the 99th and the 99.9th percentile in nanoseconds of one type,
     * the 99th and the 99.9th percentile of the slowdown of all in thousandths, and the percentage of counted requests.
     */
    String report(int type) {
        long[] tookOfType = new long[tookNs.length];
        long[] slowdownMilli = new long[tookNs.length];
        int ofType = 0;
        int all = 0;
        for (int i = firstMeasured; i < tookNs.length; i++) {
            if (!isSpoilt(i)) {
                slowdownMilli[all++] = 1_000 * tookNs[i] / (pieces[i] * Work.PIECE_NS);
                if (types[i] == type) {
                    tookOfType[ofType++] = tookNs[i];
                }
            }
        }
        if (ofType < LEAST_COUNTED) {
            throw new IllegalStateException(
                    "the machine is too busy to conclude anything: counted=" + ofType + ", least="
                            + LEAST_COUNTED);
        }
        Arrays.sort(tookOfType, 0, ofType);
        Arrays.sort(slowdownMilli, 0, all);
        return tookOfType[rank(ofType, 0.5)] + " " + tookOfType[rank(ofType, 0.99)] + " "
                + tookOfType[rank(ofType, 0.999)]
                + " " + slowdownMilli[rank(all, 0.99)] + " " + slowdownMilli[rank(all, 0.999)] + " "
                + 100L * all / (tookNs.length - firstMeasured);
    }
}
