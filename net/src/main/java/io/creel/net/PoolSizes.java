package io.creel.net;

/**
 * How many packets a NIC has to receive into: the settings {@code packets=N} and {@code large=N} of its word, behind a comma.
 *
 * <p>
 * A program that keeps many packets at once needs more of them than the driver's default. A packet costs no memory before it
 * is first used.
 *
 * @param packets
 *            for frames of ordinary length; 0 for the default of the driver
 * @param largePackets
 *            for frames that are longer than the buffer of an ordinary packet; 0 for the default of the driver
 */
public record PoolSizes(int packets, int largePackets) {
    /** Of the driver. */
    public static final PoolSizes DEFAULT = new PoolSizes(0, 0);
    /** The settings, for messages. */
    public static final String SETTINGS = "packets=N, large=N";
    /** Of one kind. */
    public static final int MAX_PACKETS = 1 << 20;

    private static final String PACKETS = "packets=";
    private static final String LARGE = "large=";
    private static final int MIN_PACKETS = 2;

    /** Checks. */
    public PoolSizes {
        if (!isPossible(packets) || !isPossible(largePackets)) {
            throw new IllegalArgumentException("impossible pool sizes: packets=" + packets + ", large=" + largePackets
                    + "; each from " + MIN_PACKETS + " to " + MAX_PACKETS + ", or 0 for the default of the driver");
        }
    }

    private static boolean isPossible(int count) {
        return count == 0 || count >= MIN_PACKETS && count <= MAX_PACKETS;
    }

    /** Whether {@code setting} is one of these. */
    public static boolean knows(String setting) {
        return setting.startsWith(PACKETS) || setting.startsWith(LARGE);
    }

    /**
     * These sizes with one setting changed, which they {@link #knows know}.
     *
     * @param word
     *            the word of the NIC, for messages
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
     * Reads settings, separated by commas, of which these are all there are.
     *
     * @param word
     *            the word of the NIC, for messages
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

    /** {@link #packets()}, or the default of the driver. */
    public int packetsOr(int byDefault) {
        return packets == 0 ? byDefault : packets;
    }

    /** {@link #largePackets()}, or the default of the driver. */
    public int largePacketsOr(int byDefault) {
        return largePackets == 0 ? byDefault : largePackets;
    }
}
