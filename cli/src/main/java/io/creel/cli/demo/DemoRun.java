package io.creel.cli.demo;

import io.creel.cli.CpuWork;
import io.creel.net.pcap.ReplayNic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The whole measurement. Both policies run once to warm up, then in turn to be compared, on the same capture at the
 * same times. They take turns so that other work on the machine affects both.
 */
final class DemoRun {
    private final Capture capture;
    private final Supplier<Link> links;
    private final DemoSettings settings;
    private final DemoProgress progress;
    private final LongSupplier nanoClock;
    private String description;

    /**
     * Prepares the measurement.
     *
     * @param links
     *            supplies the link of each trial
     */
    DemoRun(Capture capture, Supplier<Link> links, DemoSettings settings, DemoProgress progress,
            LongSupplier nanoClock) {
        this.capture = capture;
        this.links = links;
        this.settings = settings;
        this.progress = progress;
        this.nanoClock = nanoClock;
    }

    /**
     * Runs the measurement.
     *
     * @throws LostPacketsException
     *             if a packet is not accounted for, or if runs disagree about the flows
     * @throws IOException
     *             if the capture cannot be read any more; the message is one sentence for the user
     */
    DemoResult run() throws IOException, LostPacketsException {
        int rounds = Math.min(DemoSettings.MAX_ROUNDS, settings.passes());
        progress.begin(Policy.values().length * (settings.warmUpPasses() + 1 + settings.passes() + rounds));
        CpuWork cpuWork = CpuWork.calibrate(DemoSettings.PIECE_US * 1_000L, nanoClock);
        List<TrialResult> results = List.of();
        Balance balance;
        try (ReplayNic nic = ReplayNic.open(capture.file())) {
            balance = balance(round(nic, cpuWork, settings.warmUpPasses(), DemoSettings.MAX_WARM_UP_NS));
            for (int i = 0; i < rounds; i++) {
                int passes = settings.passes() * (i + 1) / rounds - settings.passes() * i / rounds;
                results = sum(results, round(nic, cpuWork, passes, DemoSettings.MAX_MEASURED_NS / rounds));
            }
        } finally {
            progress.end();
        }
        requireSameFlows(results);
        return new DemoResult(capture, description, settings, balance.plus(balance(results)), results);
    }

    /** Runs each policy once. */
    private List<TrialResult> round(ReplayNic nic, CpuWork cpuWork, int passes, long maxNs)
            throws IOException, LostPacketsException {
        List<TrialResult> results = new ArrayList<>();
        for (Policy policy : Policy.values()) {
            Link link = links.get();
            description = link.text();
            try (Trial trial = new Trial(policy, settings, nic, link, cpuWork, nanoClock)) {
                results.add(trial.run(passes, maxNs, () -> progress.step(policy.text())));
            }
        }
        return results;
    }

    private static List<TrialResult> sum(List<TrialResult> before, List<TrialResult> round)
            throws LostPacketsException {
        if (before.isEmpty()) {
            return round;
        }
        List<TrialResult> sum = new ArrayList<>();
        for (int i = 0; i < round.size(); i++) {
            requireSameFlows(List.of(before.get(i), round.get(i)));
            sum.add(before.get(i).plus(round.get(i)));
        }
        return sum;
    }

    private static Balance balance(List<TrialResult> results) {
        return results.stream().map(TrialResult::balance).reduce(Balance.NONE, Balance::plus);
    }

    private static void requireSameFlows(List<TrialResult> results) throws LostPacketsException {
        ConversationTable first = results.getFirst().flows();
        for (TrialResult each : results) {
            if (!each.flows().equals(first)) {
                throw new LostPacketsException("runs disagree about the flows: "
                        + results.getFirst().policy().text()
                        + "=" + first.packets() + " packets, " + each.policy().text() + "=" + each.flows().packets()
                        + " packets");
            }
        }
    }
}
