package io.creel.core;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * Checked mode, {@code -Dcreel.checkLocks=true}: finds a monitor or a lock owned by the thread that a coroutine holds while
 * it suspends. Such a lock would block its worker, let another coroutine in, or never be free again, and nothing in Java
 * tells. Coroutines that run on a carrier inside a virtual thread are not checked.
 *
 * <p>
 * For tests with small heaps. Only the JVM knows which thread-owned locks a thread holds, and finds out by stopping all
 * threads and walking the whole heap; that is done at each resume and at each suspension. About a millisecond where the heap
 * is nearly empty, 100 ms with six million objects (measured).
 */
final class HeldLocks {
    static final boolean CHECKED = Boolean.getBoolean("creel.checkLocks");

    private static final Set<String> MACHINERY = Set.of(HeldLocks.class.getName(), Carrier.class.getName(),
            Coroutine.class.getName());
    private static final ThreadMXBean THREADS = CHECKED ? ManagementFactory.getThreadMXBean() : null;

    private HeldLocks() {
    }

    /** The thread-owned locks that were taken before the coroutine was entered. */
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
     *             where it holds a lock of its thread
     */
    static void verify(Coroutine running, Thread thread, Set<String> outside) {
        ThreadInfo info = infoOf(thread);
        if (info == null) {
            return;
        }
        StackTraceElement[] frames = info.getStackTrace();
        int depth = Frames.depthOfLoop(frames);
        for (MonitorInfo monitor : info.getLockedMonitors()) {
            if (monitor.getLockedStackDepth() < depth) {
                throw refused(running, "monitor", monitor, monitor.getLockedStackFrame());
            }
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            if (!outside.contains(lock.toString())) {
                StackTraceElement awaiting = Arrays.stream(frames).filter(HeldLocks::isUserCode).findFirst()
                        .orElse(null);
                throw refused(running, "thread-owned lock", lock, awaiting);
            }
        }
    }

    private static IllegalStateException refused(Coroutine running, String kind, LockInfo lock,
            StackTraceElement frame) {
        return new IllegalStateException(
                "await refused, a " + kind + " is held, use CoroutineLock: coroutine=" + running
                        + ", lock=" + lock + ", frame=" + (frame == null ? "unknown" : Frames.text(frame)));
    }

    private static boolean isUserCode(StackTraceElement frame) {
        String type = frame.getClassName();
        return !type.startsWith("java.") && !type.startsWith("sun.") && !MACHINERY.contains(type);
    }

    private static ThreadInfo infoOf(Thread thread) {
        return thread.isVirtual()
                ? null
                : THREADS.getThreadInfo(new long[]{thread.threadId()}, true, true, Integer.MAX_VALUE)[0];
    }
}
