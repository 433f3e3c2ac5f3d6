package io.creel.schedulers.vthreads;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Guest;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** The canary of {@link ThreadRaces}: {@link ThreadGuest} without the second look after IDLE is stored. */
final class BrokenGuest implements Executor, Guest {
    private static final int SPINS = 500;
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));

    private final ConcurrentLinkedQueue<Coroutine> runnable = new ConcurrentLinkedQueue<>();
    private final Coroutine handle = Coroutine.of(this, null);
    private final AtomicInteger queued = new AtomicInteger();
    private final Thread thread;
    private Runnable task;

    private BrokenGuest(Runnable body) {
        thread = JdkThreads.newThread(this, "broken", body);
    }

    @Override
    public void execute(Runnable submitted) {
        task = submitted;
        if (queued.compareAndSet(0, 1)) {
            handle.unblock(this);
            runnable.add(handle);
        }
    }

    @Override
    public Exit enter() {
        task.run();
        return JdkThreads.isTerminated(JdkThreads.state(thread)) ? Exit.ENDED : Exit.BLOCKED;
    }

    @Override
    public Return leave() {
        return Return.PINNED;
    }

    @Override
    public void blocked(Coroutine self) {
        queued.set(0); // and a thread that came before saw it queued
    }

    @Override
    public void abandoned(Coroutine self) {
    }

    @Override
    public Thread thread() {
        return thread;
    }

    private void runAll() {
        for (Coroutine next = runnable.poll(); next != null; next = runnable.poll()) {
            CARRIER.get().resume(next);
        }
    }

    /** {@link ThreadRaces.ParkOrUnpark} with a broken guest. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(expect = FORBIDDEN, desc = "a wake-up was lost")
    public static class NoSecondLook {
        private final BrokenGuest guest = new BrokenGuest(this::live);
        private final AtomicInteger arrived = new AtomicInteger();
        private volatile boolean woken;
        private volatile boolean done;

        /** Runnable, and not begun. */
        public NoSecondLook() {
            guest.thread.start();
        }

        private void live() {
            arrived.incrementAndGet(); // meets the other actor right before it parks
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
            while (!woken) {
                LockSupport.park();
            }
            done = true;
        }

        @Actor
        public void park() {
            guest.runAll();
        }

        @Actor
        public void unpark() {
            arrived.incrementAndGet();
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
            for (int i = arrived.hashCode() & 127; i > 0; i--) {
                Thread.onSpinWait();
            }
            woken = true;
            LockSupport.unpark(guest.thread);
        }

        @Arbiter
        public void look(I_Result result) {
            guest.runAll();
            result.r1 = done ? 1 : 0;
        }
    }
}
