package io.creel.core;

import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.util.Iterator;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import jdk.internal.misc.Unsafe;
import org.jspecify.annotations.Nullable;

/**
 * The frames between a poll and the body of its coroutine. A coroutine may leave only if they are, from the innermost
 * one: the poll, woven code, and the frames of the kernel that called the body. Frames that the JDK generates for
 * lambdas, method handles and reflection may lie between.
 *
 * <p>
 * Any other frame is unsafe, because a lock of its thread, a half-done change or a guard is invisible from here:
 * {@code computeIfAbsent}, a comparator below a sort, a callback below Creel itself. O(frames); 0.7 to 2 µs for 6 to 25
 * frames, because only their classes are asked for.
 */
final class PollFrames {
    private static final int KERNEL = 0;
    private static final int WOVEN = 1;
    private static final int WOVEN_WITH_MONITORS = 2;
    private static final int GENERATED = 3;
    private static final int OTHER = 4;

    private static final Set<String> KERNEL_NAMES = Set.of(Coroutine.class.getName(), PreemptionPoll.class.getName(),
            PollAnswer.class.getName(), PollFrames.class.getName(), "io.creel.core.task.Task$Work");
    private static final Set<String> REFLECTION = Set.of("java.lang.reflect.Method", "java.lang.reflect.Constructor",
            "jdk.internal.reflect.DirectMethodHandleAccessor",
            "jdk.internal.reflect.DirectConstructorHandleAccessor");
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final StackWalker WALKER = StackWalker.getInstance(
            Set.of(Option.RETAIN_CLASS_REFERENCE, Option.DROP_METHOD_INFO, Option.SHOW_HIDDEN_FRAMES));
    private static final Function<Stream<StackFrame>, PollFrames> FIND = frames -> new PollFrames(frames.iterator());
    private static final ClassValue<Integer> KINDS = new ClassValue<>() {
        @Override
        protected Integer computeValue(Class<?> type) {
            return kindOf(type);
        }
    };

    private @Nullable Class<?> unsafe;
    private boolean mayHoldMonitors;

    private PollFrames(Iterator<StackFrame> frames) {
        boolean inWovenCode = false;
        Class<?> below = null;
        while (frames.hasNext()) {
            Class<?> type = frames.next().getDeclaringClass();
            if (type == Stack.class) {
                return;
            }
            int kind = KINDS.get(type);
            if (kind == KERNEL) {
                below = inWovenCode && below == null ? type : below;
            } else if (kind == OTHER || below != null && kind != GENERATED) {
                unsafe = kind == OTHER ? type : below;
                return;
            } else if (kind != GENERATED) {
                inWovenCode = true;
                mayHoldMonitors |= kind == WOVEN_WITH_MONITORS;
            }
        }
        unsafe = Stack.class; // the bottom was not found
    }

    static PollFrames ofCaller() {
        return WALKER.walk(FIND);
    }

    /** Returns the class of the innermost frame that keeps the coroutine here; {@code null} if there is none. */
    @Nullable
    Class<?> unsafe() {
        return unsafe;
    }

    /** Returns whether a frame belongs to a class that enters monitors. */
    boolean mayHoldMonitors() {
        return mayHoldMonitors;
    }

    private static int kindOf(Class<?> type) {
        String name = type.getName();
        if (type.getClassLoader() == PollFrames.class.getClassLoader() && KERNEL_NAMES.contains(name)) {
            return KERNEL;
        }
        if (type.isHidden() && (name.contains("$$Lambda") || name.startsWith("java.lang.invoke."))
                || type.getClassLoader() == null
                        && (name.startsWith("java.lang.invoke.") || REFLECTION.contains(name))) {
            return GENERATED;
        }
        return hasField(type, PreemptionPoll.MONITORS)
                ? WOVEN_WITH_MONITORS
                : hasField(type, PreemptionPoll.WOVEN) ? WOVEN : OTHER;
    }

    /** Asks the JVM, because reflection would load the classes of all fields. */
    private static boolean hasField(Class<?> type, String name) {
        try {
            UNSAFE.objectFieldOffset(type, name);
            return true;
        } catch (InternalError missing) {
            return false;
        }
    }
}
