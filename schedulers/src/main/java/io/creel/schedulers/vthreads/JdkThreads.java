package io.creel.schedulers.vthreads;

import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerThread;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Access to JDK internals for virtual threads on a scheduler of one's own, which the JDK has but does not offer: the
 * factory that takes a scheduler, the state of a thread, leaving the stack without falling back to the carrier, and the
 * scheduler a thread belongs to.
 */
@SuppressWarnings("NullAway") // parts are null only if one is missing, which the first use refuses
final class JdkThreads {
    private static final JdkInternals JDK = JdkInternals.find();

    private static final MethodHandle NEW_THREAD = JDK.newThread;
    private static final MethodHandle YIELD = JDK.yield;
    private static final MethodHandle CARRIER = JDK.carrier;
    // Method handles of exact type compile to one access; a VarHandle of the JDK's type would be adapted each time.
    private static final MethodHandle STATE = JDK.state;
    private static final MethodHandle SET_STATE = JDK.setState;
    private static final MethodHandle SWAP_STATE = JDK.swapState;
    private static final MethodHandle PERMIT = JDK.permit;
    private static final MethodHandle TAKE_PERMIT = JDK.takePermit;
    private static final MethodHandle SCHEDULER = JDK.scheduler;
    private static final int STARTED = JDK.states[0];
    private static final int RUNNING = JDK.states[1];
    private static final int PARKING = JDK.states[2];
    private static final int PARKED = JDK.states[3];
    private static final int UNPARKED = JDK.states[4];
    private static final int YIELDED = JDK.states[5];
    private static final int UNBLOCKED = JDK.states[6];
    private static final int TERMINATED = JDK.states[7];

    private JdkThreads() {
    }

    /**
     * {@return why virtual threads cannot run on our workers in this JVM, in one sentence; {@code null} if they can}
     */
    static @Nullable String missing() {
        return JDK.missing == null
                ? null
                : "virtual threads cannot run on Creel's workers, everything else can: java=" + Runtime.version()
                        + ", reason=" + JDK.missing;
    }

    /** {@return the JDK's own scheduler of virtual threads} */
    static Executor defaultScheduler() {
        return JDK.defaultScheduler;
    }

    /**
     * Makes a thread on a scheduler, without starting it. It inherits inheritable thread locals, as
     * {@code Thread.ofVirtual()} does.
     */
    static Thread newThread(Executor scheduler, @Nullable String name, Runnable task) {
        try {
            return (Thread) NEW_THREAD.invokeExact(scheduler, name, 0, task);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    /** {@return the thread whose task the JDK submits} Called once per thread. */
    static Thread threadOf(Runnable submitted) {
        try {
            return (Thread) JDK.threadOfTask.get(submitted);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("thread of a task cannot be read: task=" + submitted, impossible);
        }
    }

    /**
     * {@return the worker on whose platform thread the caller runs, directly or in a virtual thread; {@code null} if
     * there is none}
     */
    static @Nullable Worker worker() {
        try {
            return (Thread) CARRIER.invokeExact() instanceof WorkerThread thread ? thread.worker() : null;
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    static Executor schedulerOf(Thread virtual) {
        try {
            return (Executor) SCHEDULER.invokeExact(virtual);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    /** Gives a thread that has not run yet to another scheduler. */
    static void setScheduler(Thread virtual, Executor scheduler) {
        try {
            JDK.schedulerField.set(virtual, scheduler);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("scheduler of a thread cannot be set: thread=" + virtual, impossible);
        }
    }

    static int state(Thread virtual) {
        try {
            return (int) STATE.invokeExact(virtual);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    private static void state(Thread virtual, int state) {
        try {
            SET_STATE.invokeExact(virtual, state);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    /** {@return whether a thread in this state waits to be run} */
    static boolean isRunnable(int state) {
        return state == UNPARKED || state == YIELDED || state == UNBLOCKED || state == STARTED;
    }

    static boolean isTerminated(int state) {
        return state == TERMINATED;
    }

    /**
     * Parks the calling thread as {@code LockSupport.park} does, except that it does not block the carrier if a frame
     * pins the thread.
     *
     * @return {@code false} if a frame pins it, and nothing happened
     */
    static boolean park(Thread self) {
        state(self, PARKING);
        boolean left = false;
        try {
            left = (boolean) YIELD.invokeExact(self);
        } catch (Throwable failure) {
            throw rethrown(failure);
        } finally {
            if (!left) {
                state(self, RUNNING);
            }
        }
        return left;
    }

    /**
     * Takes the permit of a thread.
     *
     * @return whether there was one
     */
    static boolean takePermit(Thread virtual) {
        try {
            return (boolean) PERMIT.invokeExact(virtual) && (boolean) TAKE_PERMIT.invokeExact(virtual, false);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    /** Makes a thread that was unparked a parked one again; the permit stays. Does nothing in any other state. */
    static void parkAgain(Thread virtual) {
        swap(virtual, UNPARKED, PARKED);
    }

    /**
     * Makes a parked thread runnable without a permit, so that a permit that another thread gives it is still there
     * when it runs. Submits nothing.
     *
     * @return {@code false} if it is not parked: another thread has unparked it already, or is reading its stack
     */
    static boolean makeRunnable(Thread virtual) {
        return swap(virtual, PARKED, YIELDED);
    }

    private static boolean swap(Thread virtual, int from, int to) {
        try {
            return (boolean) SWAP_STATE.invokeExact(virtual, from, to);
        } catch (Throwable impossible) {
            throw rethrown(impossible);
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            return exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure);
    }
}
