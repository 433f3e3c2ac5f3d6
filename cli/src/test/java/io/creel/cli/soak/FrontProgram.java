package io.creel.cli.soak;

import io.creel.core.Batch;
import io.creel.net.PacketBody;
import io.creel.net.RxQueue;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.services.Scheduler;
import java.util.List;

/**
 * Polls the link, starts a coroutine per packet while the scheduler has room, and resumes handles that wait in shared
 * stashes.
 */
final class FrontProgram implements WorkerProgram {
    private static final int MAX_BATCH = 32;

    private final RxQueue queue;
    private final Scheduler scheduler;
    private final PacketBody body;
    private final List<MpmcStash> stashes;
    private final Batch batch = new Batch(MAX_BATCH);

    FrontProgram(RxQueue queue, Scheduler scheduler, PacketBody body, List<MpmcStash> stashes) {
        this.queue = queue;
        this.scheduler = scheduler;
        this.body = body;
        this.stashes = stashes;
    }

    @Override
    public int doWork(Worker worker) {
        int work = queue.poll(MAX_BATCH, packet -> worker.start(scheduler, body, packet));
        for (MpmcStash stash : stashes) {
            work += worker.resume(stash.drain(batch, MAX_BATCH));
        }
        return work;
    }
}
