package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.schedulers.SpinThenPark;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Forwards every frame of one NIC to the other, both ways. */
@Command(name = "bridge", description = "Forward every frame of one NIC to the other, both ways, with one worker per pair of queues.")
public final class BridgeCommand extends ToolCommand {
    @Parameters(index = "0", paramLabel = "A", description = "One end.")
    private String wordA;

    @Parameters(index = "1", paramLabel = "B", description = "The other end.")
    private String wordB;

    @Override
    List<String> words() {
        return List.of(wordA, wordB);
    }

    @Override
    ToolWork start(List<Nic> nics, Quota quota, Tally tally) {
        Nic a = nics.get(0);
        Nic b = nics.get(1);
        int workers = Math.max(a.queues(), b.queues());
        var run = new ToolRun(workers);
        var outboxes = new ArrayList<Outbox>();
        var stations = new ArrayList<ReceiveProgram>();
        for (int i = 0; i < workers; i++) {
            var lanes = new ArrayList<Lane>();
            lane(a, b, i, outboxes, lanes, tally);
            lane(b, a, i, outboxes, lanes, tally);
            stations.add(new ReceiveProgram("bridge-" + i, lanes, quota, run));
        }
        var group = group("bridge", workers, run, _ -> new SpinThenPark());
        group.startEach(stations::get);
        return new ToolWork(run, group, outboxes, null, null, "Passed on", "Not passed on");
    }

    /**
     * Adds one direction. A queue of the end with fewer queues is polled by the worker of its number only; several
     * workers may transmit to it.
     */
    private static void lane(Nic from, Nic to, int worker, List<Outbox> outboxes, List<Lane> lanes, Tally tally) {
        if (worker < from.queues()) {
            var out = new Outbox(to.tx(worker % to.queues()), tally);
            outboxes.add(out);
            lanes.add(new Lane(from.rx(worker), out, new ForwardBody(to.capabilities().mtuBytes(), out, tally)));
        }
    }
}
