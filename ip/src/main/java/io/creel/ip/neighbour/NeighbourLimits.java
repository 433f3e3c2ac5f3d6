package io.creel.ip.neighbour;

/**
 * Bounds and times of a {@link NeighbourTable}.
 *
 * @param capacity
 *            most neighbours, 4 to 65536; at most half of them are asked for at once
 * @param retransmitNs
 *            between two requests (RETRANS_TIMER)
 * @param maxRequests
 *            to all hosts of the link, and again to one (MAX_MULTICAST_SOLICIT, MAX_UNICAST_SOLICIT)
 * @param reachableNs
 *            how long an answer holds, on average (BASE_REACHABLE_TIME); spread by half to both sides
 * @param delayNs
 *            how long a sign of life is awaited before the neighbour is asked (DELAY_FIRST_PROBE_TIME)
 * @param holdDownNs
 *            how long packets to a neighbour that did not answer are refused at once
 */
public record NeighbourLimits(int capacity, long retransmitNs, int maxRequests, long reachableNs, long delayNs,
        long holdDownNs) {
    /** RFC 4861, section 10; 256 neighbours. */
    public static final NeighbourLimits DEFAULT = new NeighbourLimits(256, 1_000_000_000L, 3, 30_000_000_000L,
            5_000_000_000L, 1_000_000_000L);

    /** Checks. */
    public NeighbourLimits {
        if (capacity < 4 || capacity > 65_536 || retransmitNs < 1 || maxRequests < 1 || reachableNs < 1 || delayNs < 1
                || holdDownNs < 0) {
            throw new IllegalArgumentException("impossible limits of neighbours: capacity=" + capacity
                    + ", retransmitNs=" + retransmitNs + ", maxRequests=" + maxRequests + ", reachableNs=" + reachableNs
                    + ", delayNs=" + delayNs + ", holdDownNs=" + holdDownNs
                    + "; the capacity is 4 to 65536, times are positive");
        }
    }

    /**
     * Makes the same limits with another capacity.
     *
     * @param neighbours most neighbours, 4 to 65536
     * @return a copy
     * @throws IllegalArgumentException if the capacity is out of bounds
     */
    public NeighbourLimits withCapacity(int neighbours) {
        return new NeighbourLimits(neighbours, retransmitNs, maxRequests, reachableNs, delayNs, holdDownNs);
    }
}
