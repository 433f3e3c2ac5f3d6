package io.creel.net.xdp;

import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.OsException;

/** Explains the error numbers of AF_XDP calls and names the way out. */
final class XdpErrors {
    private static final String CAPABILITIES = "run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF";

    private XdpErrors() {
    }

    /** Makes a descriptor from the result of a call, or throws the reason why there is none. */
    static Descriptor descriptor(long result, String what, String name) throws OsException {
        if (result >= 0) {
            return new Descriptor((int) result);
        }
        int errno = (int) -result;
        String values = "interface=" + name;
        throw switch (errno) {
            case Errno.EPERM, Errno.EACCES -> OsException.of(what, values, errno, CAPABILITIES);
            case Errno.EAFNOSUPPORT -> OsException.of(what, values, errno,
                    "this kernel was built without CONFIG_XDP_SOCKETS: open afpacket:" + name);
            default -> OsException.of(what, values, errno);
        };
    }

    static OsException attach(String name, boolean generic, int errno) {
        String values = "interface=" + name + ", mode=" + (generic ? "generic" : "native");
        String remedy = switch (errno) {
            case Errno.EPERM, Errno.EACCES -> CAPABILITIES;
            case Errno.EBUSY -> "another program is attached: stop its owner, or 'ip link set dev " + name
                    + " xdp off'";
            case Errno.EEXIST -> "a program is attached in the other mode: stop its owner, or 'ip link set dev "
                    + name + " xdp off' and 'xdpgeneric off'";
            case Errno.ERANGE -> "the MTU is too large for native mode: lower that of the peer, or open afxdp:" + name
                    + ",generic";
            case Errno.ENOSPC -> "the peer has more transmit queues than this end has receive queues: 'ethtool -L "
                    + name + "', or open afxdp:" + name + ",generic";
            case Errno.EOPNOTSUPP -> "the driver of the interface has no native mode: open afxdp:" + name
                    + ",generic";
            default -> "open afxdp:" + name + ",generic or afpacket:" + name;
        };
        return OsException.of("cannot attach the XDP program", values, errno, remedy);
    }

    static OsException umem(String name, long bytes, int errno) {
        String values = "interface=" + name + ", sizeBytes=" + bytes;
        return errno == Errno.ENOBUFS || errno == Errno.ENOMEM
                ? OsException.of("cannot share the packet memory", values, errno,
                        "it is above the limit of locked memory: 'ulimit -l " + (bytes >> 10)
                                + "' or more, or grant CAP_IPC_LOCK")
                : OsException.of("cannot share the packet memory", values, errno);
    }

    static OsException bind(String name, int queue, int errno) {
        String values = "interface=" + name + ", queue=" + queue;
        String remedy = switch (errno) {
            case Errno.EBUSY -> "another AF_XDP socket holds the queue: stop its owner, or take another queue";
            case Errno.EOPNOTSUPP -> "the driver has no zero-copy mode for this queue: leave out zero-copy";
            case Errno.ENODEV, Errno.ENXIO -> "the interface is gone: 'ip link' lists those of this network namespace";
            default -> "open afpacket:" + name;
        };
        return OsException.of("cannot bind the AF_XDP socket", values, errno, remedy);
    }

    static OsException gone(String name, int errno) {
        return OsException.of("the interface was removed", "interface=" + name, errno,
                "close this NIC and open another");
    }
}
