package io.creel.net.os;

import io.creel.net.internal.Memory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The operations that an interface performs on frames before a driver here sees them, as of the time of the query. A
 * feature that the interface does not report counts as "no".
 *
 * @param driver the driver of the kernel: {@code veth}; empty if there is none
 * @param bus the place of its device: a PCI address; empty or a word for an interface in software
 * @param mergesInSoftware whether generic receive offload is on
 * @param mergesInHardware whether large receive offload is on
 */
public record DeviceFeatures(String driver, String bus, boolean mergesInSoftware, boolean mergesInHardware) {
    /** Drivers of virtual machines: their devices have an address on a bus, but no wire. */
    private static final Set<String> WITHOUT_WIRE = Set.of("virtio_net", "vif", "vmxnet3", "hv_netvsc");

    /**
     * Queries an interface of the network namespace of the calling thread.
     *
     * @param name the name of the interface
     * @return its features
     * @throws OsException if the kernel does not answer
     */
    public static DeviceFeatures find(String name) throws OsException {
        var kernel = new Kernel();
        try (Arena arena = Arena.ofConfined();
                Descriptor socket = Descriptor.of(
                        kernel.socket(Kernel.AF_INET, Kernel.SOCK_DGRAM | Kernel.SOCK_CLOEXEC, 0),
                        "cannot ask for an interface", "interface=" + name)) {
            MemorySegment request = InterfaceRequest.of(arena, name);
            MemorySegment info = arena.allocate(InterfaceRequest.DRIVER_BYTES, Integer.BYTES);
            boolean known = ask(kernel, socket, request, info, InterfaceRequest.ETHTOOL_GET_DRIVER);
            return new DeviceFeatures(known ? text(info, InterfaceRequest.DRIVER_NAME) : "",
                    known ? text(info, InterfaceRequest.DRIVER_BUS) : "",
                    value(kernel, socket, arena, request, InterfaceRequest.ETHTOOL_GET_GRO) != 0,
                    (value(kernel, socket, arena, request, InterfaceRequest.ETHTOOL_GET_FLAGS)
                            & InterfaceRequest.FLAG_LRO) != 0);
        }
    }

    private static boolean ask(Kernel kernel, Descriptor socket, MemorySegment request, MemorySegment to, int what) {
        Memory.setNative32(to.address(), what);
        Memory.setNative64(request.address() + InterfaceRequest.VALUE, to.address());
        return kernel.ioctl(socket.number(), InterfaceRequest.ETHTOOL, request.address()) >= 0;
    }

    private static int value(Kernel kernel, Descriptor socket, Arena arena, MemorySegment request, int what) {
        MemorySegment value = arena.allocate(2L * Integer.BYTES, Integer.BYTES);
        return ask(kernel, socket, request, value, what) ? Memory.getNative32(value.address() + Integer.BYTES) : 0;
    }

    private static String text(MemorySegment info, int offset) {
        byte[] bytes = info.asSlice(offset, InterfaceRequest.DRIVER_TEXT_BYTES).toArray(ValueLayout.JAVA_BYTE);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    /**
     * {@return whether frames come from software, which may leave checksums and segmentation to a device that does not
     * exist; frames from a wire are finished}
     */
    public boolean isSoftware() {
        return WITHOUT_WIRE.contains(driver) || bus.chars().noneMatch(Character::isDigit);
    }
}
