package io.creel.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The common parts of the stress tests. A carrier belongs to the first thread that uses it, and jcstress chooses the
 * threads, so each thread has its own carrier.
 */
public final class RaceActor {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int SPINS = 500;
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));

    private RaceActor() {
    }

    public static Carrier carrier() {
        return CARRIER.get();
    }

    /** Returns 1 if the caller has resumed the handle, 0 if it was refused. */
    public static int resume(Coroutine handle) {
        return wins(() -> carrier().resume(handle), "resume refused");
    }

    /** Returns 1 if the caller has pushed the handle, 0 if it was refused. */
    public static int push(Stash stash, Coroutine handle) {
        return wins(() -> stash.push(handle), "push refused");
    }

    private static int wins(Runnable attempt, String refusal) {
        try {
            attempt.run();
            return 1;
        } catch (IllegalStateException refused) {
            if (refused.getMessage().startsWith(refusal)) {
                return 0;
            }
            throw refused;
        }
    }

    /**
     * Waits for the other actor and handles the signals to this one's carrier. Returns 0 if the event never happens.
     */
    public static int pollUntil(BooleanSupplier happened) {
        long start = System.nanoTime();
        carrier().poll();
        for (int i = 0; !happened.getAsBoolean(); i++) {
            if (i < SPINS) {
                Thread.onSpinWait();
            } else if (System.nanoTime() - start > PATIENCE_NS) {
                return 0;
            } else {
                Thread.yield();
            }
            carrier().poll();
        }
        carrier().poll();
        return 1;
    }

    /**
     * The place at which two actors meet before they race: without it the faster one runs through its samples alone.
     * The wait is short, because the other actor may have been descheduled.
     */
    public static final class Gate {
        private static final int SPINS = 500;
        private final AtomicInteger arrived = new AtomicInteger();

        public Gate() {
        }

        public void pass() {
            arrived.incrementAndGet();
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
        }
    }

    /** A stash for one handle. */
    public static final class Slot extends Stash {
        private Coroutine held;

        public Slot() {
            super("slot");
        }

        @Override
        public int size() {
            return held == null ? 0 : 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            boolean free = held == null;
            if (free) {
                held = handle;
            }
            return free;
        }

        @Override
        protected Coroutine extract() {
            Coroutine out = held;
            held = null;
            return out;
        }

        @Override
        protected boolean unlink(Coroutine handle) {
            boolean found = held == handle;
            if (found) {
                held = null;
            }
            return found;
        }
    }

    /** A suspended coroutine whose handle is in a variable. It notes how it resumes. */
    public static final class Waiter {
        /** The values of {@link #how}: not resumed, resumed, wait cancelled. */
        static final int WAITS = 0;
        static final int RESUMED = 1;
        static final int CANCELLED = 2;

        final Coroutine handle;
        private final int suspensions;
        volatile Coroutine published;
        int how;
        int wentOn;

        Waiter(int suspensions) {
            this.suspensions = suspensions;
            handle = Coroutine.create(Waiter::run, this, Mobility.ROAMING);
        }

        /** Returns a waiter that waits already. */
        static Waiter waiting(int suspensions) {
            Waiter waiter = new Waiter(suspensions);
            carrier().poll(); // signals of the samples before
            carrier().resume(waiter.handle);
            return waiter;
        }

        private void run() {
            try {
                for (int i = 0; i < suspensions; i++) {
                    Coroutine.await(self -> {
                        published = self;
                        return true;
                    });
                    wentOn++;
                }
                how = RESUMED;
            } catch (CoroutineCancelledException cancelled) {
                how = CANCELLED;
                throw cancelled;
            }
        }

        /** Returns {@link #how}, or -1 if the state contradicts it. */
        int outcome() {
            CoroutineState told = handle.state();
            CoroutineState expected = switch (how) {
                case RESUMED -> CoroutineState.COMPLETED;
                case CANCELLED -> CoroutineState.CANCELLED;
                default -> told.isEnd() ? null : told;
            };
            return told == expected ? how : -1;
        }
    }
}
