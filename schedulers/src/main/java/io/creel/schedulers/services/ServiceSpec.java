package io.creel.schedulers.services;

import java.util.Objects;

/**
 * The specification of a class of service: where × when, and its rights. Immutable; {@link #toString} is its text form,
 * see {@link ServiceText}.
 *
 * @param name
 *            the name of the class
 * @param where
 *            which worker runs its coroutines, by a name known to {@link io.creel.schedulers.policy.Policies}
 * @param when
 *            the order of its coroutines, by a name known to {@link io.creel.schedulers.policy.Policies}
 * @param share
 *            its weight against the other classes, from 1 to 10,000
 * @param sloNs
 *            if a handle has waited longer than this many nanoseconds, the class goes before its share's turn; 0 for no
 *            objective
 * @param starvingNs
 *            if a handle has waited longer than this many nanoseconds, the class falls back to FIFO; 0 for never
 * @param capacity
 *            how many handles each of its queues holds, and how many the ring before it holds, at least 1
 */
public record ServiceSpec(String name, String where, String when, int share, long sloNs, long starvingNs,
        int capacity) {
    /** The default weight. */
    public static final int DEFAULT_SHARE = 100;
    /** The largest weight. */
    public static final int MAX_SHARE = 10_000;
    /**
     * The default wait after which a class falls back to FIFO, in nanoseconds: a tenth of a second is long for a
     * packet.
     */
    public static final long DEFAULT_STARVING_NS = 100_000_000;
    /** The default number of handles that a queue holds. */
    public static final int DEFAULT_CAPACITY = 1 << 12;

    /** Checks that all values are in range. */
    public ServiceSpec {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(when, "when");
        if (!name.matches("[A-Za-z0-9_.-]+")) {
            throw new IllegalArgumentException("class name out of range: class=" + name + ", allowed=[A-Za-z0-9_.-]+");
        }
        if (share < 1 || share > MAX_SHARE) {
            throw new IllegalArgumentException("share out of range: class=" + name + ", share=" + share
                    + ", least=1, most=" + MAX_SHARE);
        }
        if (sloNs < 0 || starvingNs < 0 || capacity < 1 || capacity > 1 << 20) {
            throw new IllegalArgumentException("class out of range: class=" + name + ", sloNs=" + sloNs
                    + ", starvingNs=" + starvingNs + ", capacity=" + capacity);
        }
    }

    /**
     * Makes a class with central FIFO and the default rights.
     *
     * @param name
     *            the name of the class: letters, digits, dots, underscores and hyphens
     * @return the class
     */
    public static ServiceSpec named(String name) {
        return new ServiceSpec(name, "central", "fifo", DEFAULT_SHARE, 0, DEFAULT_STARVING_NS, DEFAULT_CAPACITY);
    }

    /**
     * Returns this class with another where.
     *
     * @param policy
     *            a name known to {@link io.creel.schedulers.policy.Policies}, with its numbers
     * @return a new specification
     */
    public ServiceSpec where(String policy) {
        return new ServiceSpec(name, policy, when, share, sloNs, starvingNs, capacity);
    }

    /**
     * Returns this class with another when.
     *
     * @param policy
     *            a name known to {@link io.creel.schedulers.policy.Policies}, with its numbers
     * @return a new specification
     */
    public ServiceSpec when(String policy) {
        return new ServiceSpec(name, where, policy, share, sloNs, starvingNs, capacity);
    }

    /**
     * Returns this class with another share.
     *
     * @param weight
     *            from 1 to {@value #MAX_SHARE}
     * @return a new specification
     */
    public ServiceSpec share(int weight) {
        return new ServiceSpec(name, where, when, weight, sloNs, starvingNs, capacity);
    }

    /**
     * Returns this class with an objective.
     *
     * @param objectiveNs
     *            the longest wait, in nanoseconds; 0 for no objective
     * @return a new specification
     */
    public ServiceSpec sloNs(long objectiveNs) {
        return new ServiceSpec(name, where, when, share, objectiveNs, starvingNs, capacity);
    }

    /**
     * Returns this class with another limit of the watchdog.
     *
     * @param patienceNs
     *            the longest wait, in nanoseconds; 0 for no watchdog
     * @return a new specification
     */
    public ServiceSpec starvingNs(long patienceNs) {
        return new ServiceSpec(name, where, when, share, sloNs, patienceNs, capacity);
    }

    /**
     * Returns this class with queues of another capacity.
     *
     * @param handles
     *            at least 1
     * @return a new specification
     */
    public ServiceSpec capacity(int handles) {
        return new ServiceSpec(name, where, when, share, sloNs, starvingNs, handles);
    }

    @Override
    public String toString() {
        return "class " + name + ": where " + where + ", when " + when + ", share " + share + ", slo " + sloNs
                + "ns, starving " + starvingNs + "ns, capacity " + capacity;
    }
}
