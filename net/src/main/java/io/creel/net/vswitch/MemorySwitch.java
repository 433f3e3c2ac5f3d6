package io.creel.net.vswitch;

import io.creel.net.Packet;
import io.creel.net.driver.DriverPackets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The inside of a learning Ethernet switch (IEEE 802.1D, 7.8): which port has which station behind it, and where a frame goes.
 *
 * <p>
 * A station whose port is not known, or whose place in the table another one has taken, is reached by giving every port a
 * copy. Ports and table are bounded. Any number of threads forward at once, without a lock; a frame that is on its way while
 * its port closes is counted there.
 */
final class MemorySwitch {
    /** Of one switch. */
    static final int PORTS = 64;

    private static final int STATIONS = 4096;
    private static final int PORT_BITS = 8;
    private static final long GROUP_BIT = 1L << 40;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
    /** By name, as long as one port is open. */
    private static final ConcurrentHashMap<String, MemorySwitch> SWITCHES = new ConcurrentHashMap<>();

    private final AtomicReferenceArray<SwitchNic> ports = new AtomicReferenceArray<>(PORTS);
    /** Each station has one place: its address, and its port plus one in the low bits. */
    private final AtomicLongArray stations = new AtomicLongArray(STATIONS);

    /** Of all its ports. */
    private final DriverPackets inFlight;

    private MemorySwitch(String name) {
        inFlight = new DriverPackets("switch:" + name);
    }

    DriverPackets inFlight() {
        return inFlight;
    }

    /** A new port of the switch, which the first one makes; null where it has no more. */
    static SwitchNic connect(String name) {
        SwitchNic[] opened = new SwitchNic[1];
        SWITCHES.compute(name, (_, found) -> {
            MemorySwitch one = found == null ? new MemorySwitch(name) : found;
            opened[0] = one.connectPort(name);
            return one;
        });
        return opened[0];
    }

    private SwitchNic connectPort(String name) {
        for (int port = 0; port < PORTS; port++) {
            if (ports.get(port) == null) {
                var nic = new SwitchNic(this, name, port);
                ports.set(port, nic);
                learn(nic.macAddress(), port);
                return nic;
            }
        }
        return null;
    }

    /** Forgets a port and who was behind it; the last one takes the switch along. */
    void disconnect(String name, int port) {
        SWITCHES.computeIfPresent(name, (_, found) -> {
            ports.set(port, null);
            for (int i = 0; i < STATIONS; i++) {
                if ((stations.get(i) & (1 << PORT_BITS) - 1) == port + 1) {
                    stations.set(i, 0);
                }
            }
            return isEmpty() ? null : found;
        });
    }

    private boolean isEmpty() {
        for (int port = 0; port < PORTS; port++) {
            if (ports.get(port) != null) {
                return false;
            }
        }
        return true;
    }

    /** Remembers where a station sends from. */
    void learn(long station, int port) {
        if ((station & GROUP_BIT) != 0) {
            return;
        }
        long entry = station << PORT_BITS | port + 1;
        int place = place(station);
        if (stations.get(place) != entry) {
            stations.set(place, entry);
        }
    }

    /** The port with this station behind it; null where every port has to get the frame. */
    SwitchNic find(long station) {
        long entry = stations.get(place(station));
        return entry >>> PORT_BITS == station && entry != 0
                ? ports.get((int) (entry & (1 << PORT_BITS) - 1) - 1)
                : null;
    }

    private static int place(long station) {
        return (int) (station * GOLDEN_RATIO >>> Long.SIZE - Integer.numberOfTrailingZeros(STATIONS));
    }

    /** Gives every port but one a copy; how many ports there were. */
    int flood(Packet packet, long address, int sizeBytes, SwitchNic from) {
        int others = 0;
        for (int port = 0; port < PORTS; port++) {
            SwitchNic to = ports.get(port);
            if (to != null && to != from) {
                others++;
                to.copyIn(packet, address, sizeBytes);
            }
        }
        return others;
    }
}
