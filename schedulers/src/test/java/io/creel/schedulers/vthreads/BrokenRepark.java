package io.creel.schedulers.vthreads;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * The canary of {@link ThreadRaces.UnparkTwice} and {@link ThreadRaces.UnparkTwiceThenInterrupt}: {@link ThreadGuest}
 * with the two steps of rule 3 in the other order.
 */
final class BrokenRepark implements Executor {
    private static final int SPINS = 500;
    private static final int RUNNING = 0;
    private static final int AWAITING = 1;
    private static final int REPARKING = 2;

    private final AtomicInteger state = new AtomicInteger(RUNNING);
    private final Thread thread;
    private Runnable task;
    /** Whether an interrupt has reached it. */
    private volatile boolean heard;

    private BrokenRepark(Runnable body) {
        thread = JdkThreads.newThread(this, "broken", body);
    }

    @Override
    public void execute(Runnable submitted) {
        task = submitted;
        heard = heard || thread.isInterrupted();
        while (state.compareAndSet(AWAITING, REPARKING)) {
            JdkThreads.takePermit(thread); // an unparking between the two steps has given the next permit
            JdkThreads.parkAgain(thread);
            state.set(AWAITING);
            if (!JdkThreads.isRunnable(JdkThreads.state(thread))) {
                return;
            }
        }
    }

    /** Runs the thread until it waits or ends; if it waits, as the carrier does that resumes it. */
    private void run() {
        if (state.getAndSet(RUNNING) == AWAITING) {
            LockSupport.unpark(thread);
        }
        task.run();
    }

    /** Inside the thread, as a wait in Creel does. */
    private void leave() {
        state.set(AWAITING);
        JdkThreads.park(thread);
    }

    /** A test with one thread that awaits. */
    abstract static class Awaiting {
        final BrokenRepark guest = new BrokenRepark(this::live);
        private final AtomicInteger arrived = new AtomicInteger();
        volatile boolean done;

        Awaiting() {
            guest.thread.start();
            guest.run();
        }

        private void live() {
            guest.leave();
            done = true;
        }

        final void pass() {
            arrived.incrementAndGet();
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
        }
    }

    /** {@link ThreadRaces.UnparkTwice} with a broken thread. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed")
    @Outcome(expect = FORBIDDEN, desc = "parked with a permit, for good")
    public static class PermitFirst extends Awaiting {

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(guest.thread);
        }

        @Actor
        public void unparkToo() {
            pass();
            LockSupport.unpark(guest.thread);
        }

        @Arbiter
        public void resume(I_Result result) {
            guest.run();
            result.r1 = done ? 1 : 0;
        }
    }

    /** {@link ThreadRaces.UnparkTwiceThenInterrupt} with a broken thread. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "the interrupt has come")
    @Outcome(expect = FORBIDDEN, desc = "parked with a permit: the interrupt is lost")
    public static class PermitFirstThenInterrupt extends Awaiting {
        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(guest.thread);
        }

        @Actor
        public void unparkToo() {
            pass();
            LockSupport.unpark(guest.thread);
        }

        @Arbiter
        public void interrupt(I_Result result) {
            guest.thread.interrupt();
            result.r1 = guest.heard ? 1 : 0;
            guest.run();
        }
    }
}
