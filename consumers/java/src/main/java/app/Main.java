package app;

import io.creel.core.Batch;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.ListStash;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;

/** A coroutine per packet on one worker; and a policy of this project, which is found by its name. */
public final class Main {
    static final int PACKETS = 100;

    public static void main(String[] args) throws Exception {
        var waiting = new ListStash("waiting");
        var batch = new Batch(32);
        int[] sent = {0};
        int[] seen = {0};
        try (var nic = MemoryNic.pair(); var peer = nic.peer(); var group = new WorkerGroup("app", 1)) {
            group.run(worker -> {
                var packet = sent[0] < PACKETS ? peer.pool().allocate() : null;
                if (packet != null) {
                    packet.resize(64);
                    sent[0]++;
                    if (!peer.tx(0).transmit(packet)) {
                        packet.release();
                    }
                }
                int work = nic.rx(0).poll(32, received -> worker.start(waiting, self -> {
                    seen[0]++;
                    self.release();
                }, received));
                work += worker.resume(waiting.drain(batch, 32));
                if (seen[0] == PACKETS) {
                    worker.stop();
                }
                return work;
            });
        }
        System.out.println("packets=" + seen[0] + ", ownPolicy=" + Policies.names(PolicyAxis.WHEN).contains("newest-first"));
    }
}
