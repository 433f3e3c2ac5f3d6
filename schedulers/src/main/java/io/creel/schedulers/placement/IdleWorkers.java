package io.creel.schedulers.placement;

import io.creel.schedulers.where.Where;
import java.util.concurrent.atomic.AtomicLongArray;

/** The workers that have found no work at their last look, one bit each. Setting and clearing a bit are full fences. */
final class IdleWorkers {
    private final AtomicLongArray words;
    private final int workers;

    IdleWorkers(int workers) {
        this.workers = workers;
        words = new AtomicLongArray((workers + 63) / 64);
    }

    boolean isIdle(int worker) {
        return (words.get(worker >> 6) & 1L << worker) != 0;
    }

    void set(int worker) {
        words.getAndAccumulate(worker >> 6, 1L << worker, (word, bit) -> word | bit);
    }

    void clear(int worker) {
        words.getAndAccumulate(worker >> 6, 1L << worker, (word, bit) -> word & ~bit);
    }

    /** {@return the first idle worker below the bound, searching upwards from {@code from} and wrapping around} */
    int first(int from, int bound) {
        int start = from < bound ? from : 0;
        int found = next(start, bound);
        return found == Where.NONE && start > 0 ? next(0, start) : found;
    }

    private int next(int from, int bound) {
        int limit = Math.min(bound, workers);
        for (int word = from >> 6; word << 6 < limit; word++) {
            long bits = words.get(word);
            if (word == from >> 6) {
                bits &= -1L << from;
            }
            if (bits != 0) {
                int worker = (word << 6) + Long.numberOfTrailingZeros(bits);
                return worker < limit ? worker : Where.NONE;
            }
        }
        return Where.NONE;
    }
}
