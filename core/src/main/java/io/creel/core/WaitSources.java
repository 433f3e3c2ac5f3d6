package io.creel.core;

import io.creel.core.spec.Place;
import io.creel.core.spec.RunsOn;
import java.util.Arrays;

/**
 * The sources of work that the duty cycles of one worker poll, see {@link DutyCycle#sources()}.
 *
 * <p>
 * Threads: the worker's. Nothing allocates but {@link #add} and {@link #toString()}.
 */
public final class WaitSources {
    private static final int FIRST_ROOM = 4;

    private final DutyCycle cycle;
    private WaitSource[] sources = new WaitSource[FIRST_ROOM];
    private int size;
    /** How many sources have begun a wait. */
    private int begun;
    private long changes;

    WaitSources(DutyCycle cycle) {
        this.cycle = cycle;
    }

    /**
     * Registers a source that the present cycle polls, if it is not registered.
     *
     * @param source
     *            asked before each sleep from now on, until it is {@link WaitSource#GONE}
     */
    public void add(WaitSource source) {
        for (int i = 0; i < size; i++) {
            if (sources[i] == source) {
                return;
            }
        }
        if (size == sources.length) {
            sources = Arrays.copyOf(sources, 2 * size);
        }
        sources[size++] = source;
        changes++;
    }

    /**
     * Begins a wait at all sources. The caller has announced that it is about to sleep, and calls {@link #end()}
     * afterwards, also if the result is 0 or if this throws.
     *
     * @param mostNs
     *            how long the worker may sleep as far as anything else is concerned, in nanoseconds
     * @param wake
     *            ends the sleep, from any thread
     * @return for how many nanoseconds it may sleep; 0 if a source has something
     */
    @RunsOn(Place.CARRIER)
    public long begin(long mostNs, Runnable wake) {
        long leastNs = mostNs;
        while (begun < size && leastNs > 0) {
            long ns = sources[begun].beginWait(cycle, wake);
            if (ns == WaitSource.GONE) {
                forget(begun);
            } else {
                begun++;
                leastNs = Math.min(leastNs, ns);
            }
        }
        return leastNs;
    }

    @SuppressWarnings("NullAway") // a free slot holds null
    private void forget(int index) {
        sources[index] = sources[--size];
        sources[size] = null;
        changes++;
    }

    /** Ends the wait at all sources that have begun one. */
    @RunsOn(Place.CARRIER)
    public void end() {
        while (begun > 0) {
            sources[--begun].endWait();
        }
    }

    /** {@return whether a poll of one of them may find something now} Also called inside coroutines of the worker. */
    public boolean haveWork() {
        for (int i = 0; i < size; i++) {
            if (sources[i].hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** {@return how many sources are registered} */
    public int size() {
        return size;
    }

    /**
     * {@return a source}
     *
     * @param index
     *            from 0, in no particular order
     */
    public WaitSource get(int index) {
        return sources[index];
    }

    /** {@return a number that changes whenever a source comes or goes} */
    public long changes() {
        return changes;
    }

    /** {@return the registered sources, each with how it ends a sleep} */
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(sources[i])
                    .append(sources[i].canWake()
                            ? " (wakes it)"
                            : " (polled every "
                                    + WaitSource.POLL_INTERVAL_NS / 1_000_000 + " ms)");
        }
        return text.toString();
    }
}
