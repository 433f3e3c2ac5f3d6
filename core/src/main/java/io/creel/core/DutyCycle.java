package io.creel.core;

import io.creel.core.internal.ModuleAccess;
import java.util.List;

/**
 * The duty cycles of one worker, one after the other, and what is to be done before the present one ends.
 *
 * <p>
 * Code that a cycle calls may put off what is cheaper once for all of it: a NIC sends the frames of a whole cycle by one
 * system call. What was put off is certain to be done, because a cycle ends also where its program throws.
 *
 * <p>
 * Threads: {@link #begin()} and {@link #end()} belong to the thread that runs the cycle. {@link #isHere()} may be asked
 * anywhere, also in a coroutine that has changed thread. A cycle on a virtual thread is never "here": such a thread may wait
 * in the middle of it. Nothing allocates but {@link #here()}.
 */
public final class DutyCycle {
    /** What may be put off in one cycle. */
    public static final int MAX_ENDINGS = 64;

    /** Whether this JVM has the arguments for coroutines; a NIC serves also without them, and then no thread is ever mistaken. */
    private static final boolean COROUTINES = hasArguments();
    private static final WeakSet<DutyCycle> ALL = new WeakSet<>();
    /** Counts the threads that have begun a cycle of a registered one. A lost update is one of two at once: it still changes. */
    private static volatile int changes;

    private final Runnable[] endings = new Runnable[MAX_ENDINGS];
    private int size;
    private final boolean registered;
    /** Written by the thread it names. */
    private Thread thread;
    private boolean virtual;
    private boolean running;

    private DutyCycle(boolean registered) {
        this.registered = registered;
    }

    private static boolean hasArguments() {
        Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
        for (String name : List.of("jdk.internal.vm", "jdk.internal.access", "jdk.internal.misc")) {
            if (!Object.class.getModule().isExported(name, unnamed)) {
                return false;
            }
        }
        ModuleAccess.ensure();
        return true;
    }

    /** The cycles of a worker, which {@link #here()} finds. */
    public static DutyCycle ofWorker() {
        var cycle = new DutyCycle(true);
        ALL.add(cycle);
        return cycle;
    }

    /** Cycles that only their owner knows: a part of one call. */
    public static DutyCycle ofCall() {
        return new DutyCycle(false);
    }

    /** Begins a cycle on the calling thread, which {@link #end()}s it. */
    public void begin() {
        Thread caller = currentThread();
        if (thread != caller) {
            thread = caller;
            virtual = caller.isVirtual();
            if (registered) {
                changes++;
            }
        }
        running = !virtual;
    }

    /**
     * Ends the cycle: does what was put off, in order. What that puts off in turn is done at once, because no cycle runs.
     */
    public void end() {
        running = false;
        if (size > 0) {
            settle();
        }
    }

    private void settle() {
        Throwable first = null;
        for (int i = 0; i < size; i++) {
            try {
                endings[i].run();
            } catch (Throwable failure) {
                if (first == null) {
                    first = failure;
                } else {
                    first.addSuppressed(failure);
                }
            }
            endings[i] = null;
        }
        size = 0;
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw (RuntimeException) first; // a Runnable throws nothing else
        }
    }

    /** Whether the caller runs within a cycle of this, on its thread. */
    public boolean isHere() {
        return running && isOn(thread);
    }

    /** The thread of the caller, also in a JVM that has no coroutines. */
    static Thread currentThread() {
        return COROUTINES ? Stack.currentThread() : Thread.currentThread();
    }

    /** Whether the caller runs on this thread, also in a JVM that has no coroutines. */
    static boolean isOn(Thread thread) {
        return COROUTINES ? Stack.isOn(thread) : Thread.currentThread() == thread;
    }

    /** Whether the caller may be in a coroutine: not in a JVM without the arguments for them. */
    static boolean hasCoroutines() {
        return COROUTINES;
    }

    /**
     * Puts something off until this cycle ends. Only where {@link #isHere()}.
     *
     * @return false if {@link #MAX_ENDINGS} are put off already: the caller does it at once
     */
    public boolean atEnd(Runnable ending) {
        if (size == MAX_ENDINGS) {
            return false;
        }
        endings[size++] = ending;
        return true;
    }

    /** The worker's cycle the caller runs within; null if there is none. Looks through all of them: keep the answer. */
    public static DutyCycle here() {
        for (DutyCycle cycle : ALL.toList()) {
            if (cycle.isHere()) {
                return cycle;
            }
        }
        return null;
    }

    /** A number that changes whenever a worker's cycles begin on a thread: an answer "none" of {@link #here()} holds until then. */
    public static int changes() {
        return changes;
    }
}
