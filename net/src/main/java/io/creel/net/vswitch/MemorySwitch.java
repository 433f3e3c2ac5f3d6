package io.creel.net.vswitch;

import io.creel.net.Packet;
import io.creel.net.driver.DriverPackets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The forwarding logic of a learning Ethernet switch (IEEE 802.1D, 7.8): it knows the port of each station and decides
 * where a frame goes.
 *
 * <p>
 * If the port of a station is unknown, or another station has taken its place in the table, every port gets a copy.
 * Ports and table are bounded. Any number of threads forward at the same time, without a lock. A frame whose port
 * closes meanwhile is counted at that port.
 */
final class MemorySwitch {
    /** The number of ports of one switch. */
    static final int PORTS = 64;

    private static final int STATIONS = 4096;
    private static final int PORT_BITS = 8;
    private static final long GROUP_BIT = 1L << 40;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;
    /** The switches by name; an entry lasts as long as one port is open. */
    private static final ConcurrentHashMap<String, MemorySwitch> SWITCHES = new ConcurrentHashMap<>();

    private final AtomicReferenceArray<SwitchNic> ports = new AtomicReferenceArray<>(PORTS);
    /**
     * The table of stations. Each station has one place: its address, and its port plus one in the low bits. Written by
     * every sending thread.
     */
    private final AtomicLongArray stations = new AtomicLongArray(STATIONS);

    /** The packets in flight at all its ports. */
    private final DriverPackets inFlight;

    private MemorySwitch(String name) {
        inFlight = new DriverPackets("switch:" + name);
    }

    DriverPackets inFlight() {
        return inFlight;
    }

    /** Connects a new port; the first port of a name makes the switch. Returns {@code null} if no port is free. */
    @SuppressWarnings("NullAway") // the slot is null if no port is free
    static SwitchNic connect(String name) {
        SwitchNic[] opened = new SwitchNic[1];
        SWITCHES.compute(name, (_, found) -> {
            MemorySwitch one = found == null ? new MemorySwitch(name) : found;
            opened[0] = one.connectPort(name);
            return one;
        });
        return opened[0];
    }

    private @Nullable SwitchNic connectPort(String name) {
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

    /** Disconnects a port and forgets its stations; the last port removes the switch. */
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

    /** Remembers the port from which a station sends. */
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

    /** Returns the port of a station; {@code null} if every port has to get the frame. */
    @Nullable
    SwitchNic find(long station) {
        long entry = stations.get(place(station));
        return entry >>> PORT_BITS == station && entry != 0
                ? ports.get((int) (entry & (1 << PORT_BITS) - 1) - 1)
                : null;
    }

    private static int place(long station) {
        return (int) (station * GOLDEN_RATIO >>> Long.SIZE - Integer.numberOfTrailingZeros(STATIONS));
    }

    /** Gives every port except one a copy. Returns the number of these ports. */
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
