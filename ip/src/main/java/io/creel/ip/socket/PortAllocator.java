package io.creel.ip.socket;

import java.util.function.IntPredicate;
import java.util.function.LongSupplier;

/** Chooses port numbers that an outsider cannot guess: simple port randomization (RFC 6056, section 3.3.1). */
public final class PortAllocator {
    /** RFC 6335, section 6: the first of the dynamic ports. */
    public static final int FIRST = 49_152;
    /** The last port. */
    public static final int LAST = 65_535;

    private final LongSupplier random;

    /**
     * Makes an allocator.
     *
     * @param random 64 random bits per call, which outsiders cannot predict
     */
    public PortAllocator(LongSupplier random) {
        this.random = random;
    }

    /**
     * A random port of the dynamic range that is free.
     *
     * @param isFree
     *            asked for each port, at most once each
     * @return 0 if none is free
     */
    public int choose(IntPredicate isFree) {
        int count = LAST - FIRST + 1;
        int start = (int) Long.remainderUnsigned(random.getAsLong(), count);
        for (int i = 0; i < count; i++) {
            int port = FIRST + (start + i) % count;
            if (isFree.test(port)) {
                return port;
            }
        }
        return 0;
    }
}
