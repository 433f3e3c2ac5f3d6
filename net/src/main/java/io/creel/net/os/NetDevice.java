package io.creel.net.os;

import io.creel.net.internal.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network interface of the namespace of the calling thread, as of the time of the query.
 *
 * @param name the name of the interface
 * @param index the number of the interface in the kernel
 * @param mtuBytes the longest network-layer packet that the link carries
 * @param macAddress 48 bits, the first byte of the address highest
 * @param isUp whether the interface is up
 * @param receiveQueues at least 1, also if the interface does not report it
 */
public record NetDevice(String name, int index, int mtuBytes, long macAddress, boolean isUp, int receiveQueues) {
    /**
     * Queries an interface.
     *
     * @param name the name of the interface
     * @return the interface
     * @throws OsException if there is no such interface
     * @throws IllegalArgumentException if the text cannot be the name of an interface
     */
    public static NetDevice find(String name) throws OsException {
        var kernel = new Kernel();
        try (Arena arena = Arena.ofConfined();
                Descriptor socket = Descriptor.of(
                        kernel.socket(Kernel.AF_INET, Kernel.SOCK_DGRAM | Kernel.SOCK_CLOEXEC, 0),
                        "cannot ask for an interface", "interface=" + name)) {
            MemorySegment request = InterfaceRequest.of(arena, name);
            long value = request.address() + InterfaceRequest.VALUE;
            ask(kernel, socket, InterfaceRequest.GET_INDEX, request, name);
            int index = Memory.getNative32(value);
            ask(kernel, socket, InterfaceRequest.GET_MTU, request, name);
            int mtuBytes = Memory.getNative32(value);
            ask(kernel, socket, InterfaceRequest.GET_FLAGS, request, name);
            boolean isUp = (Memory.getNative16(value) & InterfaceRequest.FLAG_UP) != 0;
            ask(kernel, socket, InterfaceRequest.GET_HARDWARE_ADDRESS, request, name);
            long macAddress = Memory.get64(value + 2) >>> 16;
            return new NetDevice(name, index, mtuBytes, macAddress, isUp, queues(kernel, socket, arena, request));
        }
    }

    private static void ask(Kernel kernel, Descriptor socket, long what, MemorySegment request, String name)
            throws OsException {
        int result = kernel.ioctl(socket.number(), what, request.address());
        if (result < 0) {
            throw OsException.of("no such interface", "interface=" + name, -result,
                    "known=" + String.join(", ", names()));
        }
    }

    /**
     * {@return the interfaces of the network namespace of the calling thread, sorted; empty if the system does not
     * report them}
     */
    public static List<String> names() {
        // Not /sys/class/net: that shows the namespace in which it was mounted.
        try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/net/dev"))) {
            return lines.filter(line -> line.contains(":")).map(line -> line.substring(0, line.indexOf(':')).strip())
                    .sorted().toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    /**
     * Returns the number of receive-only and combined queues. A driver without channels answers EOPNOTSUPP and has one.
     */
    private static int queues(Kernel kernel, Descriptor socket, Arena arena, MemorySegment request) {
        MemorySegment channels = arena.allocate(InterfaceRequest.CHANNELS_BYTES, Integer.BYTES);
        Memory.setNative32(channels.address(), InterfaceRequest.ETHTOOL_GET_CHANNELS);
        Memory.setNative64(request.address() + InterfaceRequest.VALUE, channels.address());
        if (kernel.ioctl(socket.number(), InterfaceRequest.ETHTOOL, request.address()) < 0) {
            return 1;
        }
        return Math.max(1, Memory.getNative32(channels.address() + InterfaceRequest.CHANNELS_RX)
                + Memory.getNative32(channels.address() + InterfaceRequest.CHANNELS_COMBINED));
    }

    /** {@return the Ethernet address as text: {@code 02:00:00:00:00:01}} */
    public String macText() {
        var text = new StringBuilder();
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (macAddress >>> shift) & 0xff;
            text.append(shift == 40 ? "" : ":").append(Character.forDigit(octet >>> 4, 16))
                    .append(Character.forDigit(octet & 0xf, 16));
        }
        return text.toString();
    }

    static byte[] nameBytes(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > InterfaceRequest.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("impossible interface name: interface=" + name + ", lengthBytes="
                    + bytes.length + ", limit=" + InterfaceRequest.MAX_NAME_BYTES + "; 'ip link' lists the names");
        }
        return bytes;
    }
}
