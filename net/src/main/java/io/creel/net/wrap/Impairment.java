package io.creel.net.wrap;

/**
 * What is wrong with one direction of a link. Chances are from 0 to 1, decided packet by packet.
 *
 * @param drop
 *            the chance to vanish
 * @param duplicate
 *            the chance to come twice
 * @param corrupt
 *            the chance that one bit behind the Ethernet header flips
 * @param holdBack
 *            the chance to be held back by {@code holdBackNs}, behind what comes later: reordering
 * @param holdBackNs
 *            how long that is
 * @param delayNs
 *            what every packet takes
 * @param jitterNs
 *            up to how much more it takes, evenly spread; may reorder
 * @param rateBitsPerSecond
 *            of the link; 0 for no limit
 * @param queuePackets
 *            most packets on the way at once, 1 to 65536; more are dropped
 */
public record Impairment(double drop, double duplicate, double corrupt, double holdBack, long holdBackNs, long delayNs,
        long jitterNs, long rateBitsPerSecond, int queuePackets) {
    private static final int DEFAULT_QUEUE_PACKETS = 1024;
    private static final int MAX_QUEUE_PACKETS = 65_536;

    /** Checks. */
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

    /** A link without a fault. */
    public static Impairment none() {
        return new Impairment(0, 0, 0, 0, 0, 0, 0, 0, DEFAULT_QUEUE_PACKETS);
    }

    public Impairment drop(double chance) {
        return new Impairment(chance, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    public Impairment duplicate(double chance) {
        return new Impairment(drop, chance, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    public Impairment corrupt(double chance) {
        return new Impairment(drop, duplicate, chance, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    public Impairment holdBack(double chance, long timeNs) {
        return new Impairment(drop, duplicate, corrupt, chance, timeNs, delayNs, jitterNs, rateBitsPerSecond,
                queuePackets);
    }

    public Impairment delay(long timeNs, long upToMoreNs) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, timeNs, upToMoreNs, rateBitsPerSecond,
                queuePackets);
    }

    public Impairment rate(long bitsPerSecond) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, bitsPerSecond,
                queuePackets);
    }

    public Impairment queue(int packets) {
        return new Impairment(drop, duplicate, corrupt, holdBack, holdBackNs, delayNs, jitterNs, rateBitsPerSecond,
                packets);
    }
}
