package io.creel.core;

import io.creel.core.internal.ModuleAccess;
import io.creel.core.internal.WeakSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The duty cycles of one worker, one after the other, and the actions that are deferred to the end of the present one.
 *
 * <p>
 * Code in a cycle may defer work that is cheaper once per cycle: a NIC sends the frames of a whole cycle by one system
 * call. The deferred work is certain to run, because a cycle also ends if its program throws.
 *
 * <p>
 * Threads: the thread that runs the cycle calls {@link #begin()} and {@link #end()}. {@link #isHere()} may be called
 * anywhere, also in a coroutine that has changed thread. A cycle on a virtual thread is never "here", because such a
 * thread may wait in the middle of it. Only {@link #here()} allocates.
 */
public final class DutyCycle {
    /** The largest number of actions that one cycle can defer. */
    public static final int MAX_ENDINGS = 64;

    /**
     * Whether this JVM has the arguments for coroutines. A NIC also works without them; then no code can change thread.
     */
    private static final boolean COROUTINES = hasArguments();
    private static final WeakSet<DutyCycle> ALL = new WeakSet<>();
    /**
     * Counts the threads on which a worker's cycles have begun. A lost update is harmless: of two at once, one still
     * changes the number.
     */
    private static volatile int changes;

    private final WaitSources sources = new WaitSources(this);
    private final Runnable[] endings = new Runnable[MAX_ENDINGS];
    private int size;
    /** Whether {@link #here()} finds these cycles. */
    private final boolean registered;
    /** The thread that runs the cycles. Written by that thread. */
    private @Nullable Thread thread;
    /** Whether {@link #thread} is virtual. Written by that thread. */
    private boolean virtual;
    /** Whether a cycle runs on a platform thread. Written by {@link #thread}. */
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

    /** {@return the cycles of a worker, which {@link #here()} finds} */
    public static DutyCycle ofWorker() {
        var cycle = new DutyCycle(true);
        ALL.add(cycle);
        return cycle;
    }

    /** {@return cycles that only the caller knows, for a part of one call} */
    public static DutyCycle ofCall() {
        return new DutyCycle(false);
    }

    /** Begins a cycle on the calling thread, which later calls {@link #end()}. */
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
     * Ends the cycle: runs the deferred actions in their order. An action that they try to defer runs at once, because
     * no cycle runs. If actions throw, the first throwable is thrown after all have run, with the others suppressed in
     * it.
     */
    public void end() {
        running = false;
        if (size > 0) {
            settle();
        }
    }

    @SuppressWarnings("NullAway") // a free slot holds null
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

    /** {@return whether the caller runs within a cycle of this object, on its thread} */
    public boolean isHere() {
        return running && isOn(thread);
    }

    /** Returns the thread of the caller, also in a JVM without coroutines. */
    static Thread currentThread() {
        return COROUTINES ? Stack.currentThread() : Thread.currentThread();
    }

    /** Returns whether the caller runs on this thread, also in a JVM without coroutines. */
    static boolean isOn(@Nullable Thread thread) {
        return COROUTINES ? Stack.isOn(thread) : Thread.currentThread() == thread;
    }

    /**
     * Returns whether the caller may be in a coroutine; {@code false} if the JVM lacks the arguments for coroutines.
     */
    static boolean hasCoroutines() {
        return COROUTINES;
    }

    /**
     * Defers an action to the end of this cycle. Call it only if {@link #isHere()}.
     *
     * @param ending
     *            runs once, on the thread of the cycle
     * @return {@code false} if {@link #MAX_ENDINGS} actions are deferred already; the caller then runs it at
     *         once
     */
    public boolean atEnd(Runnable ending) {
        if (size == MAX_ENDINGS) {
            return false;
        }
        endings[size++] = ending;
        return true;
    }

    /** {@return the sources that these cycles poll; used by the thread that runs the cycles} */
    public WaitSources sources() {
        return sources;
    }

    /**
     * Returns the worker's cycle within which the caller runs. Searches all cycles, so keep the answer. Allocates.
     *
     * @return the cycle; {@code null} if there is none
     */
    public static @Nullable DutyCycle here() {
        for (DutyCycle cycle : ALL.toList()) {
            if (cycle.isHere()) {
                return cycle;
            }
        }
        return null;
    }

    /**
     * {@return a number that changes whenever a worker's cycles begin on a thread; until then an answer {@code null} of
     * {@link #here()} stays valid}
     */
    public static int changes() {
        return changes;
    }
}
