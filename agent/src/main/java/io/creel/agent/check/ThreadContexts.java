package io.creel.agent.check;

import io.creel.core.Coroutine;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;

/**
 * The contexts of threads. A {@code ThreadLocal} would cost twice as much, because {@code Thread.currentThread()} is a
 * native call where coroutines roam; core knows when the cheaper carrier thread is the same.
 */
final class ThreadContexts {
    /** The contexts of {@value} threads, found without hashing. A thread whose place another one took asks the map. */
    private static final int RECENT = 64;
    private static final OfThread[] CONTEXTS = new OfThread[RECENT];
    private static final ThreadLocal<OfThread> ALL = ThreadLocal.withInitial(() -> new OfThread(new Context(false,
            false), Thread.currentThread().threadId()));
    private static final MethodHandle CURRENT_THREAD = currentThread();

    /** The number of a thread is never used again. Fields are final, so a racy read sees a whole pair. */
    private record OfThread(Context context, long threadId) {
    }

    private ThreadContexts() {
    }

    /** Returns the context of the calling thread, which runs no coroutine. */
    static Context current() {
        long id = id();
        OfThread found = CONTEXTS[(int) id & RECENT - 1];
        return found != null && found.threadId == id ? found.context : find();
    }

    private static long id() {
        try {
            return ((Thread) CURRENT_THREAD.invokeExact()).threadId();
        } catch (Throwable impossible) {
            throw new IllegalStateException("the current thread is unknown: method=" + CURRENT_THREAD, impossible);
        }
    }

    private static Context find() {
        OfThread found = ALL.get();
        CONTEXTS[(int) found.threadId & RECENT - 1] = found;
        return found.context;
    }

    private static MethodHandle currentThread() {
        try {
            Method method = Class.forName("io.creel.core.Stack", true, Coroutine.class.getClassLoader())
                    .getDeclaredMethod("currentThread");
            method.setAccessible(true);
            return MethodHandles.lookup().unreflect(method);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
