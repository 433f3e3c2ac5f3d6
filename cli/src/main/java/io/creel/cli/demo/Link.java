package io.creel.cli.demo;

import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;

/**
 * The link between the wire and the workers.
 *
 * @param outside
 *            the wire's end
 * @param inside
 *            the workers' end, a queue for each worker
 * @param dues
 *            recognises the wire's packets
 * @param maxInFlight
 *            the most packets in flight, so that no ring on the way overflows
 * @param shared
 *            whether several trials use the link in turn; the caller then closes it
 */
record Link(Nic outside, Nic inside, DueTimes dues, int maxInFlight, boolean shared) implements AutoCloseable {
    /** Rings of real interfaces hold more; the rest is room for a slow kernel in between. */
    private static final int LIVE_IN_FLIGHT = 256;

    /** Returns a link in memory, on which the same packet comes back. */
    static Link memory(int workers) {
        return of(MemoryNic.pair(workers, Wire.MAX_IN_FLIGHT));
    }

    static Link of(MemoryNic outside) {
        return new Link(outside, outside.peer(), DueTimes.IN_PACKET, Wire.MAX_IN_FLIGHT, false);
    }

    /** Returns a link of two connected interfaces. */
    static Link live(Nic outside, Nic inside) {
        return new Link(outside, inside, new DueTimesByContent(2 * LIVE_IN_FLIGHT), LIVE_IN_FLIGHT, true);
    }

    /** Returns the link's name for reports. */
    String text() {
        return shared
                ? inside.name() + " (" + inside.capabilities().mode() + "), wire " + outside.name() + " ("
                        + outside.capabilities().mode() + ")"
                : "memory";
    }

    @Override
    public void close() {
        if (!shared) {
            outside.close();
            inside.close();
        }
    }
}
