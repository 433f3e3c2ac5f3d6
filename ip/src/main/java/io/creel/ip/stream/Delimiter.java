package io.creel.ip.stream;

import io.creel.net.wire.Frame;

/** See {@link Framing#delimited}. The search is O(bytes × delimiter). */
final class Delimiter implements Framing {
    private static final int MAX_BYTES = 16;

    private final byte[] delimiter;
    private final int maxMessageBytes;

    Delimiter(byte[] delimiter, int maxMessageBytes) {
        if (delimiter.length < 1 || delimiter.length > MAX_BYTES || maxMessageBytes < 0) {
            throw new IllegalArgumentException("impossible framing: delimiterBytes=" + delimiter.length
                    + ", maxMessageBytes=" + maxMessageBytes + ", allowed=1 to " + MAX_BYTES + " and at least 0");
        }
        this.delimiter = delimiter.clone();
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    @Override
    public int headBytes() {
        return 0;
    }

    @Override
    public int tailBytes() {
        return delimiter.length;
    }

    @Override
    public int measure(Frame bytes, int offset, int availableBytes, int seenBytes) {
        int last = availableBytes - delimiter.length;
        int at = Math.max(0, seenBytes - delimiter.length + 1); // one may have begun in what was seen
        while (at <= last && at <= maxMessageBytes && !isAt(bytes, offset + at)) {
            at++;
        }
        if (at > maxMessageBytes) {
            throw LengthPrefix.tooLong(at, maxMessageBytes);
        }
        return at <= last ? at + delimiter.length : 0;
    }

    private boolean isAt(Frame bytes, int offset) {
        for (int i = 0; i < delimiter.length; i++) {
            if (bytes.get8(offset + i) != (delimiter[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }
}
