package io.creel.cli.demo;

import io.creel.net.Nic;
import io.creel.net.memory.MemoryNic;

/**
 * What the wire and the workers are the two ends of.
 *
 * @param outside
 *            the wire's end
 * @param inside
 *            the workers' end, a queue for each
 * @param dues
 *            how the wire knows its packets again
 * @param maxInFlight
 *            what the rings on the way hold, so that none overflows
 * @param shared
 *            whether trials use it one after the other, and somebody else closes it
 */
record Link(Nic outside, Nic inside, DueTimes dues, int maxInFlight, boolean shared) implements AutoCloseable {
    /** Rings of real interfaces hold more; this leaves room for what a kernel in between is slow with. */
    private static final int LIVE_IN_FLIGHT = 256;

    /** In memory: the very same packet comes back. */
    static Link memory(int workers) {
        return of(MemoryNic.pair(workers, Wire.MAX_IN_FLIGHT));
    }

    static Link of(MemoryNic outside) {
        return new Link(outside, outside.peer(), DueTimes.IN_PACKET, Wire.MAX_IN_FLIGHT, false);
    }

    /** Two interfaces that are connected. */
    static Link live(Nic outside, Nic inside) {
        return new Link(outside, inside, new DueTimesByContent(2 * LIVE_IN_FLIGHT), LIVE_IN_FLIGHT, true);
    }

    /** For people. */
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
