package io.creel.core;

import io.creel.core.internal.Diagnostics;
import java.lang.StackWalker.StackFrame;
import java.util.Set;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;
import jdk.internal.misc.Unsafe;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import jdk.internal.vm.StackChunk;
import org.jspecify.annotations.Nullable;

/**
 * A continuation that runs one coroutine after the other. The only class that touches {@code jdk.internal.vm}.
 *
 * <p>
 * <b>Optimistic start.</b> The loop of the stack calls the body of a coroutine that has not begun as a plain method.
 * When the body returns, the loop asks its carrier for the next one, so a whole batch pays for one entry of the
 * continuation. A body that suspends takes the stack away with it, and the carrier continues with another stack. When
 * that body ends later, perhaps on another carrier, the loop below it serves the carrier that runs it then.
 *
 * <p>
 * <b>Rewinding.</b> A stack without work returns from its loop, which costs nothing. Parking it by a yield would cost a
 * freeze now and a thaw later. For the JDK that continuation has ended; {@link #rewind} makes it one that has not
 * begun. The JDK drops the stack chunk of an ended continuation; this class keeps it for the next suspension. So
 * neither becomes garbage.
 */
final class Stack extends Continuation {
    private static final ContinuationScope SCOPE = new ContinuationScope("creel");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long MOUNTED = UNSAFE.objectFieldOffset(Continuation.class, "mounted");
    private static final long DONE = UNSAFE.objectFieldOffset(Continuation.class, "done");
    private static final long TAIL = UNSAFE.objectFieldOffset(Continuation.class, "tail");
    private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();

    /**
     * The coroutine whose body is on this stack; {@code null} if the stack is rewound or about to be. Written by the
     * carrier that runs it.
     */
    @Nullable
    Coroutine occupant;
    /** The carrier that runs the stack. Written by that carrier before every entry. */
    @SuppressWarnings("NullAway.Init") // null only outside a run
    RunLoop carrier;
    /** A chunk for the next suspension to freeze into, or {@code null}. Written by the code on this stack. */
    private @Nullable StackChunk spare;
    /** How many locks the woven code of the occupant holds. Written by the code on this stack. */
    byte locks;

    Stack() {
        super(SCOPE, Stack::loop);
    }

    /** Returns the scope of all stacks. */
    static ContinuationScope scope() {
        return SCOPE;
    }

    /**
     * Returns the stack that the caller runs on; {@code null} outside any coroutine or inside a foreign continuation.
     */
    static @Nullable Stack current() {
        // Both are exact even in compiled code that has changed thread, unlike Thread.currentThread().
        Continuation innermost = LANG.getContinuation(LANG.currentCarrierThread());
        return innermost instanceof Stack stack ? stack : null;
    }

    /**
     * Returns the coroutine that runs the caller, or {@code null} outside any. A foreign continuation may be that of a
     * guest.
     */
    static @Nullable Coroutine occupantOfCurrent() {
        Continuation innermost = LANG.getContinuation(LANG.currentCarrierThread());
        return innermost instanceof Stack stack ? stack.occupant : innermost == null ? null : Guests.current();
    }

    /**
     * Returns the thread that the caller runs on, virtual or not. With the arguments that let coroutines roam,
     * {@code Thread.currentThread()} is a native call. If no continuation is mounted, there is a cheaper way.
     */
    static Thread currentThread() {
        Thread platform = LANG.currentCarrierThread();
        return LANG.getContinuation(platform) == null ? platform : Thread.currentThread();
    }

    /** Returns whether the caller is on this platform thread. */
    static boolean isOn(@Nullable Thread thread) {
        return LANG.currentCarrierThread() == thread;
    }

    /** Returns whether a coroutine is on this thread's stack below a foreign continuation. */
    static boolean isBelowForeign() {
        return Continuation.getCurrentContinuation(SCOPE) != null && current() == null;
    }

    /**
     * Leaves this stack, which is the current one. Returns when a carrier enters it again; {@code false} at once if a
     * frame pins the stack and the occupant polls, see {@link #onPinned}.
     */
    boolean leave() {
        if (spare != null) {
            if (UNSAFE.getReference(this, TAIL) == null) { // frozen by a virtual thread that drives the carrier?
                UNSAFE.putReference(this, TAIL, spare);
            }
            spare = null;
        }
        return Continuation.yield(SCOPE);
    }

    /** Counts a lock that woven code has taken. A counter that is full stays so until the body ends. */
    void locked() {
        if (locks < Byte.MAX_VALUE) {
            locks++;
        }
    }

    /** Counts a lock that woven code has released. */
    void unlocked() {
        if (locks > 0 && locks < Byte.MAX_VALUE) {
            locks--;
        }
    }

    /** Turns a stack whose loop has returned into one that has not been entered. */
    void rewind() {
        UNSAFE.putBoolean(this, DONE, false);
    }

    /** Enters the stack. Returns when its occupant suspends, or when it has nothing more to run. */
    @SuppressWarnings("NullAway") // the JDK throws it with a message
    void enter(RunLoop by) {
        if (carrier != by) { // usually the same one; storing a reference costs a write barrier
            carrier = by;
        }
        while (true) {
            try {
                run();
                return;
            } catch (IllegalStateException mounted) {
                // Thrown before anything has run, because a dump has mounted the continuation to walk it.
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
     * Returns the innermost frames of a suspended occupant, with those of the kernel; {@code null} if the occupant runs
     * or has ended. For dumps; any thread.
     *
     * <p>
     * Takes the mark by which the JDK keeps two threads from running one continuation. The JDK's own walk releases that
     * mark even if it did not get it, and so takes it away from a thread that runs. A carrier that wants to resume the
     * coroutine meanwhile spins. Therefore this method does as little as possible under the mark.
     *
     * @param max
     *            the largest number of frames to walk
     */
    StackTraceElement @Nullable [] walk(int max) {
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

    @SuppressWarnings("NullAway") // it runs on a stack
    private static void loop() {
        Stack stack = current();
        Coroutine served = stack.occupant;
        while (served != null) {
            if (LANG.scopedValueCache() != null) {
                LANG.setScopedValueCache(null); // may hold values of the coroutine before
            }
            served.runBody();
            if (stack.locks != 0) {
                stack.locks = 0; // the body has ended with a lock held
            }
            served = stack.carrier.ended(stack, served);
        }
        stack.keepChunk();
    }

    /**
     * Keeps the chunk when the loop is about to return. Frames that the JDK has not thawed yet, because it thaws
     * lazily, leave the chunk on the way out. A chunk with others behind it is not kept: at the next suspension in it,
     * the JDK would search those for frames, too, and crash.
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
            // The virtual thread that drives the carrier blocks, and the JDK keeps it on its thread; or a poll asked.
            return;
        }
        throw pinned(occupant, reason);
    }

    static IllegalStateException pinned(Coroutine awaiting, Object reason) {
        String frame = PinningFrame.find();
        Diagnostics.get().pinned(awaiting, frame);
        return new IllegalStateException("await refused, a frame below pins the stack: coroutine=" + awaiting
                + ", frame=" + frame + ", reason=" + reason);
    }
}
