package io.creel.schedulers.vthreads;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.schedulers.Worker;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

/** One carrier runs a virtual thread while another thread makes it runnable, resumes, interrupts or detaches it. */
final class ThreadRaces {
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final int SPINS = 500;
    private static final ThreadLocal<Carrier> CARRIER = ThreadLocal
            .withInitial(() -> new Carrier(Thread.currentThread().getName()));

    private ThreadRaces() {
    }

    /** A class of one thread whose runnable handles lie in a queue for the actor that runs them. */
    static class OneThread implements ThreadQueues {
        final ConcurrentLinkedQueue<Coroutine> runnable = new ConcurrentLinkedQueue<>();
        final VirtualThreads threads = new VirtualThreads("race", this, System::nanoTime);
        final Thread thread = threads.factory().newThread(this::live);
        volatile Coroutine published;
        volatile boolean done;
        private final AtomicInteger arrived = new AtomicInteger();

        void live() {
            try {
                blocks();
            } catch (CoroutineCancelledException interruptedOrDetached) {
                Thread.interrupted();
            }
            done = true;
        }

        /** The blocking part of the thread's body. */
        void blocks() {
            Coroutine.await(self -> {
                published = self;
                return true;
            });
        }

        @Override
        public boolean place(Coroutine handle, Worker by) {
            return runnable.add(handle);
        }

        @Override
        public void wake() {
        }

        final void runAll() {
            for (Coroutine next = runnable.poll(); next != null; next = runnable.poll()) {
                CARRIER.get().resume(next);
            }
        }

        /** A barrier at which the actors meet before they race. */
        final void pass() {
            arrived.incrementAndGet();
            for (int i = 0; i < SPINS && arrived.get() < 2; i++) {
                Thread.onSpinWait();
            }
        }

        final int outcome() {
            runAll();
            return done ? 1 : 0;
        }

        /** {@link #outcome}, for a thread that awaits on this carrier. */
        final int outcomeWithin(long patienceNs) {
            long begin = System.nanoTime();
            while (outcome() == 0 && System.nanoTime() - begin < patienceNs) {
                CARRIER.get().poll();
                Thread.yield();
            }
            return outcome();
        }
    }

    /** A wake-up while the thread is on its way out of its worker. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "woken")
    @Outcome(expect = FORBIDDEN, desc = "a wake-up was lost")
    public static class ParkOrUnpark extends OneThread {
        private volatile boolean woken;

        /** Runnable, and not begun. */
        public ParkOrUnpark() {
            thread.start();
        }

        @Override
        void blocks() {
            while (!woken) {
                LockSupport.park();
            }
        }

        @Actor
        public void park() {
            pass();
            runAll();
        }

        @Actor
        public void unpark() {
            pass();
            woken = true;
            LockSupport.unpark(thread);
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }

    /** A monitor that is left while the thread waits to enter it. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "entered")
    @Outcome(expect = FORBIDDEN, desc = "a wake-up was lost")
    public static class EnterOrExit extends OneThread {
        private final Object monitor = new Object();

        /** Runnable, and not begun. */
        public EnterOrExit() {
            thread.start();
        }

        @Override
        void blocks() {
            synchronized (monitor) {
                done = true;
            }
        }

        @Actor
        public void enter() {
            pass();
            runAll();
        }

        @Actor
        public void exit() {
            synchronized (monitor) {
                pass();
            }
        }

