package io.creel.core;

import java.lang.StackWalker.StackFrame;
import java.util.Arrays;
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
     * The frames of a suspended occupant, innermost first; {@code null} where it is running. For dumps; any thread. Takes the
     * mark by which the JDK itself keeps two threads from running one continuation: its own walk gives that mark up even
     * where it did not get it, and so takes it away from a thread that runs.
     */
    StackTraceElement[] walk() {
        if (!UNSAFE.compareAndSetBoolean(this, MOUNTED, false, true)) {
            return null;
        }
        try {
            return aboveLoop(stackWalker(Set.of(StackWalker.Option.SHOW_REFLECT_FRAMES), SCOPE)
                    .walk(frames -> frames.map(StackFrame::toStackTraceElement).toArray(StackTraceElement[]::new)));
        } finally {
            UNSAFE.putBooleanVolatile(this, MOUNTED, false);
        }
    }

    /** The part of a stack trace that is the coroutine's. */
    static StackTraceElement[] aboveLoop(StackTraceElement[] frames) {
        int end = depthOfLoop(frames);
        int first = 0;
        while (first < end && isMachinery(frames[first])) {
            first++;
        }
        while (end > first && isMachinery(frames[end - 1])) {
            end--;
        }
        return Arrays.copyOfRange(frames, first, end);
    }

    /** How many frames lie above the loop. */
    static int depthOfLoop(StackTraceElement[] frames) {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().equals(Stack.class.getName()) && frames[i].getMethodName().equals("loop")) {
                return i;
            }
        }
        return frames.length;
    }

    /** A frame as people write it, without loader and module. */
    static String text(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber()
                + ")";
    }

    private static boolean isMachinery(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.equals(Stack.class.getName()) || type.equals(Coroutine.class.getName())
                || type.startsWith("jdk.internal.vm.");
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
        throw pinned(occupant, reason.toString());
    }

    static IllegalStateException pinned(Coroutine awaiting, String reason) {
        return new IllegalStateException("await refused, a frame below pins the stack: coroutine=" + awaiting
                + ", frame="
                + StackWalker.getInstance().walk(frames -> frames.filter(Stack::pins).findFirst()).map(Stack::name)
                        .orElse("unknown")
                + ", reason=" + reason);
    }

    private static boolean pins(StackFrame frame) {
        return frame.isNativeMethod() || frame.getMethodName().equals("<clinit>");
    }

    private static String name(StackFrame frame) {
        return frame.getMethodName().equals("<clinit>")
                ? "class initialiser of " + frame.getClassName()
                : "native method " + frame.getClassName() + "." + frame.getMethodName();
    }
}
