package io.creel.net;

/**
 * The number of packets that a NIC has to receive into: the settings {@code packets=N} and {@code large=N} of its word,
 * after a comma.
 *
 * <p>
 * A program that keeps many packets at the same time needs more packets than the driver's default. A packet uses no
 * memory before its first use.
 *
 * @param packets the packets for frames of ordinary length; 0 for the default of the driver
 * @param largePackets the packets for frames that are longer than the buffer of an ordinary packet; 0 for the default
 *        of the driver
 */
public record PoolSizes(int packets, int largePackets) {
    /** The defaults of the driver. */
    public static final PoolSizes DEFAULT = new PoolSizes(0, 0);
    /** The settings, for messages. */
    public static final String SETTINGS = "packets=N, large=N";
    /** The largest number of packets of one kind. */
    public static final int MAX_PACKETS = 1 << 20;

    private static final String PACKETS = "packets=";
    private static final String LARGE = "large=";
    private static final int MIN_PACKETS = 2;

    /**
     * Makes the sizes.
     *
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public PoolSizes {
        if (!isPossible(packets) || !isPossible(largePackets)) {
            throw new IllegalArgumentException("impossible pool sizes: packets=" + packets + ", large=" + largePackets
                    + "; each from " + MIN_PACKETS + " to " + MAX_PACKETS + ", or 0 for the default of the driver");
        }
    }

    private static boolean isPossible(int count) {
        return count == 0 || count >= MIN_PACKETS && count <= MAX_PACKETS;
    }

    /**
     * Returns whether a text is one of these settings.
     *
     * @param setting a text such as {@code packets=64}
     * @return whether {@link #with} understands it
     */
    public static boolean knows(String setting) {
        return setting.startsWith(PACKETS) || setting.startsWith(LARGE);
    }

    /**
     * Changes one setting.
     *
     * @param setting a setting that {@link #knows} accepts
     * @param word the word that opens the NIC, for messages
     * @return the changed sizes
     * @throws IllegalArgumentException if the number is missing or out of bounds
     */
    public PoolSizes with(String setting, String word) {
        boolean large = setting.startsWith(LARGE);
        String text = setting.substring(setting.indexOf('=') + 1);
        if (!text.matches("[0-9]{1,7}")) {
            throw new IllegalArgumentException(
                    "not a number: word=" + word + ", text=" + text + ", known=" + SETTINGS);
        }
        int count = Integer.parseInt(text);
        return large ? new PoolSizes(packets, count) : new PoolSizes(count, largePackets);
    }

    /**
     * Parses settings separated by commas, in a word that allows no others.
     *
     * @param settings the part of the word behind the target
     * @param word the word that opens the NIC, for messages
     * @return the sizes
     * @throws IllegalArgumentException if a setting is unknown or its number is out of bounds
     */
    public static PoolSizes parse(String settings, String word) {
        PoolSizes sizes = DEFAULT;
        for (String setting : settings.split(",", -1)) {
            if (!knows(setting)) {
                throw new IllegalArgumentException(
                        "unknown setting: word=" + word + ", setting=" + setting + ", known=" + SETTINGS);
            }
            sizes = sizes.with(setting, word);
        }
        return sizes;
    }

    /**
     * Returns the number of packets.
     *
     * @param byDefault the default of the driver
     * @return {@link #packets()}, or the default if that is 0
     */
    public int packetsOr(int byDefault) {
        return packets == 0 ? byDefault : packets;
    }

    /**
     * Returns the number of large packets.
     *
     * @param byDefault the default of the driver
     * @return {@link #largePackets()}, or the default if that is 0
     */
    public int largePacketsOr(int byDefault) {
        return largePackets == 0 ? byDefault : largePackets;
    }
}
