package io.creel.net.tap;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.InterfaceRequest;
import io.creel.net.os.Kernel;
import io.creel.net.os.OsException;
import io.creel.net.os.Poller;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Creates a TAP interface, or attaches to an existing one.
 *
 * <pre>
 *   /dev/net/tun --open--> descriptor --TUNSETIFF(name, flags)--> one read or write is one Ethernet frame
 * </pre>
 *
 * Every offload is turned off, so the kernel finishes every checksum and cuts every segment before the driver reads it.
 * They must be turned off explicitly, because a persistent interface remembers the offloads that an earlier program has
 * requested.
 */
final class TapDevice {
    private static final long SET_INTERFACE = 0x400454caL;
    private static final long SET_OFFLOAD = 0x400454d0L;
    private static final int FLAG_TAP = 0x0002;
    private static final int FLAG_NO_PACKET_INFO = 0x1000;
    /** The kernel takes up to a second to notice a carrier, and drops frames that are sent before. */
    private static final int CARRIER_TRIES = 200;
    private static final long CARRIER_PAUSE_NS = 10_000_000;

    private TapDevice() {
    }

    /**
     * Attaches to the interface, brings it up and waits for its carrier. The interface disappears with the descriptor
     * unless it was made persistent before.
     */
    static Descriptor attach(String name) throws OsException {
        var kernel = new Kernel();
        String values = "interface=" + name;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = InterfaceRequest.of(arena, name);
            int opened = kernel.open(arena.allocateFrom("/dev/net/tun").address());
            if (opened == -Errno.ENOENT || opened == -Errno.ENODEV) {
                throw OsException.of("cannot open /dev/net/tun", values, -opened,
                        "load the kernel module: 'modprobe tun'");
            }
            Descriptor descriptor = Descriptor.of(opened, "cannot open /dev/net/tun", values);
            boolean attached = false;
            try {
                long value = request.address() + InterfaceRequest.VALUE;
                Memory.setNative16(value, (short) (FLAG_TAP | FLAG_NO_PACKET_INFO));
                int result = kernel.ioctl(descriptor.number(), SET_INTERFACE, request.address());
                if (result < 0) {
                    throw refused(name, -result);
                }
                OsException.check(kernel.ioctl(descriptor.number(), SET_OFFLOAD, 0), "cannot turn the offloads off",
                        values);
                bringUp(kernel, request, values);
                attached = true;
                return descriptor;
            } finally {
                if (!attached) {
                    descriptor.close();
                }
            }
        }
    }

    private static void bringUp(Kernel kernel, MemorySegment request, String values) throws OsException {
        long value = request.address() + InterfaceRequest.VALUE;
        String what = "cannot bring the TAP interface up";
        try (Descriptor socket = Descriptor.of(
                kernel.socket(Kernel.AF_INET, Kernel.SOCK_DGRAM | Kernel.SOCK_CLOEXEC, 0), what, values)) {
            OsException.check(kernel.ioctl(socket.number(), InterfaceRequest.GET_FLAGS, request.address()), what,
                    values);
            int flags = Memory.getNative16(value);
            if ((flags & InterfaceRequest.FLAG_UP) == 0) {
                Memory.setNative16(value, (short) (flags | InterfaceRequest.FLAG_UP));
                OsException.check(kernel.ioctl(socket.number(), InterfaceRequest.SET_FLAGS, request.address()), what,
                        values);
            }
            for (int tries = 0; tries < CARRIER_TRIES && (flags & InterfaceRequest.FLAG_RUNNING) == 0; tries++) {
                Poller.pause(CARRIER_PAUSE_NS);
                OsException.check(kernel.ioctl(socket.number(), InterfaceRequest.GET_FLAGS, request.address()), what,
                        values);
                flags = Memory.getNative16(value);
            }
        }
    }

    private static OsException refused(String name, int errno) {
        String remedy = switch (errno) {
            case Errno.EPERM, Errno.EACCES ->
                "run as root, grant CAP_NET_ADMIN, or have it made for you: 'ip tuntap add"
                        + " dev " + name + " mode tap user $USER'";
            case Errno.EBUSY -> "another program is attached to it: stop that, or take another name";
            case Errno.EINVAL -> "it exists and is no TAP interface of one queue: take another name";
            default -> "take another name";
        };
        return OsException.of("cannot attach the TAP interface", "interface=" + name, errno, remedy);
    }
}
