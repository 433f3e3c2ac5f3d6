package io.creel.core.diagnostics;

import io.creel.core.Coroutine;
import io.creel.core.internal.Checks;
import io.creel.core.internal.Diagnostics;
import io.creel.core.internal.KernelAccess;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a suspension that holds a monitor or a lock owned by the thread, if {@link Checks} say so. Such a lock would
 * block its worker, admit another coroutine, or stay locked for ever, and Java reports none of this.
 *
 * <p>
 * {@link HeldMonitors} finds monitors. Only the JVM knows the exclusive locks of a thread. To find them it stops all
 * threads and walks the whole heap, at each resume and at each suspension: about a millisecond with a nearly empty
 * heap, 100 ms with six million objects (measured). On a carrier inside a virtual thread only monitors are checked,
 * because the JVM does not report the locks of virtual threads. Read locks, {@code StampedLock}s and semaphores have no
 * owner that the JVM knows, so they are never found.
 */
final class HeldLocks {
    private static final KernelAccess KERNEL = KernelAccess.get();
    private static final Set<String> CHECKERS = Set.of(HeldLocks.class.getName(), KernelDiagnostics.class.getName());
    @SuppressWarnings("NullAway") // null only if locks are not checked
    private static final ThreadMXBean THREADS = Diagnostics.LOCKS ? ManagementFactory.getThreadMXBean() : null;

    private HeldLocks() {
    }

    /** Returns the locks that the thread took before it entered the coroutine. */
    static Set<String> outside(Thread thread) {
        Set<String> held = new HashSet<>();
        ThreadInfo info = infoOf(thread);
        if (info != null) {
            for (LockInfo lock : info.getLockedSynchronizers()) {
                held.add(lock.toString());
            }
        }
        return held;
    }

    /**
     * Checks the running coroutine.
     *
     * @throws IllegalStateException
     *             if the coroutine holds a monitor or a lock of its thread
     */
    static void verify(Coroutine running, Thread thread, Set<String> outside) {
        HeldMonitors.HeldMonitor held = HeldMonitors.find();
        if (held != null) {
            Object monitor = held.monitor();
            throw refused(running, "monitor", monitor.getClass().getName() + "@"
                    + Integer.toHexString(System.identityHashCode(monitor)), held.frame());
        }
        if (Diagnostics.LOCKS) {
            verifyOwned(running, thread, outside);
        }
    }

    private static void verifyOwned(Coroutine running, Thread thread, Set<String> outside) {
        ThreadInfo info = infoOf(thread);
        if (info == null) {
            return;
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            if (!outside.contains(lock.toString())) {
                StackTraceElement awaiting = Arrays.stream(info.getStackTrace()).filter(HeldLocks::isUserCode)
                        .findFirst().orElse(null);
                throw refused(running, "thread-owned lock", lock.toString(), awaiting);
            }
        }
    }

    private static IllegalStateException refused(Coroutine running, String kind, String lock,
            @Nullable StackTraceElement frame) {
        return new IllegalStateException(
                "await refused, a " + kind + " is held, use CoroutineLock: coroutine=" + running
                        + ", lock=" + lock + ", frame=" + (frame == null ? "unknown" : Frames.text(frame)));
    }

    private static boolean isUserCode(StackTraceElement frame) {
        String type = frame.getClassName();
        return !type.startsWith("java.") && !type.startsWith("sun.") && !CHECKERS.contains(type)
                && !KERNEL.isMachinery(frame);
    }

    private static @Nullable ThreadInfo infoOf(Thread thread) {
        return thread.isVirtual()
                ? null
                : THREADS.getThreadInfo(new long[]{thread.threadId()}, false, true, Integer.MAX_VALUE)[0];
    }
}
