package io.creel.cli.policies;

import io.creel.cli.CpuWork;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import java.util.function.LongSupplier;

/** <b>What</b> a request does: it computes, with a checkpoint every half microsecond. */
final class Service implements Body<OfferedRequest> {
    static final long PIECE_NS = 500;

    private final CpuWork cpuWork;
    private final LatencyTally tally;
    private final LongSupplier nanoClock;

    Service(CpuWork cpuWork, LatencyTally tally, LongSupplier nanoClock) {
        this.cpuWork = cpuWork;
        this.tally = tally;
        this.nanoClock = nanoClock;
    }

    @Override
    public void run(OfferedRequest request) {
        long state = request.dueNs() | 1;
        for (long leftNs = request.serviceNs(); leftNs > 0 && state != 0; leftNs -= PIECE_NS) {
            state = cpuWork.piece(state);
            Coroutine.checkpoint();
        }
        tally.ended(request, nanoClock.getAsLong());
    }
}
