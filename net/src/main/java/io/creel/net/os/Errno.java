package io.creel.net.os;

/** The error numbers of Linux that a driver meets; the same on x86-64 and aarch64. */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENODEV = 19;
    public static final int EINVAL = 22;
    public static final int EMFILE = 24;
    public static final int ENOSPC = 28;
    public static final int ERANGE = 34;
    public static final int ENOSYS = 38;
    public static final int EBADFD = 77;
    public static final int EMSGSIZE = 90;
    public static final int ENOPROTOOPT = 92;
    public static final int EPROTONOSUPPORT = 93;
    public static final int EOPNOTSUPP = 95;
    public static final int EAFNOSUPPORT = 97;
    public static final int ENETDOWN = 100;
    public static final int ENOBUFS = 105;

    private Errno() {
    }

    /** The name C gives it; {@code errno 42} for one outside of this list. */
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

    /** Whether the same call may succeed later: the kernel was busy, out of buffers, or the link was down. */
    public static boolean isLater(int errno) {
        return errno == EAGAIN || errno == EBUSY || errno == ENOBUFS || errno == EINTR || errno == ENETDOWN;
    }

    /** What helps against an error that means the same in every call. */
    static String remedy(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "run as root, or grant CAP_NET_ADMIN, CAP_NET_RAW and CAP_BPF";
            case ENODEV, ENXIO -> "the interface is gone: 'ip link' lists those of this network namespace";
            case EMFILE -> "raise the limit of open files ('ulimit -n')";
            case ENOMEM, ENOBUFS -> "raise the limit of locked memory ('ulimit -l') or ask for smaller rings";
            case ENOSYS, EAFNOSUPPORT, EPROTONOSUPPORT -> "this kernel lacks the feature: use another driver";
            case EBUSY -> "somebody else holds it: close the other program, then try again";
            default -> "see the manual page of the call";
        };
    }
}
