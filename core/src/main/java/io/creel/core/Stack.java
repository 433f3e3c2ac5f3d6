package io.creel.core;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;

/**
 * A continuation that serves one coroutine after the other: the only class that touches {@code jdk.internal.vm}.
 *
 * <p>
 * <b>Optimistic start.</b> The stack's loop calls the body of a coroutine that has not begun as a plain method, and asks
 * its carrier for the next one when the body returns; entering the continuation is paid once for a whole batch. A body that
 * suspends takes the stack away with it, and the carrier goes on with another one. When that body ends, later and perhaps
 * on another carrier, the loop below it simply serves the carrier that runs it then. A stack without work parks in the pool
 * of the carrier and is entered again with its next occupant, so neither continuations nor their stack chunks are garbage.
 */
final class Stack extends Continuation {
    private static final ContinuationScope SCOPE = new ContinuationScope("creel");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long MOUNTED = UNSAFE.objectFieldOffset(Continuation.class, "mounted");
    private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();

    /** Whose body is on this stack; {@code null} when it is parked or about to be. Written by the carrier that runs it. */
    Coroutine occupant;
    /** Who runs it now. Written before every entry. */
    Carrier carrier;

    Stack() {
        super(SCOPE, Stack::loop);
    }

    /** The stack this code runs on, or {@code null} outside any coroutine or inside a foreign continuation. */
    static Stack current() {
        // Both are exact even in compiled code that has changed thread, unlike Thread.currentThread().
        Continuation innermost = LANG.getContinuation(LANG.currentCarrierThread());
        return innermost instanceof Stack stack ? stack : null;
    }

    /** The coroutine this code runs in, or {@code null} outside any; somebody else's continuation may be a guest's. */
    static Coroutine occupantOfCurrent() {
        Continuation innermost = LANG.getContinuation(LANG.currentCarrierThread());
        return innermost instanceof Stack stack ? stack.occupant : innermost == null ? null : Guests.current();
    }

    /**
     * The thread the caller runs on, virtual or not. With the arguments that let coroutines roam,
     * {@code Thread.currentThread()} is a native call; where no continuation is mounted there is a cheaper way to know.
     */
    static Thread currentThread() {
        Thread platform = LANG.currentCarrierThread();
        return LANG.getContinuation(platform) == null ? platform : Thread.currentThread();
    }

    /** Whether the caller is on this platform thread. */
    static boolean isOn(Thread thread) {
        return LANG.currentCarrierThread() == thread;
    }

    /** Whether a coroutine is on this thread's stack below a foreign continuation. */
    static boolean isBelowForeign() {
        return Continuation.getCurrentContinuation(SCOPE) != null && current() == null;
    }

    /** Leaves the stack; returns when the carrier, or another one, enters it again. */
    static void leave() {
        Continuation.yield(SCOPE);
    }

    /** Enters the stack; returns when its occupant suspends, or when it has nothing more to run. */
    void enter(Carrier by) {
        if (carrier != by) { // mostly it is, and to store a reference costs a barrier
            carrier = by;
        }
        while (true) {
            try {
                run();
                return;
            } catch (IllegalStateException mounted) {
                // Thrown before anything has run, because a dump has mounted it to walk it.
                if (!mounted.getMessage().equals("Mounted!!!!")) {
                    throw mounted;
                }
                while (UNSAFE.getBooleanVolatile(this, MOUNTED)) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    /**
     * The innermost frames of a suspended occupant, machinery included; {@code null} where it is running. For dumps; any
     * thread. Takes the mark by which the JDK itself keeps two threads from running one continuation: its own walk gives that
     * mark up even where it did not get it, and so takes it away from a thread that runs. A carrier that wants to go on
     * meanwhile spins, so nothing is done under the mark that can be done after it.
     *
     * @param max
     *            how many frames to walk at the most
     */
    StackTraceElement[] walk(int max) {
        if (!UNSAFE.compareAndSetBoolean(this, MOUNTED, false, true)) {
            return null;
        }
        StackFrame[] walked;
        try {
            walked = stackWalker(Set.of(StackWalker.Option.SHOW_REFLECT_FRAMES), SCOPE)
                    .walk(frames -> frames.limit(max).toArray(StackFrame[]::new));
        } finally {
            UNSAFE.putBooleanVolatile(this, MOUNTED, false);
        }
        StackTraceElement[] frames = new StackTraceElement[walked.length];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = walked[i].toStackTraceElement();
        }
        return frames;
    }

    private static void loop() {
        Stack stack = (Stack) Continuation.getCurrentContinuation(SCOPE);
        while (true) {
            Coroutine served = stack.occupant;
            while (served != null) {
                LANG.setScopedValueCache(null); // may hold values of the one before
                served.runBody();
                served = stack.carrier.ended(stack, served);
            }
            leave();
        }
    }

    @Override
    protected void onPinned(Pinned reason) {
        if (occupant == null || !occupant.isSuspending()) {
            return; // the virtual thread that drives the carrier blocks; it keeps its thread, as the JDK has it
        }
        throw pinned(occupant, reason);
    }

    static IllegalStateException pinned(Coroutine awaiting, Object reason) {
        return new IllegalStateException("await refused, a frame below pins the stack: coroutine=" + awaiting
                + ", frame=" + PinningFrame.find() + ", reason=" + reason);
    }
}
