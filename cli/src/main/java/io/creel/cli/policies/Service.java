package io.creel.cli.policies;

import io.creel.cli.CpuWork;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** <b>What</b> a request does: it computes, with a checkpoint every half microsecond. */
final class Service implements Body<OfferedRequest> {
    static final long PIECE_NS = 500;

    private final CpuWork cpuWork;
    private final LatencyTally tally;
    private final LongSupplier nanoClock;
    private final @Nullable RequestSplit split;

    Service(CpuWork cpuWork, LatencyTally tally, LongSupplier nanoClock, @Nullable RequestSplit split) {
        this.split = split;
        this.cpuWork = cpuWork;
        this.tally = tally;
        this.nanoClock = nanoClock;
    }

    @Override
    public void run(OfferedRequest request) {
        long state = request.dueNs() | 1;
        for (long leftNs = request.serviceNs(); leftNs > 0 && state != 0; leftNs -= PIECE_NS) {
            state = split == null ? cpuWork.piece(state) : split.piece(request.number(), cpuWork, state);
            Coroutine.checkpoint();
        }
        if (split != null) {
            split.ended(request.number());
        }
        tally.ended(request, nanoClock.getAsLong());
    }
}
