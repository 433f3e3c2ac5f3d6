package io.creel.net.wire;

/** Checks whether a header lies within its layer and within the captured bytes. */
final class Bounds {
    private Bounds() {
    }

    /**
     * Checks that a range ends before the enclosing layer and before the end of the captured bytes.
     *
     * @param end where the enclosing layer ends on the wire; may lie behind the captured bytes
     * @return {@link DropReason#NONE}, {@code truncated} if the layer ends first, or {@link DropReason#SNAPLEN_CUT} if
     *        only the capture does
     */
    static DropReason check(Frame frame, int offset, int sizeBytes, int end, DropReason truncated) {
        if (sizeBytes > end - offset) {
            return truncated;
        }
        return sizeBytes > frame.lengthBytes() - offset ? DropReason.SNAPLEN_CUT : DropReason.NONE;
    }
}
