package io.creel.sim;

import java.util.Collection;

/**
 * The conditions that must hold after every step, for every policy: no handle is lost or counted twice, no runnable
 * handle is left waiting while a core looks in vain, and no request waits for ever. Throws
 * {@link BrokenInvariantException} if one does not hold.
 */
final class Invariants {
    private Invariants() {
    }

    /** Requires that as many handles wait by the simulation's own count as by the placement's. */
    static void requireNoneLost(long queued, SimulatedPlacement placement) {
        long waiting = placement.waiting();
        if (waiting != queued) {
            throw new BrokenInvariantException((waiting < queued ? "handle lost" : "handle counted twice") + ": placed="
                    + queued + ", waiting=" + waiting);
        }
    }

    /** Requires that every request in the system is in exactly one place. */
    static void requireAllAccounted(long inFlight, long queued, long atDispatcher, Cores cores, long stranded) {
        long held = 0;
        for (int i = 0; i < cores.count(); i++) {
            Core core = cores.core(i);
            held += core.isDead() ? 0 : core.batch.size() + core.woken.size() + (core.running == null ? 0 : 1);
        }
        if (inFlight != queued + atDispatcher + held + stranded + cores.away()) {
            throw new BrokenInvariantException("requests do not add up: inFlight=" + inFlight + ", queued=" + queued
                    + ", atDispatcher=" + atDispatcher + ", onCores=" + held + ", stranded=" + stranded + ", away="
                    + cores.away());
        }
    }

    /** Requires that a core which has looked in vain has left no handle that it may take. */
    static void requireWorkConserved(Core core, SimulatedPlacement placement) {
        if (core.batch.isEmpty() && placement.hasWork(core.index)) {
            throw new BrokenInvariantException(
                    "work waits and a core that may take it finds none: " + core + ", waiting=" + placement.waiting());
        }
    }

    /**
     * Requires that at most {@code mostPassed} requests that began to wait later pass a request; called when one of
     * them begins to run.
     */
    static void requireNoneStarved(Collection<Request> requests, Request begins, int mostPassed) {
        for (Request request : requests) {
            if (request.stage == Request.Stage.QUEUED && request.waitingSince < begins.waitingSince
                    && ++request.passed > mostPassed) {
                throw new BrokenInvariantException("request is starved: request=" + request.number + ", passedBy="
                        + request.passed + ", atMost=" + mostPassed);
            }
        }
    }
}
