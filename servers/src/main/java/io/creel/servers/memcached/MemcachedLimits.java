package io.creel.servers.memcached;

import static io.creel.servers.internal.LimitCheck.require;

/**
 * The limits of a memcached service. Immutable. Any thread.
 *
 * @param storeBytes
 *            most bytes of all items, each with {@link ItemStore#ITEM_BYTES} beside its key and value, at least 4,096;
 *            beyond it the items that were not used for the longest time are evicted
 * @param valueBytes
 *            most bytes of a value, 1 to a quarter of {@code storeBytes}
 * @param lineBytes
 *            most bytes of a command line, 512 to 1 MiB: it bounds the keys of one get. A longer line ends the
 *            connection
 * @param bytesPerSecond
 *            the least rate of a value that is being sent, at least 1; asked for beyond the first stall
 */
public record MemcachedLimits(long storeBytes, int valueBytes, int lineBytes, int bytesPerSecond) {
    /** Checks every limit. */
    public MemcachedLimits {
        require(storeBytes >= 4_096, "storeBytes", storeBytes, "at least 4096");
        require(valueBytes >= 1 && valueBytes <= storeBytes / 4, "valueBytes", valueBytes, "1 to storeBytes / 4");
        require(lineBytes >= 512 && lineBytes <= 1 << 20, "lineBytes", lineBytes, "512 to 2^20");
        require(bytesPerSecond >= 1, "bytesPerSecond", bytesPerSecond, "at least 1");
    }

    /** {@return 64 MiB of items, values of up to 1 MiB, lines of up to 8 KiB, 1 KiB per second} */
    public static MemcachedLimits defaults() {
        return new MemcachedLimits(64L << 20, 1 << 20, 8_192, 1_024);
    }
}
