package io.creel.schedulers;

import io.creel.core.WaitSource;
import io.creel.core.WaitSources;
import io.creel.core.os.EventPoll;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Idles by spinning for a while and then blocking in one {@code poll} of the operating system: until a source of the
 * worker has work, until the worker is woken, until a deadline of its coroutines is due, or for a bounded time. The
 * default of groups.
 *
 * <p>
 * Sources are the receive queues and other {@linkplain WaitSource wait sources} that the worker's cycles poll; they
 * register by themselves. A stash that other threads fill is no such source: they push, then wake the worker. If the
 * worker's program does not say that everything it looks at wakes the worker ({@link WorkerProgram#isWoken()}), a sleep
 * lasts for at most {@link WaitSource#POLL_INTERVAL_NS} by default. A look every 2 ms costs about 1 % of a core, of
 * which nine tenths are the kernel's; a program that says so costs nothing.
 *
 * <p>
 * No wake-up is lost, see {@code SleepState}. A source that has work which the worker's program does not take
 * cannot make the worker spin: after a few sleeps that ended in vain, one lasts for up to 2 ms whatever the
 * sources say. Where the operating system is not Linux, or refuses, the strategy says so once and parks as {@link
 * SpinThenPark} does.
 *
 * <p>
 * One object per worker: {@code idle} is called by one thread only, {@link #wake()} by any. Nothing allocates.
 */
public final class SpinThenPoll implements SourceIdle {
    /** After how many sleeps in a row that a source has ended in vain one sleep is without the sources. */
    static final int MAX_VAIN_SLEEPS = 4;
    private static final System.Logger LOG = System.getLogger("io.creel.schedulers");

    private final int maxSpins;
    private final long maxSleepNs;
    /** Whether a program all of whose sources wake the worker may sleep for longer. */
    private final boolean asksProgram;
    private BooleanSupplier isWoken = () -> false;
    private final SleepState state = new SleepState();
    /** Made once, so that a sleep allocates nothing. */
    private final Runnable waker = this::wake;
    /** What the thread blocks in. Written before the first sleep; {@code null} if the thread parks. */
    private @Nullable EventPoll poll;
    /** The sources, if a group has named them. Written before the first sleep. */
    private @Nullable WaitSources sources;
    private String worker = "?";
    /**
     * The thread to unpark if there is no poll. Written by the worker before it falls asleep, read by a waker after it.
     */
    private @Nullable Thread sleeper;
    private int spins;
    private int vainSleeps;
    private long sourcesTold;

    /**
     * Spins for {@value SpinThenPark#DEFAULT_MAX_SPINS} cycles, then sleeps for at most 2 ms at a time.
     */
    public SpinThenPoll() {
        this(SpinThenPark.DEFAULT_MAX_SPINS, WaitSource.POLL_INTERVAL_NS, true);
    }

    /**
     * Idles with other bounds than the defaults.
     *
     * @param maxSpins
     *            idle cycles before the first sleep, at least 0
     * @param maxSleepNs
     *            the longest sleep, in nanoseconds, at least 1; {@link SpinThenPark#UNTIL_WOKEN} if everything that the
     *            worker polls is a wait source or wakes it
     */
    public SpinThenPoll(int maxSpins, long maxSleepNs) {
        this(maxSpins, maxSleepNs, false);
    }

    /** Returns the default without its spinning, for a worker that goes before other programs on its core. */
    static SpinThenPoll withoutSpinning() {
        return new SpinThenPoll(0, WaitSource.POLL_INTERVAL_NS, true);
    }

    private SpinThenPoll(int maxSpins, long maxSleepNs, boolean asksProgram) {
        if (maxSpins < 0 || maxSleepNs < 1) {
            throw new IllegalArgumentException(
                    "bounds out of range: maxSpins=" + maxSpins + ", maxSleepNs=" + maxSleepNs);
        }
        this.maxSpins = maxSpins;
        this.maxSleepNs = maxSleepNs;
        this.asksProgram = asksProgram;
    }

    /** Says once per process why threads park. */
    private static final class Refusal {
        static final @Nullable String TEXT = EventPoll.refusal();

        static {
            if (TEXT != null) {
                LOG.log(System.Logger.Level.WARNING, "idle workers park instead of blocking in poll, and wake every "
                        + SpinThenPark.DEFAULT_MAX_PARK_NS / 1_000 + " us: " + TEXT);
            }
        }
    }

    @Override
    public void waitsFor(String its, WaitSources polled, BooleanSupplier woken) {
        worker = its;
        isWoken = woken;
        sources = polled;
        open();
    }

    private void open() {
        if (poll == null && Refusal.TEXT == null) {
            var opened = new EventPoll();
            int error = opened.open();
            if (error == 0) {
                poll = opened;
            } else {
                LOG.log(System.Logger.Level.WARNING, "the idle worker parks instead of blocking in poll, no descriptor"
                        + " is free: worker=" + worker + ", errno=" + -error);
            }
        }
    }

    @Override
    public void idle(int workCount, LongSupplier quietNs) {
        if (workCount > 0) {
            reset();
        } else if (!spins()) {
            sleep(Math.min(longestNs(), quietNs.getAsLong()));
        }
    }

    @Override
    public void idle() {
        if (!spins()) {
            sleep(longestNs());
        }
    }

    private long longestNs() {
        return asksProgram && isWoken.getAsBoolean() ? SpinThenPark.UNTIL_WOKEN : maxSleepNs;
    }

    private boolean spins() {
        boolean isLeft = spins < maxSpins;
        if (isLeft) {
            spins++;
            Thread.onSpinWait();
        }
        return isLeft;
    }

    private void sleep(long mostNs) {
        EventPoll in = poll;
        if (in == null) {
            sleeper = Thread.currentThread();
        }
        if (mostNs > 0 && state.fallAsleep()) {
            if (in == null) {
                LockSupport.parkNanos(this, Math.min(mostNs, SpinThenPark.DEFAULT_MAX_PARK_NS));
                Thread.interrupted();
            } else {
                block(in, mostNs);
            }
        }
        state.awake();
    }

    private void block(EventPoll in, long mostNs) {
        WaitSources polled = sources;
        in.begin();
        if (polled == null || vainSleeps == MAX_VAIN_SLEEPS) {
            vainSleeps = 0;
            in.await(polled == null ? mostNs : Math.min(mostNs, WaitSource.POLL_INTERVAL_NS));
            return;
        }
        if (polled.changes() != sourcesTold) {
            tell(polled);
        }
        try {
            long ns = polled.begin(mostNs, waker);
            for (int i = 0; i < polled.size() && ns > 0; i++) {
                int descriptor = polled.get(i).descriptor();
                if (descriptor != WaitSource.NO_DESCRIPTOR) {
                    in.add(descriptor);
                }
            }
            boolean vain = ns <= 0 || in.await(ns) == EventPoll.READABLE; // unless the next cycle finds work
            vainSleeps = vain ? vainSleeps + 1 : 0;
        } finally {
            polled.end();
        }
    }

    /** The line at the start: what the worker waits for. */
    private void tell(WaitSources polled) {
        sourcesTold = polled.changes();
        boolean allWake = true;
        for (int i = 0; i < polled.size(); i++) {
            allWake &= polled.get(i).canWake();
        }
        LOG.log(allWake ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                () -> "the idle worker waits for its sources: worker=" + worker + ", sources=" + polled);
    }

    int maxSpins() {
        return maxSpins;
    }

    /** {@return whether the spinning ends after a second at the most} */
    @Override
    public boolean givesUpCore() {
        return maxSpins <= SpinThenPark.LONGEST_SPINS;
    }

    @Override
    public void reset() {
        spins = 0;
        vainSleeps = 0;
    }

    @Override
    public void rest() {
        spins = maxSpins;
    }

    @Override
    public void wake() {
        if (state.signal()) {
            EventPoll in = poll;
            if (in == null) {
                LockSupport.unpark(sleeper);
            } else {
                in.signal();
            }
        }
    }

    @Override
    public void close() {
        EventPoll in = poll;
        if (in != null) {
            in.close();
        }
    }
}
