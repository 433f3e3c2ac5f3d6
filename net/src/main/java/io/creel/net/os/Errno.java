package io.creel.net.os;

/** The error numbers of Linux that a driver handles; they are the same on x86-64 and aarch64. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory. */
    public static final int ENOENT = 2;
    /** A signal interrupted the call. */
    public static final int EINTR = 4;
    /** Input or output error; for a TAP interface: the link is down. */
    public static final int EIO = 5;
    /** No such device or address. */
    public static final int ENXIO = 6;
    /** Try again. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Bad address. */
    public static final int EFAULT = 14;
    /** The resource is busy. */
    public static final int EBUSY = 16;
    /** The object exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** Too many open files. */
    public static final int EMFILE = 24;
    /** No space left. */
    public static final int ENOSPC = 28;
    /** The value is out of range. */
    public static final int ERANGE = 34;
    /** The kernel has no such system call. */
    public static final int ENOSYS = 38;
    /** The descriptor is in a bad state. */
    public static final int EBADFD = 77;
    /** The message is too long. */
    public static final int EMSGSIZE = 90;
    /** The option is unknown. */
    public static final int ENOPROTOOPT = 92;
    /** The protocol is not supported. */
    public static final int EPROTONOSUPPORT = 93;
    /** The operation is not supported. */
    public static final int EOPNOTSUPP = 95;
    /** The address family is not supported. */
    public static final int EAFNOSUPPORT = 97;
    /** The network is down. */
    public static final int ENETDOWN = 100;
    /** No buffer is available. */
    public static final int ENOBUFS = 105;

    private Errno() {
    }

    /**
     * Names an error number.
     *
     * @param errno a positive error number
     * @return its name in C; {@code errno 42} for a number that is not in this list
     */
    public static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ENOENT -> "ENOENT";
            case EINTR -> "EINTR";
            case EIO -> "EIO";
            case ENXIO -> "ENXIO";
            case EAGAIN -> "EAGAIN";
            case ENOMEM -> "ENOMEM";
            case EACCES -> "EACCES";
            case EFAULT -> "EFAULT";
            case EBUSY -> "EBUSY";
            case EEXIST -> "EEXIST";
            case ENODEV -> "ENODEV";
            case EINVAL -> "EINVAL";
            case EMFILE -> "EMFILE";
            case ENOSPC -> "ENOSPC";
            case ERANGE -> "ERANGE";
            case ENOSYS -> "ENOSYS";
            case EBADFD -> "EBADFD";
            case EMSGSIZE -> "EMSGSIZE";
            case ENOPROTOOPT -> "ENOPROTOOPT";
            case EPROTONOSUPPORT -> "EPROTONOSUPPORT";
            case EOPNOTSUPP -> "EOPNOTSUPP";
            case EAFNOSUPPORT -> "EAFNOSUPPORT";
            case ENETDOWN -> "ENETDOWN";
            case ENOBUFS -> "ENOBUFS";
            default -> "errno " + errno;
        };
    }

    /**
     * Returns whether the same call may succeed later: the kernel was busy or out of buffers, or the link was down.
     *
     * @param errno a positive error number
     * @return whether to try again
     */
    public static boolean isLater(int errno) {
        return errno == EAGAIN || errno == EBUSY || errno == ENOBUFS || errno == EINTR || errno == ENETDOWN;
    }

    /** Returns the remedy for an error that means the same in every call. */
    static String remedy(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "run as root, or grant CAP_NET_ADMIN, CAP_NET_RAW and CAP_BPF";
            case ENODEV, ENXIO -> "the interface is gone: 'ip link' lists those of this network namespace";
            case EMFILE -> "raise the limit of open files ('ulimit -n')";
            case ENOMEM, ENOBUFS -> "raise the limit of locked memory ('ulimit -l') or ask for smaller rings";
            case ENOSYS, EAFNOSUPPORT, EPROTONOSUPPORT -> "this kernel lacks the feature: use another driver";
            case EBUSY -> "another program holds it: close that program, then try again";
            default -> "see the manual page of the call";
        };
    }
}
