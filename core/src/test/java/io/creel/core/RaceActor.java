package io.creel.core;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * What the stress tests share. A carrier belongs to the first thread that uses it, and jcstress decides which threads there
 * are, so each of them has its own.
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

    /** 1 where the caller has resumed the handle, 0 where it was refused. */
    public static int resume(Coroutine handle) {
        return wins(() -> carrier().resume(handle), "resume refused");
    }

    /** 1 where the caller has put the handle in, 0 where it was refused. */
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

    /** Waits for the other actor, handling what comes for this one's carrier. Returns 0 where it never happens. */
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
     * Where two actors meet before they race: without it the faster one runs through its samples alone. It does not wait for
     * long, because the other may have lost its processor.
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

    /** A coroutine that has suspended, its handle in a variable, and remembers how it goes on. */
    public static final class Waiter {
        /** {@link #how} of one that was not resumed, of one that was, and of one whose wait was cancelled. */
        static final int WAITS = 0;
        static final int WENT_ON = 1;
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

        /** One that waits already. */
        static Waiter waiting(int suspensions) {
            Waiter waiter = new Waiter(suspensions);
            carrier().poll(); // what the samples before have sent
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
                how = WENT_ON;
            } catch (CoroutineCancelledException cancelled) {
                how = CANCELLED;
                throw cancelled;
            }
        }

        /** {@link #how}, or -1 where the state tells something else. */
        int outcome() {
            CoroutineState told = handle.state();
            CoroutineState expected = switch (how) {
                case WENT_ON -> CoroutineState.COMPLETED;
                case CANCELLED -> CoroutineState.CANCELLED;
                default -> told.isEnd() ? null : told;
            };
            return told == expected ? how : -1;
        }
    }
}
