package io.creel.net.os;

import io.creel.core.os.NativeCall;

/**
 * Calls the Linux kernel: {@code syscall(2)} by number.
 *
 * <p>
 * <b>One thread at a time</b> uses an instance, see {@link NativeCall}; the receive and the transmit side of a queue
 * have one each. A call allocates nothing, and never delays the garbage collector.
 */
public final class Kernel {
    /** The address family of IPv4. */
    public static final int AF_INET = 2;
    /** The address family of packet sockets. */
    public static final int AF_PACKET = 17;
    /** The address family of AF_XDP sockets. */
    public static final int AF_XDP = 44;
    /** A datagram socket. */
    public static final int SOCK_DGRAM = 2;
    /** A raw socket. */
    public static final int SOCK_RAW = 3;
    /** Closes the socket in a program that this process executes. */
    public static final int SOCK_CLOEXEC = 0x80000;
    /** Makes a send or receive return at once. */
    public static final int MSG_DONTWAIT = 0x40;
    /** The level of the options of every socket. */
    public static final int SOL_SOCKET = 1;
    /** The option that reads the pending error of a socket. */
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

    private final NativeCall calls = new NativeCall();

    /** Makes an instance; it uses a few bytes of native memory, freed with the object. */
    public Kernel() {
    }

    private static long number(SystemCall call) {
        return call.number(System.getProperty("os.arch"));
    }

    /**
     * Makes any system call.
     *
     * @param number the number of the system call on this machine
     * @param a the first argument
     * @param b the second argument
     * @param c the third argument
     * @param d the fourth argument
     * @param e the fifth argument
     * @param f the sixth argument
     * @return the result, or the negative error number
     */
    public long call(long number, long a, long b, long c, long d, long e, long f) {
        return calls.call(number, a, b, c, d, e, f);
    }

    /**
     * Opens a socket.
     *
     * @param domain the address family
     * @param type the type and its flags
     * @param protocol the protocol, 0 for the default
     * @return the descriptor, or the negative error number
     */
    public int socket(int domain, int type, int protocol) {
        return (int) call(number(SystemCall.SOCKET), domain, type, protocol, 0, 0, 0);
    }

    /**
     * Opens an existing file for reading and writing without blocking.
     *
     * @param path the address of the path, which ends in a zero byte
     * @return the descriptor, or the negative error number
     */
    public int open(long path) {
        return (int) call(number(SystemCall.OPENAT), AT_FDCWD, path, O_RDWR_NONBLOCK_CLOEXEC, 0, 0, 0);
    }

    /**
     * Closes a descriptor.
     *
     * @param descriptor an open descriptor
     * @return 0, or the negative error number
     */
    public int close(int descriptor) {
        return (int) call(number(SystemCall.CLOSE), descriptor, 0, 0, 0, 0, 0);
    }

    /**
     * Binds a socket.
     *
     * @param descriptor the socket
     * @param address where the socket address is in memory
     * @param sizeBytes the length of the socket address
     * @return 0, or the negative error number
     */
    public int bind(int descriptor, long address, int sizeBytes) {
        return (int) call(number(SystemCall.BIND), descriptor, address, sizeBytes, 0, 0, 0);
    }

    /**
     * Sets an option of a socket.
     *
     * @param descriptor the socket
     * @param level the protocol level of the option
     * @param name the number of the option
     * @param value the address of the value
     * @param sizeBytes the length of the value
     * @return 0, or the negative error number
     */
    public int setSocketOption(int descriptor, int level, int name, long value, int sizeBytes) {
        return (int) call(number(SystemCall.SETSOCKOPT), descriptor, level, name, value, sizeBytes, 0);
    }

    /**
     * Reads an option of a socket.
     *
     * @param descriptor the socket
     * @param level the protocol level of the option
     * @param name the number of the option
     * @param value the address of the room for the value
     * @param size the address of an int that holds the length of the room
     * @return 0, or the negative error number
     */
    public int getSocketOption(int descriptor, int level, int name, long value, long size) {
        return (int) call(number(SystemCall.GETSOCKOPT), descriptor, level, name, value, size, 0);
    }

