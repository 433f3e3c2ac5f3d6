package io.creel.net.pcap;

/**
 * The value of one tick of a pcapng interface (draft-ietf-opsawg-pcapng, section 4.2: if_tsresol, if_tsoffset).
 *
 * @param resolution a negative power of ten or, with the top bit set, of two
 * @param offsetSeconds added to every timestamp
 */
record TimestampUnit(int resolution, long offsetSeconds) {
    /** Microseconds: the unit of an interface without the option. */
    static final TimestampUnit DEFAULT = new TimestampUnit(6, 0);

    private static final int BINARY = 0x80;
    private static final int MAX_EXPONENT = 63;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    /** Returns whether a 64-bit count of such ticks can hold one second. */
    boolean isUsable() {
        return (resolution & BINARY) == 0 ? resolution <= 18 : (resolution & ~BINARY) <= MAX_EXPONENT;
    }

    /**
     * Converts ticks to nanoseconds since the epoch. A value that does not fit becomes the largest or smallest long; it
     * never wraps.
     */
    long toNs(long ticks) {
        long ns = (resolution & BINARY) == 0 ? decimal(ticks) : binary(ticks, resolution & ~BINARY);
        long seconds = Math.clamp(offsetSeconds, Long.MIN_VALUE / NS_PER_SECOND, Long.MAX_VALUE / NS_PER_SECOND);
        long offsetNs = seconds * NS_PER_SECOND;
        long sum = ns + offsetNs;
        return offsetNs > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }

    private long decimal(long ticks) {
        if (resolution <= 9) {
            return multiply(ticks, powerOfTen(9 - resolution));
        }
        return Long.divideUnsigned(ticks, powerOfTen(resolution - 9));
    }

    private static long binary(long ticks, int exponent) {
        long seconds = ticks >>> exponent;
        long fraction = ticks & (1L << exponent) - 1;
        // fraction * 10^9 / 2^exponent needs 93 bits in between.
        long high = Math.unsignedMultiplyHigh(fraction, NS_PER_SECOND);
        long low = fraction * NS_PER_SECOND;
        long fractionNs = exponent == 0 ? 0 : high << 64 - exponent | low >>> exponent;
        long ns = multiply(seconds, NS_PER_SECOND) + fractionNs;
        return ns < 0 ? Long.MAX_VALUE : ns;
    }

    private static long multiply(long ticks, long factor) {
        long product = ticks * factor;
        return Math.unsignedMultiplyHigh(ticks, factor) != 0 || product < 0 ? Long.MAX_VALUE : product;
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
