package io.creel.ip.host;

import io.creel.net.Packet;

/** For fuzzing, a fault that has to be found: a step that believes the length field of UDP. */
public final class HostCanaryTarget {
    private HostCanaryTarget() {
    }

    /** Throws if a datagram says that it is longer than its frame. */
    public static void fuzzerTestOneInput(byte[] data) {
        HostFuzzTarget.run(data, steps -> steps.ethernet(own -> packet -> {
            read(packet);
            return own.receive(packet);
        }));
    }

    private static void read(Packet packet) {
        boolean udp = packet.lengthBytes() > Wire.L4 + 8 && packet.get16(12) == 0x0800 && packet.get8(Wire.IP) == 0x45
                && packet.get8(Wire.IP + 9) == 17;
        if (udp) {
            packet.get8(Wire.L4 + packet.get16(Wire.L4 + 4) - 1);
        }
    }
}
