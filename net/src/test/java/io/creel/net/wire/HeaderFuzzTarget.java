package io.creel.net.wire;

import io.creel.net.Packet;
import io.creel.net.PacketPool;

/** A target for Jazzer: reads every field of a frame that can be read, and fills and verifies its checksums. */
public final class HeaderFuzzTarget {
    private static final PacketPool POOL = new PacketPool("fuzz", 2, 4096, 0);
    private static final FrameExerciser EXERCISER = new FrameExerciser();

    private HeaderFuzzTarget() {
    }

    /** The first byte is the number of bytes that a snaplen has cut off the frame. */
    public static void fuzzerTestOneInput(byte[] data) {
        if (data.length == 0 || data.length > POOL.bufferBytes()) {
            return;
        }
        Packet packet = frame(data);
        EXERCISER.read(packet);
        packet.release();
    }

    static Packet frame(byte[] data) {
        Packet packet = POOL.allocate();
        int bytes = data.length - 1;
        packet.resize(bytes, bytes + (data[0] & 0x7f));
        packet.set(0, data, 1, bytes);
        return packet;
    }
}
