package io.creel.net.os;

import io.creel.core.JvmArguments;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The way into the Linux kernel: {@code syscall(2)} by number.
 *
 * <p>
 * Each instance holds the place where its calls leave their error number, so <b>one thread at a time</b> uses an
 * instance; the receive and the transmit side of a queue have one each. A call allocates nothing. None of them is
 * <i>critical</i>: a thread inside a call never holds up the collector.
 */
public final class Kernel {
    public static final int AF_INET = 2;
    public static final int AF_PACKET = 17;
    public static final int AF_XDP = 44;
    public static final int SOCK_DGRAM = 2;
    public static final int SOCK_RAW = 3;
    public static final int SOCK_CLOEXEC = 0x80000;
    public static final int MSG_DONTWAIT = 0x40;
    public static final int SOL_SOCKET = 1;
    public static final int SO_ERROR = 4;

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x4022;
    private static final int MADV_DONTNEED = 4;
    private static final int AT_FDCWD = -100;
    private static final int O_RDWR_NONBLOCK_CLOEXEC = 0x80802;

    private static final long READ = number(SystemCall.READ);
    private static final long WRITE = number(SystemCall.WRITE);
    private static final long PPOLL = number(SystemCall.PPOLL);
    private static final long SENDTO = number(SystemCall.SENDTO);
    private static final long RECVFROM = number(SystemCall.RECVFROM);

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    private static final MethodHandle SYSCALL = handle();
    private static final VarHandle ERRNO = Linker.Option.captureStateLayout()
            .varHandle(PathElement.groupElement("errno"));

    private final MemorySegment captured = Arena.ofAuto().allocate(Linker.Option.captureStateLayout());

    /** Costs a few bytes of native memory, freed with the object. */
    public Kernel() {
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle() {
        JvmArguments.enableNativeAccess(Kernel.class.getModule());
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow("syscall"),
                FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
                Linker.Option.firstVariadicArg(1), Linker.Option.captureCallState("errno"));
    }

    private static long number(SystemCall call) {
        return call.number(System.getProperty("os.arch"));
    }

    /** Any system call: its result, or the negative error number. */
    public long call(long number, long a, long b, long c, long d, long e, long f) {
        try {
            long result = (long) SYSCALL.invokeExact(captured, number, a, b, c, d, e, f);
            return result == -1 ? -(int) ERRNO.get(captured, 0L) : result;
        } catch (Throwable e2) {
            throw new AssertionError("a downcall throws nothing", e2);
        }
    }

    public int socket(int domain, int type, int protocol) {
        return (int) call(number(SystemCall.SOCKET), domain, type, protocol, 0, 0, 0);
    }

    /** Opens an existing file for reading and writing that never wait; {@code path} ends in a zero byte. */
    public int open(long path) {
        return (int) call(number(SystemCall.OPENAT), AT_FDCWD, path, O_RDWR_NONBLOCK_CLOEXEC, 0, 0, 0);
    }

    public int close(int descriptor) {
        return (int) call(number(SystemCall.CLOSE), descriptor, 0, 0, 0, 0, 0);
    }

    public int bind(int descriptor, long address, int sizeBytes) {
        return (int) call(number(SystemCall.BIND), descriptor, address, sizeBytes, 0, 0, 0);
    }

    public int setSocketOption(int descriptor, int level, int name, long value, int sizeBytes) {
        return (int) call(number(SystemCall.SETSOCKOPT), descriptor, level, name, value, sizeBytes, 0);
    }

    /** {@code size} is the address of an int that says how many bytes there is room for. */
    public int getSocketOption(int descriptor, int level, int name, long value, long size) {
        return (int) call(number(SystemCall.GETSOCKOPT), descriptor, level, name, value, size, 0);
    }

    public int ioctl(int descriptor, long request, long argument) {
        return (int) call(number(SystemCall.IOCTL), descriptor, request, argument, 0, 0, 0);
    }

    public int bpf(int command, long attributes, int sizeBytes) {
        return (int) call(number(SystemCall.BPF), command, attributes, sizeBytes, 0, 0, 0);
    }

    /** Maps a descriptor for reading and writing, shared with the kernel and faulted in: its address. */
    public long mapShared(int descriptor, long offset, long sizeBytes) {
        return call(number(SystemCall.MMAP), 0, sizeBytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, descriptor, offset);
    }

    /** Maps zeroed memory of this process, which costs nothing before it is written: its address. */
    long mapPrivate(long sizeBytes) {
        return call(number(SystemCall.MMAP), 0, sizeBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
    }

    /** Frees the pages of {@link #mapPrivate}; the addresses stay, and read as zero. */
    int discard(long address, long sizeBytes) {
        return (int) call(number(SystemCall.MADVISE), address, sizeBytes, MADV_DONTNEED, 0, 0, 0);
    }

    public int unmap(long address, long sizeBytes) {
        return (int) call(number(SystemCall.MUNMAP), address, sizeBytes, 0, 0, 0, 0);
    }

    public long read(int descriptor, long address, long sizeBytes) {
        return call(READ, descriptor, address, sizeBytes, 0, 0, 0);
    }

    public long write(int descriptor, long address, long sizeBytes) {
        return call(WRITE, descriptor, address, sizeBytes, 0, 0, 0);
    }

    /** A send without data and without waiting: asks the kernel to look at a transmit ring. */
    public int wakeTransmit(int descriptor) {
        return (int) call(SENDTO, descriptor, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /** A receive without data and without waiting: asks the kernel to look at a fill ring, and whether it is alive. */
    public int wakeReceive(int descriptor) {
        return (int) call(RECVFROM, descriptor, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /** {@code ppoll}: blocks the calling platform thread. */
    int poll(long descriptors, int count, long timeout) {
        return (int) call(PPOLL, descriptors, count, timeout, 0, 0, 0);
    }
}
