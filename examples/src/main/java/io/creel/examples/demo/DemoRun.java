package io.creel.examples.demo;

import io.creel.net.pcap.ReplayNic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The whole measurement: both policies once to warm up, then both to be compared, on the same capture at the same times. */
final class DemoRun {
    private final Capture capture;
    private final Settings settings;
    private final Progress progress;
    private final LongSupplier nanoClock;

    DemoRun(Capture capture, Settings settings, Progress progress, LongSupplier nanoClock) {
        this.capture = capture;
        this.settings = settings;
        this.progress = progress;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs it.
     *
     * @throws LostPacketsException
     *             where a packet is not accounted for, or runs disagree about the flows
     * @throws IOException
     *             where the capture is gone; the message is one sentence for the user
     */
    DemoResult run() throws IOException, LostPacketsException {
        int passes = Policy.values().length * (settings.warmUpPasses() + settings.passes() + 2);
        progress.begin(passes);
        Crunch crunch = Crunch.calibrate(Settings.PIECE_US * 1_000L, nanoClock);
        Balance balance = Balance.NONE;
        List<TrialResult> results = new ArrayList<>();
        try (ReplayNic nic = ReplayNic.open(capture.file())) {
            for (Policy policy : Policy.values()) {
                balance = balance
                        .plus(run(policy, nic, crunch, settings.warmUpPasses(), Settings.MAX_WARM_UP_NS).balance());
            }
            for (Policy policy : Policy.values()) {
                TrialResult result = run(policy, nic, crunch, settings.passes(), Settings.MAX_MEASURED_NS);
                balance = balance.plus(result.balance());
                results.add(result);
            }
        } finally {
            progress.end();
        }
        requireSameFlows(results);
        return new DemoResult(capture, settings, balance, results);
    }

    private TrialResult run(Policy policy, ReplayNic nic, Crunch crunch, int passes, long maxNs)
            throws IOException, LostPacketsException {
        try (Trial trial = new Trial(policy, settings, nic, crunch, nanoClock)) {
            return trial.run(passes, maxNs, () -> progress.step(policy.text()));
        }
    }

    private static void requireSameFlows(List<TrialResult> results) throws LostPacketsException {
        FlowTable first = results.getFirst().flows();
        for (TrialResult each : results) {
            if (!each.flows().equals(first)) {
                throw new LostPacketsException("policies disagree about the flows: "
                        + results.getFirst().policy().text()
                        + "=" + first.packets() + " packets, " + each.policy().text() + "=" + each.flows().packets()
                        + " packets");
            }
        }
    }
}
