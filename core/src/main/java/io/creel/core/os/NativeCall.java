package io.creel.core.os;

import io.creel.core.JvmArguments;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Calls the Linux kernel: {@code syscall(2)} by number.
 *
 * <p>
 * Each instance has the memory in which its calls leave their error number, so <b>one thread at a time</b> uses an
 * instance. A call allocates nothing. No call is <i>critical</i>: a thread inside a call never delays the garbage
 * collector.
 */
public final class NativeCall {
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    /** Why no call is possible; {@code null} if calls are possible. */
    private static final @Nullable String REFUSAL = findRefusal();
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
            .varHandle(PathElement.groupElement("errno"));

    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** Makes an instance; it uses a few bytes of native memory, freed with the object. */
    public NativeCall() {
    }

    /**
     * Returns why this JVM cannot call the kernel. It asks without causing the JVM's warning of native access.
     *
     * @return a clause for a message; {@code null} if calls are possible
     */
    public static @Nullable String refusal() {
        return REFUSAL;
    }

    private static @Nullable String findRefusal() {
        String system = System.getProperty("os.name");
        if (!"Linux".equals(system)) {
            return "only Linux is supported: os.name=" + system;
        }
        String architecture = System.getProperty("os.arch");
        if (!"amd64".equals(architecture) && !"aarch64".equals(architecture)) {
            return "no system call numbers: architecture=" + architecture + ", known=amd64, aarch64";
        }
        Module module = NativeCall.class.getModule();
        JvmArguments.enableNativeAccess(module);
        if (!module.isNativeAccessEnabled()) {
            return "native access is not enabled: add --enable-native-access="
                    + (module.isNamed() ? module.getName() : "ALL-UNNAMED");
        }
        return null;
    }

    /**
     * Chooses the number of a system call for this machine.
     *
     * @param x8664
     *            the number on x86-64
     * @param aarch64
     *            the number on aarch64
     * @return one of the two
     */
    public static long number(int x8664, int aarch64) {
        return "aarch64".equals(System.getProperty("os.arch")) ? aarch64 : x8664;
    }

    /**
     * Makes a system call.
     *
     * @param number
     *            the number of the system call on this machine
     * @param a
     *            the first argument
     * @param b
     *            the second argument
     * @param c
     *            the third argument
     * @param d
     *            the fourth argument
     * @param e
     *            the fifth argument
     * @param f
     *            the sixth argument
     * @return the result, or the negative error number
     */
    public long call(long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) Call.SYSCALL.invokeExact(captured, number, a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall throws nothing", impossible);
        }
    }

    /**
     * Makes a system call whose result does not matter. Any thread.
     *
     * @param number
     *            the number of the system call on this machine
     * @param a
     *            the first argument
     * @param b
     *            the second argument
     * @param c
     *            the third argument
     */
    static void callWithoutResult(long number, long a, long b, long c) {
        try {
            var _ = (long) Call.UNCHECKED.invokeExact(number, a, b, c);
        } catch (Throwable impossible) {
            throw new AssertionError("a downcall throws nothing", impossible);
        }
    }

    /** Made at the first call, because a JVM that refuses native access would warn. */
    private static final class Call {
        static final MethodHandle SYSCALL = handle(
                FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
                Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
        static final MethodHandle UNCHECKED = handle(FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG),
                Linker.Option.firstVariadicArg(1));

        @SuppressWarnings("restricted")
        private static MethodHandle handle(FunctionDescriptor types, Linker.Option... options) {
            JvmArguments.enableNativeAccess(Call.class.getModule());
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"), types, options);
        }
    }
}
