package io.creel.cli.tools;

import io.creel.core.Batch;
import io.creel.core.spec.Result;
import io.creel.core.spec.Transfers;
import io.creel.net.Packet;
import io.creel.net.PacketConsumer;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import java.util.List;

/**
 * <b>When</b>, for every tool that receives: the program of one worker. A cycle polls each lane as far as its outbox
 * has room, starts a coroutine per packet, resumes them in the order of arrival, and sends the outboxes.
 */
final class ReceiveProgram implements WorkerProgram {
    private final List<Lane> lanes;
    private final Quota quota;
    private final ToolRun run;
    /** <b>Where</b> packets wait for their turn. Made once per lane, so that a poll makes no lambda. */
    private final ListStash ready;
    private final PacketConsumer[] arrivals;
    private final Batch batch = new Batch(Outbox.CAPACITY);
    private Worker worker;
    private boolean over;

    ReceiveProgram(String name, List<Lane> lanes, Quota quota, ToolRun run) {
        this.lanes = lanes;
        this.quota = quota;
        this.run = run;
        ready = new ListStash(name);
        arrivals = lanes.stream().map(this::arrival).toArray(PacketConsumer[]::new);
    }

    private PacketConsumer arrival(Lane lane) {
        return packet -> place(lane, packet);
    }

    private boolean place(Lane lane, @Transfers(when = Result.TRUE) Packet packet) {
        return worker.start(ready, lane.body(), packet);
    }

    @Override
    public int doWork(Worker self) {
        worker = self;
        int work = 0;
        for (int i = 0; i < arrivals.length; i++) {
            work += serve(lanes.get(i), arrivals[i]);
        }
        if (work == 0 && !over && isOver()) {
            over = true;
            run.workerOver();
        }
        return work;
    }

    private int serve(Lane lane, PacketConsumer arrival) {
        int wanted = quota.take(lane.room());
        int polled = wanted == 0 ? 0 : lane.rx().poll(wanted, arrival);
        quota.back(wanted - polled);
        worker.resume(ready.drain(batch, Outbox.CAPACITY));
        return polled + (lane.out() == null ? 0 : lane.out().flush());
    }

    /** Returns whether a lane is finished; one finished end of a bridge ends the run. */
    private boolean isOver() {
        boolean finished = false;
        for (Lane lane : lanes) {
            if (lane.out() != null && !lane.out().isEmpty()) {
                return false;
            }
            finished |= lane.rx().nic().isFinished();
        }
        return finished || quota.isUsedUp();
    }
}
