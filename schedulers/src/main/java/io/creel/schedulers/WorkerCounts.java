package io.creel.schedulers;

import io.creel.core.CarrierCounters;

/**
 * The counts of a worker or a group at one moment. While workers run, the values are a moment old and need not be
 * consistent with each other; after the group has closed they are exact.
 *
 * @param created
 *            coroutines started here, or made elsewhere and seen here first
 * @param resumed
 *            times a coroutine was begun or resumed
 * @param completed
 *            coroutines that ended normally
 * @param failed
 *            coroutines that ended by an exception
 * @param cancelled
 *            coroutines that ended by cancellation
 * @param cycles
 *            duty cycles
 * @param programFailures
 *            duty cycles whose program threw an exception
 * @param deaths
 *            times a worker of a group died of an {@link Error} and was replaced, or given up
 */
public record WorkerCounts(long created, long resumed, long completed, long failed, long cancelled, long cycles,
        long programFailures, long deaths) {
    static final WorkerCounts NONE = new WorkerCounts(0, 0, 0, 0, 0, 0, 0, 0);

    static WorkerCounts of(CarrierCounters carrier, long cycles, long programFailures, long deaths) {
        return new WorkerCounts(carrier.created(), carrier.resumed(), carrier.completed(), carrier.failed(),
                carrier.cancelled(), cycles, programFailures, deaths);
    }

    /** {@return how many coroutines have ended, by completion, failure or cancellation} */
    public long ended() {
        return completed + failed + cancelled;
    }

    /**
     * Returns how many coroutines have not ended. Of a closed group these are coroutines whose handles are held
     * elsewhere, in a variable or in a stash of another group.
     *
     * @return negative if coroutines of another group have ended here
     */
    public long outstanding() {
        return created - ended();
    }

    WorkerCounts plus(WorkerCounts other) {
        return new WorkerCounts(created + other.created, resumed + other.resumed, completed + other.completed,
                failed + other.failed, cancelled + other.cancelled, cycles + other.cycles,
                programFailures + other.programFailures, deaths + other.deaths);
    }
}
