package io.creel.schedulers.placement;

import io.creel.schedulers.scaling.CoreLending;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Which workers are active, and whose cores are lent. The active workers are those with the lowest numbers.
 *
 * <pre>
 *             decider: fewer            worker: has left              worker: lend() done
 *   SERVING ------------------> LEAVING -----------------> LENDING -------------------------> LENT
 *      ^ ^ ^                       |                          |                                 |
 *      | | +-----------------------+ decider: more            | decider: more; the worker's     |
 *      | +----------------------------------------------------+ CAS fails, it calls reclaim()   |
 *      +----------------------------------------------------------------------------------------+
 *                                                      decider: calls reclaim(), more
 * </pre>
 * <ol>
 * <li>One thread at a time decides ({@link #change}). Only worker i calls {@link #left} for worker i.</li>
 * <li>A removal stores the state before the number, and an addition the number after the state: a worker that sees that
 * it is removed finds LEAVING or a later state, or a state that a newer addition has stored.</li>
 * <li>Each call of the lending is between two states that only one thread can leave: {@code lend()} while LENDING, on
 * the worker's thread; {@code reclaim()} while LENT, on the decider's, or after a lost LENDING, on the worker's.</li>
 * </ol>
 */
final class ActiveWorkers {
    static final int SERVING = 0;
    static final int LEAVING = 1;
    static final int LENDING = 2;
    static final int LENT = 3;

    private final AtomicIntegerArray states;
    private final CoreLending lending;
    private volatile int count;

    /** Begins with all workers active. */
    ActiveWorkers(int workers, CoreLending lending) {
        states = new AtomicIntegerArray(workers);
        this.lending = lending;
        count = workers;
    }

    int count() {
        return count;
    }

    boolean isRemoved(int worker) {
        return worker >= count;
    }

    int state(int worker) {
        return states.get(worker);
    }

    /** Sets how many workers are active. One thread at a time; outside coroutines. */
    void change(int next) {
        for (int worker = count; worker < next; worker++) {
            add(worker);
        }
        for (int worker = next; worker < count; worker++) {
            states.set(worker, LEAVING);
        }
        count = next; // rule 2
    }

    private void add(int worker) {
        int state = states.get(worker);
        while (state != LENT && !states.compareAndSet(worker, state, SERVING)) {
            state = states.get(worker);
        }
        if (state == LENT) {
            try {
                lending.reclaim(worker); // rule 3
            } finally {
                states.set(worker, SERVING);
            }
        }
    }

    /** Notes that a removed worker has nothing left to do; lends its core if that is new. Called by that worker. */
    void left(int worker) {
        if (states.get(worker) != LEAVING || !states.compareAndSet(worker, LEAVING, LENDING)) {
            return;
        }
        boolean lent = false;
        try {
            lending.lend(worker);
            lent = true;
        } finally {
            if (!states.compareAndSet(worker, LENDING, LENT) && lent) {
                lending.reclaim(worker); // rule 3: it was added meanwhile
            }
        }
    }
}
