package io.creel.core;

import io.creel.core.internal.Diagnostics;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Binds a carrier to its thread. Keeps the state that the thread has outside coroutines, and marks when the carrier
 * begins and ends to resume.
 */
abstract class CarrierThread {
    private static final Diagnostics DIAGNOSTICS = Diagnostics.get();
    private static final VarHandle RUNNING;

    static {
        try {
            RUNNING = MethodHandles.lookup().findVarHandle(CarrierThread.class, "running", Object.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /** The name in error messages and dumps. */
    final String name;
    /**
     * The thread that uses this carrier; {@code null} before the first resume. Written by that thread, and by
     * {@link Carrier#moveTo}.
     */
    @SuppressWarnings("NullAway.Init") // null only before the first resume, which sets it
    Thread thread;
    /** The thread before, if the carrier has moved; otherwise {@code null}. */
    @Nullable
    Thread formerThread;
    /** Binds the thread that starts coroutines before {@link #thread} is known. */
    final ThreadBinding starter = new ThreadBinding(this, "carrier",
            "a stash between threads, such as an MpscStash");
    /**
     * The scoped-value bindings of the thread outside coroutines. As most fields here, stored only if it changes,
     * because storing a reference costs a write barrier.
     */
    Object outerBindings;
    /** The context class loader of the thread outside coroutines. Each coroutine begins and resumes with it. */
    @Nullable
    Object outerLoader;
    /** The interrupt status of the thread outside coroutines, which it also has between two coroutines. */
    boolean outerInterrupt;
    /** Whether the carrier is resuming. Written by its thread. */
    boolean entered;
    /**
     * The stack whose occupant runs, or a guest's coroutine. Plain write by the carrier's thread; diagnostics read it
     * racily.
     */
    @Nullable
    Object running;
    /** The locks that the thread held before it began to resume; kept only if locks are checked. */
    Set<String> locksOutside = Set.of();
    /** The coroutine that drives this carrier from inside, while it resumes; otherwise {@code null}. */
    @Nullable
    Coroutine driver;
    /** Whether {@link #shut} has ended: starts, resumes and signals are refused. */
    boolean closed;

    CarrierThread(String name) {
        this.name = Objects.requireNonNull(name, "name");
        outerBindings = ScopedBindings.NONE;
    }

    /** Returns the coroutine that runs here, or {@code null}. Any thread; an estimate. */
    final @Nullable Coroutine runningNow() {
        Object seen = RUNNING.getOpaque(this);
        return seen instanceof Stack stack ? stack.occupant : (Coroutine) seen;
    }

    /** Returns the stack of its thread, innermost frame first. Any thread. */
    StackTraceElement[] stackTrace() {
        Thread bound = thread;
        return bound == null ? new StackTraceElement[0] : bound.getStackTrace();
    }

    /**
     * Checks that the running coroutine holds no monitor and no lock of this thread, see
     * {@link io.creel.core.internal.Checks}.
     */
    void verifyNoLocks(Coroutine suspending) {
        DIAGNOSTICS.verifyNoLocks(suspending, thread, locksOutside);
    }

    void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(what + " refused, the carrier is closed: carrier=" + name);
        }
    }

    /**
     * Throws if the caller is not on this carrier's thread. Before the carrier has a thread, one thread may start
     * coroutines here.
     */
    void requireItsThread(String what) {
        if (thread == null) {
            starter.check(what);
            return;
        }
        Thread caller = ThreadBound.caller();
        if (thread != caller) {
            throw new ThreadBindingException(what
                    + " refused, a carrier is for one thread, use a stash between threads, such as"
                    + " an MpscStash: carrier=" + name + ", thread=" + thread.getName() + ", by=" + caller.getName());
        }
    }

    /** Returns whether the caller is on this carrier's thread; {@code false} if that is a virtual one. */
    boolean isCurrent() {
        return thread != null && Stack.isOn(thread);
    }

    /** Marks that the carrier is resuming. Binds the first thread that calls it, and refuses every other. */
    final void enter(String what) {
        StackRoom.requireTwice();
        requireOpen(what);
        if (entered) {
            throw new IllegalStateException(what + " refused, the carrier is already resuming: carrier=" + name
                    + ", running=" + runningNow());
        }
        Thread caller = Stack.currentThread();
        if (thread != caller) {
            if (thread != null) {
                throw new IllegalStateException(
                        what + " refused, the carrier belongs to another thread: carrier=" + name
                                + ", thread=" + thread.getName() + ", by=" + caller.getName());
            }
            thread = caller;
        }
        entered = true;
        Coroutine outer = Coroutine.current();
        if (outer != null) {
            driver = outer;
            outer.driving++;
        }
        Object bindings = ScopedBindings.of(caller);
        if (bindings != outerBindings) {
            outerBindings = bindings;
        }
        Object loader = ContextLoaders.of(caller);
        if (loader != outerLoader) {
            outerLoader = loader;
        }
        outerInterrupt = Interrupts.isPending(caller);
        if (Diagnostics.LOCKS) {
            locksOutside = DIAGNOSTICS.locksOutside(caller);
        }
    }

    /** Marks that the carrier has stopped resuming. */
    final void exit() {
        running = null;
        entered = false;
        if (outerBindings != ScopedBindings.NONE) {
            outerBindings = ScopedBindings.NONE; // so that it keeps nothing alive
        }
        if (driver != null) {
            driver.driving--;
            driver = null;
        }
    }

    /**
     * Restores the interrupt status of the thread after a coroutine or a callback: an interrupt from there must not
     * reach the next coroutine.
     */
    void restoreInterrupt() {
        Interrupts.set(thread, outerInterrupt);
    }

    @Override
    public String toString() {
        return name;
    }
}
