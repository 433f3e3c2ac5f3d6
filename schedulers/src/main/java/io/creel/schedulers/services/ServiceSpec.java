package io.creel.schedulers.services;

import java.util.Objects;

/**
 * What a class of service is to be: where × when, and its rights. Immutable; {@link #toString} is its text form, see
 * {@link ServiceText}.
 *
 * @param name
 *            what calls it
 * @param where
 *            which worker, by the names of {@link io.creel.schedulers.policy.Policies}
 * @param when
 *            what next, by the names of {@link io.creel.schedulers.policy.Policies}
 * @param share
 *            its weight against the other classes, from 1 to 10,000
 * @param sloNs
 *            where one has waited longer than this, the class goes before its share's turn; 0 for no objective
 * @param starvingNs
 *            where one has waited longer than this, the class falls back to FIFO; 0 for never
 * @param capacity
 *            how many handles each of its queues holds, and how many the ring before it, at least 1
 */
public record ServiceSpec(String name, String where, String when, int share, long sloNs, long starvingNs,
        int capacity) {
    /** The weight unless told otherwise. */
    public static final int DEFAULT_SHARE = 100;
    /** The largest weight. */
    public static final int MAX_SHARE = 10_000;
    /** When a class falls back to FIFO, unless told otherwise: a tenth of a second is long for a packet. */
    public static final long DEFAULT_STARVING_NS = 100_000_000;
    /** How many handles a queue holds unless told otherwise. */
    public static final int DEFAULT_CAPACITY = 1 << 12;

    /** Checks. */
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

    /** A class with central FIFO and the default rights. */
    public static ServiceSpec named(String name) {
        return new ServiceSpec(name, "central", "fifo", DEFAULT_SHARE, 0, DEFAULT_STARVING_NS, DEFAULT_CAPACITY);
    }

    /** With another where. */
    public ServiceSpec where(String policy) {
        return new ServiceSpec(name, policy, when, share, sloNs, starvingNs, capacity);
    }

    /** With another when. */
    public ServiceSpec when(String policy) {
        return new ServiceSpec(name, where, policy, share, sloNs, starvingNs, capacity);
    }

    /** With another share. */
    public ServiceSpec share(int weight) {
        return new ServiceSpec(name, where, when, weight, sloNs, starvingNs, capacity);
    }

    /** With an objective. */
    public ServiceSpec sloNs(long objectiveNs) {
        return new ServiceSpec(name, where, when, share, objectiveNs, starvingNs, capacity);
    }

    /** With another patience of the watchdog; 0 for none. */
    public ServiceSpec starvingNs(long patienceNs) {
        return new ServiceSpec(name, where, when, share, sloNs, patienceNs, capacity);
    }

    /** With another bound. */
    public ServiceSpec capacity(int handles) {
        return new ServiceSpec(name, where, when, share, sloNs, starvingNs, handles);
    }

    @Override
    public String toString() {
        return "class " + name + ": where " + where + ", when " + when + ", share " + share + ", slo " + sloNs
                + "ns, starving " + starvingNs + "ns, capacity " + capacity;
    }
}
