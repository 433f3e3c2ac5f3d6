package io.creel.agent.check.programs;

import java.nio.ByteBuffer;

/** Frames as bytes. */
public final class Frames {
    private static final int HEADERS_BYTES = 14 + 20 + 8;

    private Frames() {
    }

    /** A frame with UDP over IPv4. */
    public static byte[] udp(int payloadBytes) {
        ByteBuffer frame = ByteBuffer.allocate(HEADERS_BYTES + payloadBytes);
        frame.putInt(0x02000000).putInt(0x00010200).putInt(0x00000002).putShort((short) 0x0800);
        int start = frame.position();
        frame.putShort((short) 0x4500).putShort((short) (28 + payloadBytes)).putInt(0).putShort((short) 0x4011)
                .putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
        int sum = 0;
        for (int i = start; i < start + 20; i += 2) {
            sum += frame.getShort(i) & 0xFFFF;
        }
        frame.putShort(start + 10, (short) ~(sum + (sum >>> 16)));
        frame.putShort((short) 4000).putShort((short) 53).putShort((short) (8 + payloadBytes)).putShort((short) 0);
        return frame.array();
    }
}
