package io.creel.net.wire;

/** The one question every header asks: am I there? */
final class Bounds {
    private Bounds() {
    }

    /**
     * Whether {@code sizeBytes} at {@code offset} lie before {@code end}, and were captured.
     *
     * @param end
     *            where the enclosing layer ends on the wire; may lie behind what was captured
     * @return {@link DropReason#NONE}, {@code truncated} if the layer ends before, or {@link DropReason#SNAPLEN_CUT} if
     *         only the capture does
     */
    static DropReason check(Frame frame, int offset, int sizeBytes, int end, DropReason truncated) {
        if (sizeBytes > end - offset) {
            return truncated;
        }
        return sizeBytes > frame.lengthBytes() - offset ? DropReason.SNAPLEN_CUT : DropReason.NONE;
    }
}
