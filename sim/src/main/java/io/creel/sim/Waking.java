package io.creel.sim;

/** Brings on the cores that the placement wants to be woken, and those that a body has sent something to. */
final class Waking {
    private final Cores cores;
    private final Subject subject;
    private final Bodies bodies;
    /** Every so many-th wake-up is lost; 0 for none. */
    int lostEvery;
    private long asked;
    /** How often a parked core was woken. */
    long wakes;

    Waking(Cores cores, Subject subject, Bodies bodies) {
        this.cores = cores;
        this.subject = subject;
        this.bodies = bodies;
    }

    /** Until nobody is left to be woken. */
    void serve() {
        for (int i = subject.nextWoken(); i >= 0; i = subject.nextWoken()) {
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

    /** Something was sent to a core: it looks for it, or is asked to make room for it. */
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