        @Arbiter
        public void look(I_Result result) {
            long begin = System.nanoTime(); // a thread of the JDK's unblocks it
            while (outcome() == 0 && System.nanoTime() - begin < PATIENCE_NS) {
                Thread.yield();
            }
            result.r1 = outcome();
        }
    }

    /** A thread awaits, and the actor that gets its handle resumes it on another carrier at once. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "handed over, with all that was written on either side")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "something written before was not seen")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    public static class AwaitOrHandOver extends OneThread {
        private int given;
        private int taken;
        private int seenByThread;
        private int seenByOther;

        /** Runnable, and not begun. */
        public AwaitOrHandOver() {
            thread.start();
        }

        @Override
        void blocks() {
            given = 1;
            super.blocks();
            seenByThread = taken;
        }

        @Actor
        public void await() {
            pass();
            runAll();
        }

        @Actor
        public void handOver() {
            pass();
            for (int i = 0; i < SPINS && published == null; i++) {
                Thread.onSpinWait();
            }
            goOn();
        }

        private void goOn() {
            Coroutine handle = published;
            if (handle != null && taken == 0) {
                seenByOther = given;
                taken = 1;
                CARRIER.get().resume(handle);
            }
        }

        @Arbiter
        public void look(I_Result result) {
            runAll();
            goOn();
            result.r1 = !done ? 0 : seenByThread == 1 && seenByOther == 1 ? 1 : 2;
        }
    }

    /** One actor resumes a thread that awaits, and another unparks it for no reason. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed")
    @Outcome(expect = FORBIDDEN, desc = "the unparking undid the resumption")
    public static class ResumeOrUnpark extends OneThread {
        /** Awaits. */
        public ResumeOrUnpark() {
            thread.start();
            runAll();
        }

        @Actor
        public void resume() {
            pass();
            CARRIER.get().resume(published);
            runAll();
        }

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(thread);
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }

    /** Two threads unpark one that awaits at once; then it is resumed. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed")
    @Outcome(expect = FORBIDDEN, desc = "parked with a permit, for good")
    public static class UnparkTwice extends OneThread {
        /** Awaits. */
        public UnparkTwice() {
            thread.start();
            runAll();
        }

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(thread);
        }

        @Actor
        public void unparkToo() {
            pass();
            LockSupport.unpark(thread);
        }

        @Arbiter
        public void resume(I_Result result) {
            CARRIER.get().resume(published);
            result.r1 = outcome();
        }
    }

    /** Two threads interrupt one that awaits at once. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "its wait has ended")
    @Outcome(expect = FORBIDDEN, desc = "parked with a permit, for good")
    public static class InterruptTwice extends OneThread {
        private final CoroutineSemaphore never = new CoroutineSemaphore("never", 0);

        /** Runnable, and not begun. */
        public InterruptTwice() {
            thread.start();
        }

        @Override
        void blocks() {
            never.acquire();
        }

        @Actor
        public void awaitAndInterrupt(I_Result result) {
            runAll();
            pass();
            thread.interrupt();
            result.r1 = outcomeWithin(PATIENCE_NS);
        }

        @Actor
        public void interrupt() {
            pass();
            thread.interrupt();
        }
    }

    /** Two threads unpark one that awaits at once; then it is interrupted. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "its wait has ended")
    @Outcome(expect = FORBIDDEN, desc = "parked with a permit: the interrupt is lost")
    public static class UnparkTwiceThenInterrupt extends OneThread {
        private final CoroutineSemaphore never = new CoroutineSemaphore("never", 0);
        private volatile boolean unparked;

        /** Runnable, and not begun. */
        public UnparkTwiceThenInterrupt() {
            thread.start();
        }

        @Override
        void blocks() {
            never.acquire();
        }

        @Actor
        public void awaitUnparkAndInterrupt(I_Result result) {
            runAll();
            pass();
            LockSupport.unpark(thread);
            long begin = System.nanoTime();
            while (!unparked && System.nanoTime() - begin < PATIENCE_NS) {
                Thread.onSpinWait();
            }
            if (done) { // two unparkings have ended a wait that nothing has ended
                return;
            }
            thread.interrupt();
            result.r1 = outcomeWithin(PATIENCE_NS);
        }

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(thread);
            unparked = true;
        }
    }

    /** One thread unparks and another interrupts one that awaits, at once. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "its wait has ended")
    @Outcome(expect = FORBIDDEN, desc = "the unparking has hidden the interrupt")
    public static class UnparkOrInterrupt extends OneThread {
        private final CoroutineSemaphore never = new CoroutineSemaphore("never", 0);

        /** Runnable, and not begun. */
        public UnparkOrInterrupt() {
            thread.start();
        }

        @Override
        void blocks() {
            never.acquire();
        }

        @Actor
        public void awaitAndUnpark(I_Result result) {
            runAll();
            pass();
            LockSupport.unpark(thread);
            result.r1 = outcomeWithin(PATIENCE_NS);
        }

        @Actor
        public void interrupt() {
            pass();
            thread.interrupt();
        }
    }

    /**
     * A thread that awaits and then parks is resumed by one thread and unparked by another: the permit is for the
     * parking.
     */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed and unparked")
    @Outcome(expect = FORBIDDEN, desc = "the wait in Creel used up the permit")
    public static class ResumeOrUnparkThenPark extends OneThread {
        /** Awaits. */
        public ResumeOrUnparkThenPark() {
            thread.start();
            runAll();
        }

        @Override
        void blocks() {
            super.blocks();
            LockSupport.park();
        }

        @Actor
        public void resume() {
            pass();
            CARRIER.get().resume(published);
            runAll();
        }

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(thread);
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }

    /** As {@link ResumeOrUnparkThenPark}, but the unparking comes while the thread is on its way into the wait. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed and unparked")
    @Outcome(expect = FORBIDDEN, desc = "the wait in Creel used up the permit")
    public static class AwaitOrUnparkThenPark extends OneThread {
        /** Runnable, and not begun. */
        public AwaitOrUnparkThenPark() {
            thread.start();
        }

        @Override
        void blocks() {
            super.blocks();
            LockSupport.park();
        }

        @Actor
        public void await() {
            pass();
            runAll();
        }

        @Actor
        public void unpark() {
            pass();
            LockSupport.unpark(thread);
        }

        @Arbiter
        public void resume(I_Result result) {
            CARRIER.get().resume(published);
            result.r1 = outcome();
        }
    }

    /** One actor resumes a thread that awaits, and another interrupts it. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "resumed, or its wait has ended")
    @Outcome(expect = FORBIDDEN, desc = "lost")
    public static class ResumeOrInterrupt extends OneThread {
        /** Awaits. */
        public ResumeOrInterrupt() {
            thread.start();
            runAll();
        }

        @Actor
        public void resume() {
            pass();
            CARRIER.get().resume(published);
            runAll();
        }

        @Actor
        public void interrupt() {
            pass();
            thread.interrupt();
        }

        @Arbiter
        public void look(I_Result result) {
            result.r1 = outcome();
        }
    }

    /** An interrupt while the thread is on its way into a queue that no actor serves. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "its wait has ended")
    @Outcome(id = "2", expect = FORBIDDEN, desc = "it went on as if it had a permit")
    @Outcome(expect = FORBIDDEN, desc = "an interrupt was lost")
    public static class AwaitOrInterrupt extends OneThread {
        private final CoroutineSemaphore never = new CoroutineSemaphore("never", 0);
        private volatile boolean acquired;

        /** Runnable, and not begun. */
        public AwaitOrInterrupt() {
            thread.start();
        }

        @Override
        void blocks() {
            never.acquire();
            acquired = true;
        }

        @Actor
        public void await(I_Result result) {
            pass();
            runAll();
            long begin = System.nanoTime();
            while (outcome() == 0 && System.nanoTime() - begin < PATIENCE_NS) {
                CARRIER.get().poll();
                Thread.yield();
            }
            result.r1 = acquired ? 2 : outcome();
        }

        @Actor
        public void interrupt() {
            pass();
            thread.interrupt();
        }
    }

    /** A close that gives up while the thread is on its way into a wait that no actor ends. */
    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "went on elsewhere")
    @Outcome(expect = FORBIDDEN, desc = "stranded")
    public static class AwaitOrDetach extends OneThread {
        /** Runnable, and not begun. */
        public AwaitOrDetach() {
            thread.start();
        }

        @Actor
        public void await() {
            pass();
            runAll();
        }

        @Actor
        public void detach() {
            pass();
            try {
                threads.close(0);
            } catch (IllegalStateException report) {
                return;
            }
        }

        @Arbiter
        public void look(I_Result result) {
            long begin = System.nanoTime();
            while (!done && System.nanoTime() - begin < PATIENCE_NS) {
                Thread.yield();
            }
            result.r1 = done ? 1 : 0;
        }
    }
}
