package io.creel.queues;

/**
 * Multiplicative hashing of 64-bit numbers, O(1), pure.
 *
 * <p>
 * Source: D. Knuth, "The Art of Computer Programming" 3, 6.4; the multiplier is 2^64 divided by the golden ratio.
 */
final class Hash {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private Hash() {
    }

    /** Returns 32 bits whose low bits depend on all 64 bits of the key. */
    static int of(long key) {
        // The key is folded first, because the upper half of a factor affects only the upper half of the product.
        return (int) ((key ^ key >>> 32) * GOLDEN >>> 32);
    }
}
