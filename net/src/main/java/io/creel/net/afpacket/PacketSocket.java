package io.creel.net.afpacket;

import io.creel.net.internal.Memory;
import io.creel.net.os.Descriptor;
import io.creel.net.os.Errno;
import io.creel.net.os.Kernel;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import java.lang.foreign.Arena;

/** The system calls that open any packet socket. */
final class PacketSocket {
    private static final String SET_UP = "cannot set up the packet socket";

    private PacketSocket() {
    }

    static Descriptor open(NetDevice device) throws OsException {
        String values = "interface=" + device.name();
        // A socket of protocol 0 receives nothing until the bind names the interface, so no frame of another interface
        // comes in.
        int result = new Kernel().socket(Kernel.AF_PACKET, Kernel.SOCK_RAW | Kernel.SOCK_CLOEXEC, 0);
        if (result == -Errno.EPERM) {
            throw OsException.of("cannot open a packet socket", values, Errno.EPERM,
                    "run as root, or grant CAP_NET_RAW");
        }
        return Descriptor.of(result, "cannot open a packet socket", values);
    }

    static void option(Descriptor descriptor, NetDevice device, int name, int value) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(Integer.BYTES, Integer.BYTES).address();
            Memory.setNative32(address, value);
            option(descriptor, device, name, address, Integer.BYTES);
        }
    }

    static void option(Descriptor descriptor, NetDevice device, int name, long address, int sizeBytes)
            throws OsException {
        OsException.check(
                new Kernel().setSocketOption(descriptor.number(), TpacketDescriptor.SOL_PACKET, name, address,
                        sizeBytes),
                SET_UP, "interface=" + device.name() + ", option=" + name);
    }

    static void bind(Descriptor descriptor, NetDevice device) throws OsException {
        try (Arena arena = Arena.ofConfined()) {
            long address = arena.allocate(TpacketDescriptor.ADDRESS_BYTES, Integer.BYTES).address();
            Memory.setNative16(address, (short) Kernel.AF_PACKET);
            Memory.set16(address + 2, (short) TpacketDescriptor.ALL_PROTOCOLS);
            Memory.setNative32(address + 4, device.index());
            OsException.check(new Kernel().bind(descriptor.number(), address, TpacketDescriptor.ADDRESS_BYTES),
                    "cannot bind the packet socket", "interface=" + device.name());
        }
    }
}
