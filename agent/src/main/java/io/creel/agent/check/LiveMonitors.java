package io.creel.agent.check;

import io.creel.core.Coroutine;
import java.lang.StackWalker.StackFrame;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds a monitor that the running coroutine holds, in the JVM's live stack frames. That is the only way to see one
 * that code without checks has entered, such as a method of the JDK that calls back. Takes 13 to 27 µs, so
 * {@link CheckLevel#ON} reads the frames of the first {@value #FIRST} suspensions and of one in {@value #INTERVAL}
 * afterwards;
 * {@link CheckLevel#TRACE} reads those of each. Monitors of woven code are counted and need no frames.
 */
final class LiveMonitors {
    static final int FIRST = 1_000;
    static final int INTERVAL = 4_096;
    private static final Class<?> FRAME = type("java.lang.LiveStackFrame");
    private static final Method MONITORS = method(FRAME, "getMonitors");
    private static final Method WALKER = method(FRAME, "getStackWalker", Set.class,
            type("jdk.internal.vm.ContinuationScope"));
    private static final Object SCOPE = scope();
    /** Counted without order: an estimate is enough. */
    static int suspensions;

    private LiveMonitors() {
    }

    static boolean isDue(Context context) {
        int count = suspensions++;
        return context.tracing || count >= 0 && count < FIRST || (count & INTERVAL - 1) == 0;
    }

    /** Returns a description of the innermost monitor; {@code null} if the coroutine holds none. */
    static String find() {
        try {
            StackWalker walker = (StackWalker) WALKER.invoke(null, Set.of(), SCOPE);
            return walker.walk(LiveMonitors::find);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("live stack frames cannot be read: class=" + FRAME, impossible);
        }
    }

    private static String find(Stream<StackFrame> frames) {
        return frames.map(LiveMonitors::monitorOf).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private static String monitorOf(StackFrame frame) {
        try {
            Object[] monitors = (Object[]) MONITORS.invoke(frame);
            return Arrays.stream(monitors).filter(Objects::nonNull).findFirst() // null is a slot that was freed
                    .map(monitor -> "lock=" + Violations.name(monitor) + ", frame=" + frame).orElse(null);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("live stack frames cannot be read: class=" + FRAME, impossible);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        try {
            Method method = type.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private static Object scope() {
        try {
            return method(Class.forName("io.creel.core.Stack", true, Coroutine.class.getClassLoader()), "scope")
                    .invoke(null);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }
}
