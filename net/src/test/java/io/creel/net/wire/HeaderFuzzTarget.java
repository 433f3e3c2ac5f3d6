package io.creel.net.wire;

import io.creel.net.Packet;
import io.creel.net.PacketPool;

/** For Jazzer: everything that can be read of a frame is read, and checksums are filled in and verified. */
public final class HeaderFuzzTarget {
    private static final PacketPool POOL = new PacketPool("fuzz", 2, 4096, 0);
    private static final FrameExerciser EXERCISER = new FrameExerciser();

    private HeaderFuzzTarget() {
    }

    /** The first byte says how many bytes of the frame a snaplen has cut off. */
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
