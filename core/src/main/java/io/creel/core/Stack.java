package io.creel.core;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import jdk.internal.vm.StackChunk;

/**
 * A continuation that serves one coroutine after the other: the only class that touches {@code jdk.internal.vm}.
 *
 * <p>
 * <b>Optimistic start.</b> The stack's loop calls the body of a coroutine that has not begun as a plain method, and asks
 * its carrier for the next one when the body returns; entering the continuation is paid once for a whole batch. A body that
 * suspends takes the stack away with it, and the carrier goes on with another one. When that body ends, later and perhaps
 * on another carrier, the loop below it simply serves the carrier that runs it then.
 *
 * <p>
 * <b>Rewinding.</b> A stack without work returns from its loop, which costs nothing, where to park it by a yield would cost a
 * freeze now and a thaw later. To the JDK that continuation has ended; {@link #rewind} makes it one that has not begun. Its
 * chunk of the heap, which the JDK lets go at the end, is kept for the next suspension, so neither is garbage.
 */
final class Stack extends Continuation {
    private static final ContinuationScope SCOPE = new ContinuationScope("creel");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long MOUNTED = UNSAFE.objectFieldOffset(Continuation.class, "mounted");
    private static final long DONE = UNSAFE.objectFieldOffset(Continuation.class, "done");
    private static final long TAIL = UNSAFE.objectFieldOffset(Continuation.class, "tail");
    private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();

    /** Whose body is on this stack; {@code null} when it is rewound or about to be. Written by the carrier that runs it. */
    Coroutine occupant;
    /** Who runs it now. Written before every entry. */
    Carrier carrier;
    /** A chunk for the next suspension to freeze to, or {@code null}. */
    private StackChunk spare;

    Stack() {
        super(SCOPE, Stack::loop);
    }

    /** The scope of all stacks. */
    static ContinuationScope scope() {
        return SCOPE;
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

    /** Leaves the stack, which is the current one; returns when the carrier, or another one, enters it again. */
    void leave() {
        if (spare != null) {
            if (UNSAFE.getReference(this, TAIL) == null) { // a virtual thread that drives the carrier may have frozen it
                UNSAFE.putReference(this, TAIL, spare);
            }
            spare = null;
        }
        Continuation.yield(SCOPE);
    }

    /** Makes a stack whose loop has returned one that has not been entered. */
    void rewind() {
        UNSAFE.putBoolean(this, DONE, false);
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
     * The innermost frames of a suspended occupant, machinery included; {@code null} where it is running, or has ended. For
     * dumps; any thread. Takes the mark by which the JDK itself keeps two threads from running one continuation: its own walk gives that
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
            if (UNSAFE.getReference(this, TAIL) == null) {
                return null;
            }
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
        Stack stack = current();
        Coroutine served = stack.occupant;
        while (served != null) {
            if (LANG.scopedValueCache() != null) {
                LANG.setScopedValueCache(null); // may hold values of the one before
            }
            served.runBody();
            served = stack.carrier.ended(stack, served);
        }
        stack.keepChunk();
    }

    /**
     * The loop is about to return. Frames that the JDK has not thawed yet, because it thaws late, leave the chunk on the way
     * out. A chunk with others behind it is not kept: with the next suspension in it the JDK would look for frames in those,
     * too, and crash.
     */
    private void keepChunk() {
        StackChunk chunk = (StackChunk) UNSAFE.getReference(this, TAIL);
        if (chunk != null && chunk.parent() == null) {
            spare = chunk;
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