    /**
     * Makes a device-specific request.
     *
     * @param descriptor the device
     * @param request the number of the request
     * @param argument the argument, usually an address
     * @return the result, or the negative error number
     */
    public int ioctl(int descriptor, long request, long argument) {
        return (int) call(number(SystemCall.IOCTL), descriptor, request, argument, 0, 0, 0);
    }

    /**
     * Makes a BPF request.
     *
     * @param command the number of the command
     * @param attributes the address of the attributes
     * @param sizeBytes the length of the attributes
     * @return the result, or the negative error number
     */
    public int bpf(int command, long attributes, int sizeBytes) {
        return (int) call(number(SystemCall.BPF), command, attributes, sizeBytes, 0, 0, 0);
    }

    /**
     * Maps a descriptor for reading and writing, shared with the kernel and faulted in.
     *
     * @param descriptor the descriptor
     * @param offset the offset in the file, a multiple of the page size
     * @param sizeBytes how many bytes to map
     * @return the address, or the negative error number
     */
    public long mapShared(int descriptor, long offset, long sizeBytes) {
        return call(number(SystemCall.MMAP), 0, sizeBytes, PROT_READ_WRITE, MAP_SHARED_POPULATE, descriptor, offset);
    }

    /**
     * Maps zeroed memory of this process, which uses no page before it is written. Returns the address, or the negative
     * error number.
     */
    long mapPrivate(long sizeBytes) {
        return call(number(SystemCall.MMAP), 0, sizeBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0);
    }

    /** Frees the pages of {@link #mapPrivate}; the addresses stay valid and read as zero. */
    int discard(long address, long sizeBytes) {
        return (int) call(number(SystemCall.MADVISE), address, sizeBytes, MADV_DONTNEED, 0, 0, 0);
    }

    /**
     * Unmaps memory.
     *
     * @param address where the mapping starts
     * @param sizeBytes the length of the mapping
     * @return 0, or the negative error number
     */
    public int unmap(long address, long sizeBytes) {
        return (int) call(number(SystemCall.MUNMAP), address, sizeBytes, 0, 0, 0, 0);
    }

    /**
     * Reads bytes.
     *
     * @param descriptor the source
     * @param address where the bytes go
     * @param sizeBytes how many bytes to read at most
     * @return how many bytes were read, or the negative error number
     */
    public long read(int descriptor, long address, long sizeBytes) {
        return call(READ, descriptor, address, sizeBytes, 0, 0, 0);
    }

    /**
     * Writes bytes.
     *
     * @param descriptor the destination
     * @param address where the bytes are
     * @param sizeBytes how many bytes to write at most
     * @return how many bytes were written, or the negative error number
     */
    public long write(int descriptor, long address, long sizeBytes) {
        return call(WRITE, descriptor, address, sizeBytes, 0, 0, 0);
    }

    /**
     * Sends without data and without waiting: asks the kernel to look at a transmit ring.
     *
     * @param descriptor the socket
     * @return 0, or the negative error number
     */
    public int wakeTransmit(int descriptor) {
        return (int) call(SENDTO, descriptor, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /**
     * Receives without data and without waiting: asks the kernel to look at a fill ring, and shows whether the device
     * still exists.
     *
     * @param descriptor the socket
     * @return 0, or the negative error number
     */
    public int wakeReceive(int descriptor) {
        return (int) call(RECVFROM, descriptor, 0, 0, MSG_DONTWAIT, 0, 0);
    }

    /** Calls {@code ppoll}: blocks the calling platform thread. */
    int poll(long descriptors, int count, long timeout) {
        return (int) call(PPOLL, descriptors, count, timeout, 0, 0, 0);
    }
}
