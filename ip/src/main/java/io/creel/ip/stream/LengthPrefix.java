package io.creel.ip.stream;

import io.creel.ip.IpException;
import io.creel.net.wire.Frame;
import java.nio.ByteOrder;
import java.util.Objects;

/** See {@link Framing#lengthPrefixed(int, ByteOrder, int)}. */
record LengthPrefix(int headBytes, ByteOrder order, int maxMessageBytes) implements Framing {
    LengthPrefix {
        Objects.requireNonNull(order, "order");
        if (headBytes < 1 || headBytes > 4 || maxMessageBytes < 0) {
            throw new IllegalArgumentException("impossible framing: prefixBytes=" + headBytes + ", maxMessageBytes="
                    + maxMessageBytes + ", allowed=1 to 4 and at least 0");
        }
    }

    @Override
    public int tailBytes() {
        return 0;
    }

    @Override
    public int measure(Frame bytes, int offset, int availableBytes, int seenBytes) {
        if (availableBytes < headBytes) {
            return 0;
        }
        long length = 0;
        for (int i = 0; i < headBytes; i++) {
            int at = order == ByteOrder.BIG_ENDIAN ? offset + i : offset + headBytes - 1 - i;
            length = length << 8 | bytes.get8(at);
        }
        if (length > maxMessageBytes) {
            throw tooLong(length, maxMessageBytes);
        }
        int whole = headBytes + (int) length;
        return whole <= availableBytes ? whole : 0;
    }

    static IpException tooLong(long lengthBytes, int maxMessageBytes) {
        return new IpException(IpException.Reason.BAD_MESSAGE, "message too long: lengthBytes=" + lengthBytes
                + ", maxMessageBytes=" + maxMessageBytes + "; close the connection, or raise the bound of the framing");
    }
}
