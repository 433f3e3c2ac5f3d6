package io.creel.net.wrap;

/**
 * The faults of one direction of a link. Chances are from 0 to 1 and are decided packet by packet.
 *
 * @param drop the chance that a packet vanishes
 * @param duplicate the chance that a packet comes twice
 * @param corrupt the chance that one bit behind the Ethernet header flips
 * @param holdBack the chance that a packet is held back by {@code holdBackNs}, behind later packets: reordering
 * @param holdBackNs how long a packet is held back, in nanoseconds
 * @param delayNs the delay of every packet, in nanoseconds
 * @param jitterNs the largest additional delay, in nanoseconds, evenly distributed; may reorder
 * @param rateBitsPerSecond the rate of the link; 0 for no limit
 * @param queuePackets how many packets may be under way at once, 1 to 65536; further ones are dropped
 */
public record Impairment(double drop, double duplicate, double corrupt, double holdBack, long holdBackNs, long delayNs,
        long jitterNs, long rateBitsPerSecond, int queuePackets) {
    private static final int DEFAULT_QUEUE_PACKETS = 1024;
    private static final int MAX_QUEUE_PACKETS = 65_536;

    /**
     * Makes the faults.
     *
     * @throws IllegalArgumentException if a value is out of bounds
     */
    public Impairment {
        if (!isChance(drop) || !isChance(duplicate) || !isChance(corrupt) || !isChance(holdBack) || holdBackNs < 0
                || delayNs < 0 || jitterNs < 0 || rateBitsPerSecond < 0 || queuePackets < 1
                || queuePackets > MAX_QUEUE_PACKETS) {
            throw new IllegalArgumentException("impossible impairment: drop=" + drop + ", duplicate=" + duplicate
                    + ", corrupt=" + corrupt + ", holdBack=" + holdBack + ", holdBackNs=" + holdBackNs + ", delayNs="
                    + delayNs + ", jitterNs=" + jitterNs + ", rateBitsPerSecond=" + rateBitsPerSecond
                    + ", queuePackets=" + queuePackets
                    + "; chances are from 0 to 1, times and rate not negative, the queue 1 to 65536");
        }
    }

    private static boolean isChance(double value) {
        return value >= 0 && value <= 1;
    }

    /** {@return a link without a fault} */
    public static Impairment none() {
        return new Impairment(0, 0, 0, 0, 0, 0, 0, 0, DEFAULT_QUEUE_PACKETS);
    }

    /**
     * Changes the chance that a packet vanishes.
     *
     * @param chance 0 to 1
     * @return the changed faults
     */
    public Impairment drop(double chance) {
        return new Impairment(chance, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    /**
     * Changes the chance that a packet comes twice.
     *
     * @param chance 0 to 1
     * @return the changed faults
     */
    public Impairment duplicate(double chance) {
        return new Impairment(drop, chance, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    /**
     * Changes the chance that one bit behind the Ethernet header flips.
     *
     * @param chance 0 to 1
     * @return the changed faults
     */
    public Impairment corrupt(double chance) {
        return new Impairment(drop, duplicate, chance, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    /**
     * Changes the chance that a packet is held back, behind later packets.
     *
     * @param chance 0 to 1
     * @param timeNs how long it is held back, in nanoseconds
     * @return the changed faults
     */
    public Impairment holdBack(double chance, long timeNs) {
        return new Impairment(drop, duplicate, corrupt, chance, timeNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    /**
     * Changes the delay of every packet.
     *
     * @param timeNs the least delay, in nanoseconds
     * @param upToMoreNs the largest additional delay, in nanoseconds, evenly distributed
     * @return the changed faults
     */
    public Impairment delay(long timeNs, long upToMoreNs) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, timeNs, upToMoreNs, rateBitsPerSecond,
                queuePackets);
    }

    /**
     * Changes the rate of the link.
     *
     * @param bitsPerSecond 0 for no limit
     * @return the changed faults
     */
    public Impairment rate(long bitsPerSecond) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, bitsPerSecond,
                queuePackets);
    }

    /**
     * Changes how many packets may be under way at once.
     *
     * @param packets 1 to 65536
     * @return the changed faults
     */
    public Impairment queue(int packets) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                packets);
    }
}
