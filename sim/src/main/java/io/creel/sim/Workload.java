package io.creel.sim;

import io.creel.sim.load.Arrivals;
import io.creel.sim.load.Chance;
import io.creel.sim.load.Flows;
import io.creel.sim.load.ServiceMix;

/**
 * Draws times, types, service times and flows, each from a stream of its own, so that equal seeds give every policy the
 * very same requests.
 */
final class Workload {
    private final Arrivals arrivals;
    private final ServiceMix mix;
    private final Flows flows;
    private final Chance types;
    private final Chance service;
    private final Chance flow;
    private final long flowKeys;

    Workload(Arrivals arrivals, ServiceMix mix, Flows flows, long seed) {
        this.arrivals = arrivals;
        this.mix = mix;
        this.flows = flows;
        types = new Chance(seed, "types");
        service = new Chance(seed, "service");
        flow = new Chance(seed, "flows");
        flowKeys = new Chance(seed, "flow keys").nextLong();
    }

    long nextArrivalNs() {
        return arrivals.nextNs();
    }

    int drawType() {
        return mix.drawType(types);
    }

    long drawServiceNs(int type) {
        return mix.drawNs(type, service);
    }

    /** Draws the flow of the request whose time was asked for last. */
    int drawFlow() {
        int drawn = flows.draw(flow);
        return arrivals.flow() < 0 ? drawn : arrivals.flow();
    }

    long keyOf(int number) {
        return Flows.key(number, flowKeys);
    }

    ServiceMix mix() {
        return mix;
    }
}
