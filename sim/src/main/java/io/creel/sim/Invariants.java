package io.creel.sim;

import java.util.Collection;

/**
 * What must hold after every step, whatever the policy: no handle is lost, none is twice, nothing that may run is left
 * waiting while a core looks in vain, nobody waits for ever. Throws {@link BrokenInvariantException} where it does not.
 */
final class Invariants {
    private Invariants() {
    }

    /** What waits, by the simulation's own books, is what the placement says waits. */
    static void requireNoneLost(long queued, Subject subject) {
        long waiting = subject.waiting();
        if (waiting != queued) {
            throw new BrokenInvariantException((waiting < queued ? "handle lost" : "handle counted twice") + ": placed="
                    + queued + ", waiting=" + waiting);
        }
    }

    /** Every request in the system is in exactly one place, by the books of the cores. */
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

    /** A core that looked in vain has left nothing that it may take. */
    static void requireWorkConserved(Core core, Subject subject) {
        if (core.batch.isEmpty() && subject.hasWork(core.index)) {
            throw new BrokenInvariantException(
                    "work waits and a core that may take it finds none: " + core + ", waiting=" + subject.waiting());
        }
    }

    /** Nobody is passed by more than so many that began to wait later; called when one of them begins to run. */
    static void requireNoneStarved(Collection<Request> requests, Request begins, int mostPassed) {
        for (Request request : requests) {
            if (request.place == Request.Place.QUEUED && request.waitingSince < begins.waitingSince
                    && ++request.passed > mostPassed) {
                throw new BrokenInvariantException("request is starved: request=" + request.number + ", passedBy="
                        + request.passed + ", atMost=" + mostPassed);
            }
        }
    }
}
