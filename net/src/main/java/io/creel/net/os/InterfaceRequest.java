package io.creel.net.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Layout of {@code struct ifreq}, and the requests that take one.
 *
 * <pre>
 *    0                                       16                      40
 *   +---------------------------------------+-----------------------+
 *   |      interface name, zero-ended       |  value, by request    |
 *   +---------------------------------------+-----------------------+
 *
 *   struct ethtool_channels, 32 bits each:
 *   command, max rx, max tx, max other, max combined, rx, tx, other, combined
 *
 *   struct ethtool_drvinfo: command, then texts of 32 bytes:
 *   driver, version, firmware version, bus, expansion ROM version, reserved; 52 bytes of numbers
 *
 *   struct ethtool_value, 32 bits each: command, value
 * </pre>
 */
public final class InterfaceRequest {
    /** Offset of the value. */
    public static final int VALUE = 16;
    /** Length of a request. */
    public static final int SIZE_BYTES = 40;
    /** The longest name of an interface. */
    public static final int MAX_NAME_BYTES = 15;

    /** Reads the flags. */
    public static final long GET_FLAGS = 0x8913;
    /** Sets the flags. */
    public static final long SET_FLAGS = 0x8914;
    /** Reads the MTU. */
    public static final long GET_MTU = 0x8921;
    /** Reads the Ethernet address. */
    public static final long GET_HARDWARE_ADDRESS = 0x8927;
    /** Reads the number of the interface. */
    public static final long GET_INDEX = 0x8933;
    /** Passes a request of ethtool; the value is its address. */
    public static final long ETHTOOL = 0x8946;

    /** The interface is up. */
    public static final int FLAG_UP = 1;
    /** The interface is up and has a carrier, and the kernel has noticed it. */
    public static final int FLAG_RUNNING = 0x40;

    static final int ETHTOOL_GET_DRIVER = 0x03;
    static final int DRIVER_NAME = 4;
    static final int DRIVER_BUS = 100;
    static final int DRIVER_TEXT_BYTES = 32;
    static final int DRIVER_BYTES = 196;

    static final int ETHTOOL_GET_FLAGS = 0x25;
    static final int FLAG_LRO = 1 << 15;
    static final int ETHTOOL_GET_GRO = 0x2b;

    static final int ETHTOOL_GET_CHANNELS = 0x3c;
    static final int CHANNELS_RX = 20;
    static final int CHANNELS_COMBINED = 32;
    static final int CHANNELS_BYTES = 36;

    private InterfaceRequest() {
    }

    /**
     * Makes a request whose value is zero.
     *
     * @param arena owns the memory of the request
     * @param name the name of the interface
     * @return the request
     */
    public static MemorySegment of(Arena arena, String name) {
        byte[] bytes = NetDevice.nameBytes(name);
        MemorySegment request = arena.allocate(SIZE_BYTES, Long.BYTES);
        MemorySegment.copy(bytes, 0, request, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return request;
    }
}
