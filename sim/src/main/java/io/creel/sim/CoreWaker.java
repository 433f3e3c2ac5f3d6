package io.creel.sim;

/** Wakes the cores that the placement wants to be woken, and those to which a body has sent something. */
final class CoreWaker {
    private final Cores cores;
    private final SimulatedPlacement placement;
    private final Bodies bodies;
    /** Every how many-th wake-up is lost; 0 for none. */
    int lostEvery;
    private long asked;
    /** How many times a parked core was woken. */
    long wakes;

    CoreWaker(Cores cores, SimulatedPlacement placement, Bodies bodies) {
        this.cores = cores;
        this.placement = placement;
        this.bodies = bodies;
    }

    /** Wakes cores until none is left to be woken. */
    void serve() {
        for (int i = placement.nextWoken(); i >= 0; i = placement.nextWoken()) {
            Core core = cores.core(i);
            if (core.isDead() || lostEvery > 0 && ++asked % lostEvery == 0) {
                continue;
            }
            if (core.state == Core.State.IDLE) {
                cores.look(core);
            } else {
                wakeParked(core);
            }
        }
        for (int i = bodies == null ? -1 : bodies.nextSignalled(); i >= 0; i = bodies.nextSignalled()) {
            serveSignalled(cores.core(i));
        }
    }

    /** Lets a core look for a coroutine that was sent to it, or asks its running request to make room for it. */
    private void serveSignalled(Core core) {
        if (core.isDead()) {
            return;
        }
        if (core.state == Core.State.IDLE) {
            cores.goOnAtOnce(core);
        } else if (core.state == Core.State.OVERDUE) {
            cores.askToMakeRoom(core);
        } else {
            wakeParked(core);
        }
    }

    private void wakeParked(Core core) {
        if (core.state == Core.State.PARKED) {
            wakes++;
            cores.wake(core);
        }
    }
}
