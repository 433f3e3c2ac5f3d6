package io.creel.net.wire;

import io.creel.net.internal.Memory;

/**
 * The Internet checksum (RFC 1071) and its incremental update (RFC 1624).
 *
 * <p>
 * A partial sum is a {@code long} that adds 32-bit pieces without folding them. It has room for 2^32 pieces, far more
 * than any frame has.
 */
public final class Checksum {
    private Checksum() {
    }

    /**
     * Computes the partial sum of a range. O(n), eight bytes per step. The steps are counted by an {@code int}, because
     * the compiler makes vector code of such a loop only.
     *
     * @param frame owned by the caller
     * @param offset where the range starts, in bytes
     * @param sizeBytes the length of the range; only the last range of a checksum may have an odd length
     * @return the partial sum
     * @throws IndexOutOfBoundsException if the range is not all within the frame
     */
    public static long sum(Frame frame, int offset, int sizeBytes) {
        long address = frame.at(offset, sizeBytes);
        long end = address + sizeBytes;
        int words = sizeBytes >>> 3;
        long sum = 0;
        for (int i = 0; i < words; i++) {
            long word = Memory.get64(address + 8L * i);
            sum += (word >>> 32) + (word & 0xffffffffL);
        }
        address += 8L * words;
        if (end - address >= 4) {
            sum += Memory.get32(address) & 0xffffffffL;
            address += 4;
        }
        if (end - address >= 2) {
            sum += Memory.get16(address) & 0xffff;
            address += 2;
        }
        // RFC 1071, section 1: an odd last byte is padded with zero on the right.
        return address < end ? sum + ((Memory.get8(address) & 0xff) << 8) : sum;
    }

    /**
     * Folds a partial sum into the 16 bits of a header field.
     *
     * @param sum a partial sum, or several added up
     * @return the checksum
     */
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    private static int fold(long sum) {
        long folded = (sum >>> 32) + (sum & 0xffffffffL);
        while (folded >>> 16 != 0) {
            folded = (folded >>> 16) + (folded & 0xffff);
        }
        return (int) folded;
    }

    /**
     * Computes the checksum after a change of a 16-bit field: RFC 1624, equation 3.
     *
     * @param checksum the checksum before the change
     * @param before the old value of the field
     * @param after the new value of the field
     * @return the checksum after the change
     */
    public static int update16(int checksum, int before, int after) {
        return finish((~checksum & 0xffffL) + (~before & 0xffffL) + (after & 0xffffL));
    }

    /**
     * Computes the checksum after a change of an aligned 32-bit field.
     *
     * @param checksum the checksum before the change
     * @param before the old value of the field
     * @param after the new value of the field
     * @return the checksum after the change
     */
    public static int update32(int checksum, int before, int after) {
        return finish((~checksum & 0xffffL) + (~before & 0xffffffffL) + (after & 0xffffffffL));
    }
}
