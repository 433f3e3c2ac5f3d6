package io.creel.cli.sim;

import io.creel.sim.SimulationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The experiments that the simulator must reproduce, with the expected numbers. A row outside its tolerance has a
 * remark with the reason; without one it is a fault.
 */
final class Experiments {
    static final List<Experiment> ALL = List.of(
            new Experiment("E0", "Is the simulator right? M/M/1, EX1, load 0.7", Experiments::simulator),
            new Experiment("E1", "Queue topology: EX1, p99, search 0.2 us where cores steal", Experiments::topology),
            new Experiment("E2", "Head-of-line blocking: 2 workers, highest load with p99.9 slowdown <= 50",
                    Experiments::blocking),
            new Experiment("E3", "Quantum and its cost: GH, 20 workers, highest load with p99 < 100 us",
                    Experiments::quantum),
            new Experiment("E4", "Reserved workers: HB, highest load with p99.9 slowdown <= 20", Experiments::reserved),
            new Experiment("E6",
                    "Control of the number of cores: 8 cores, EX10, load 0.05 and 0.70 by turns of 1 ms, wake 5 us",
                    Experiments::scaling),
            new Experiment("E7",
                    "Best-effort work in what is left: 16 workers, EX1 beside work of 100 us without an end",
                    Experiments::bestEffort),
            new Experiment("E8",
                    "Flow skew: EX1 hashed with a random map of uniform flows, p99 without and with stealing",
                    Experiments::skew),
            new Experiment("E9", "Batch of the pop: HB, 16 workers, load 0.8, a queue under a lock, p99.9",
                    Experiments::batch),
            new Experiment("E11",
                    "The talk's waste: 4 queues at 20 %, at 37.5 %, and one in bursts to 90 %; 4 cores, EX10, wake 5 us",
                    Experiments::waste));

    private static final String ADDS_WHERE_ANYTHING_WAITS = "the expected time is that of a rule that adds a core where anything"
            + " waits at a look; the policy waits for the same head twice";

    /** The time that the control needs: the delay target, the interval between two looks, and the wake-up of a core. */
    private static final double ABSORBED_WITHIN_US = 50 + 10 + 5;

    private Experiments() {
    }

    private static List<ExperimentRow> simulator(ExperimentSetup setup) {
        return List.of(setup.with(1, "EX1").percentile("central/fifo p99", "p99", "central/fifo", 0.7, 4.605 / 0.3));
    }

    private static List<ExperimentRow> topology(ExperimentSetup setup) {
        String[] policies = {"central(1)/fifo", "jbsq(2)/fifo", "jbsq(8)/fifo", "stealing/fifo", "two-choices/fifo",
                "hash/fifo"};
        double[] on16 = {5.3, 6.3, 6.7, 8.6, 10.0, 46.9};
        double[] on2 = {8.3, 8.7, 9.4, 9.3, 10.1, 15.2};
        List<ExperimentRow> rows = new ArrayList<>();
        for (int i = 0; i < policies.length; i++) {
            rows.add(setup.with(16, "EX1").costs("steal=.2us").percentile(policies[i] + ", 16 workers, load 0.9", "p99",
                    policies[i], 0.9, on16[i]));
        }
        for (int i = 0; i < policies.length; i++) {
            rows.add(setup.with(2, "EX1").costs("steal=.2us").percentile(policies[i] + ", 2 workers, load 0.7", "p99",
                    policies[i], 0.7, on2[i]));
        }
        return rows;
    }

    private static List<ExperimentRow> blocking(ExperimentSetup setup) {
        List<ExperimentRow> rows = new ArrayList<>();
        String[] mixes = {"HB", "XB"};
        String[] policies = {"central/fifo", "central/time-slice(5us)", "central/time-slice(5us)",
                "central/two-queue(5us)", "central/two-queue(5us)"};
        String[] costs = {"none", "preempt=.1us", "preempt=2.5us", "preempt=.1us", "preempt=2.5us"};
        double[][] expected = {{0.05, 0}, {0.70, 0.60}, {0.45, 0.30}, {0.90, 0.95}, {0.80, 0.90}};
        for (int i = 0; i < policies.length; i++) {
            for (int mix = 0; mix < mixes.length; mix++) {
                rows.add(setup.with(2, mixes[mix]).costs(costs[i]).highest(
                        mixes[mix] + " " + policies[i] + ", costs " + costs[i], "p99.9slowdown<=50", policies[i],
                        expected[i][mix], 0.05));
            }
        }
        return rows;
    }

    private static List<ExperimentRow> quantum(ExperimentSetup setup) {
        List<ExperimentRow> rows = new ArrayList<>();
        String[] costs = {"0", "1us", "2.4us"};
        int[] quantaUs = {5, 10, 20, 30};
        double[][] expected = {{0.98, 0.98, 0.98, Double.NaN}, {0.86, 0.92, 0.94, 0.91}, {0.70, 0.82, 0.88, 0.87}};
        for (int cost = 0; cost < costs.length; cost++) {
            for (int i = 0; i < quantaUs.length; i++) {
                if (!Double.isNaN(expected[cost][i])) {
                    rows.add(gh(setup, "central/time-slice(" + quantaUs[i] + "us)", costs[cost], expected[cost][i]));
                }
            }
        }
        rows.add(gh(setup, "central/fifo", "0", 0.54));
        return rows;
    }

    private static ExperimentRow gh(ExperimentSetup setup, String policy, String cost, double expected) {
        return setup.with(20, "GH").costs("preempt=" + cost).shorter(2).highest(policy + ", preempt=" + cost,
                "p99<=100us", policy, expected, 0.02);
    }

    private static List<ExperimentRow> reserved(ExperimentSetup setup) {
        List<ExperimentRow> rows = new ArrayList<>();
        String target = "p99.9slowdown<=20";
        ExperimentSetup on14 = setup.with(14, "HB");
        rows.add(on14.highest("central/fifo, 14 workers", target, "central/fifo", 0.475, 0.025));
        rows.add(on14.costs("preempt=1us").highest("central/time-slice(5us), 14 workers, preempt=1us", target,
                "central/time-slice(5us)", 0.725, 0.025));
        rows.add(on14
                .highest("central/time-slice(5us), 14 workers, free", target, "central/time-slice(5us)", 0.725, 0.025)
                .because("the expected load is that of a preemption of 1 us, one row above; free ones carry more"));
        rows.add(on14.highest("darc/fifo, 14 workers", target, "darc/fifo", 0.925, 0.025));
        ExperimentSetup on2 = setup.with(2, "HB");
        rows.add(on2.highest("darc/fifo, 2 workers (its known limit)", target, "darc/fifo", 0.45, 0.025));
        // A reserved slot is one slice of one request: half of the slots is far less than half of the time.
        rows.add(ExperimentRow.atLeast("fractions(50%, 50%)/time-slice(5us), 2 workers", "", 0.45,
                on2.highestLoad("fractions(50%, 50%)/time-slice(5us)", target, 0.7, 0.025)));
        return rows;
    }

    private static List<ExperimentRow> skew(ExperimentSetup setup) {
        int[] workers = {2, 2, 8};
        int[] flows = {8, 64, 64};
        double[] loads = {0.7, 0.8, 0.7};
        double[] without = {1246, 49.7, 2008};
        double[] with = {9.4, 13.9, 5.3};
        List<ExperimentRow> rows = new ArrayList<>();
        for (int i = 0; i < workers.length; i++) {
            ExperimentSetup each = setup.with(workers[i], "EX1").flows(flows[i], 0).costs("steal=.2us");
            String where = workers[i] + " workers, " + flows[i] + " flows, load " + loads[i];
            rows.add(hashed(where, workers[i], each, without[i], loads[i]));
            rows.add(each.percentile("stealing/fifo, " + where, "p99", "stealing/fifo", loads[i], with[i]));
        }
        return rows;
    }

    /**
     * Returns a row for hashed flows. The map of flows to workers decides the result, so the remark has the theoretical
     * value for the drawn map.
     */
    private static ExperimentRow hashed(String where, int workers, ExperimentSetup setup, double expectedUs,
            double load) {
        SimulationResult result = setup.run("hash/fifo", load);
        ExperimentRow row = setup.percentile("hash/fifo, " + where, "p99", "hash/fifo", result, expectedUs);
        double busiest = (double) result.counts().busiestNsAtLastArrival() / result.counts().lastArrivalNs();
        double share = busiest / (result.load() * workers);
        return row.isWithin()
                ? row
                : row.because(String.format(Locale.ROOT,
                        "the drawn map decides which flows meet: here the busiest worker is busy for %.3f of the time%s",
                        busiest,
                        busiest > 0.999
                                ? ", offered more than it can do, so its queue grows until it is full"
                                : String.format(Locale.ROOT, "; M/M/1 on it alone makes that %.1f us",
                                        Math.log(100 * share) / (1 - busiest))));
    }

    private static List<ExperimentRow> batch(ExperimentSetup setup) {
        ExperimentSetup locked = setup.with(16, "HB").costs("pop=.1us+.02us/item");
        String[] policies = {"central(1)/fifo", "central(4, 4)/fifo", "central(16, 16)/fifo", "central(16)/fifo"};
        String[] names = {"one at a time", "4 at a time", "16 at a time", "min(16, waiting / workers)"};
        int[] most = {1, 4, 16, 16};
        double[] expectedUs = {177, 404, 705, 182};
        List<ExperimentRow> rows = new ArrayList<>();
        for (int i = 0; i < policies.length; i++) {
            rows.add(locked.batch(most[i]).percentile(policies[i] + ", " + names[i], "p99.9", policies[i], 0.8,
                    expectedUs[i]));
        }
        return rows;
    }

    private static List<ExperimentRow> scaling(ExperimentSetup setup) {
        ExperimentSetup shifting = setup.with(8, "EX10").arrivals("shift:0.05/1ms,0.70/1ms").costs("wake=5us");
        String[] policies = {"central/fifo", "central/fifo/standing-queue", "central/fifo/standing-queue(10us)",
                "central/fifo/standing-queue(50us)", "central/fifo/standing-queue(100us)",
                "central/fifo/standing-queue(1ms)"};
        String[] names = {"all cores", "a standing queue adds one, each 5 us", "each 10 us", "each 50 us",
                "each 100 us",
                "each 1 ms"};
        double[] expectedUs = {48, 55, 65, 156, 288, 1921};
        double[] expectedCores = {8, 3.6, 3.5, 3.4, 3.3, 3.1};
        List<ExperimentRow> rows = new ArrayList<>();
        for (int i = 0; i < policies.length; i++) {
            SimulationResult result = shifting.run(policies[i], 0.375);
            ExperimentRow p99 = ExperimentRow.of(names[i] + ", p99", "us", expectedUs[i],
                    result.all().sojournNs(99) / 1e3);
            rows.add(p99.isWithin() ? p99 : p99.because(ADDS_WHERE_ANYTHING_WAITS));
            rows.add(ExperimentRow.of(names[i] + ", mean cores", "", expectedCores[i], result.counts().meanCores()));
        }
        return rows;
    }

    /** Best-effort work is a tenth more than the free capacity, so some always waits. */
    private static List<ExperimentRow> bestEffort(ExperimentSetup setup) {
        int workers = 16;
        double restUs = 100;
        double offered = 1.1;
        List<ExperimentRow> rows = new ArrayList<>();
        for (double load : new double[]{0.2, 0.5, 0.8}) {
            double critical = load / (load + (offered - load) / restUs);
            String mix = String.format(Locale.ROOT, "%.9f:exp:1us,%.9f:100us", critical, 1 - critical);
            double aloneUs = setup.with(workers, "EX1").p99Us("central(1)/fifo", load);
            SimulationResult both = setup.with(workers, mix).run("central(1)/best-effort", offered);
            double busy = (double) both.counts().busyNsAtLastArrival() / both.counts().lastArrivalNs() / workers;
            rows.add(ExperimentRow.atMost("latency-critical p99 at load " + load, "us", 1.2 * aloneUs,
                    both.types().getFirst().sojournNs(99) / 1e3));
            rows.add(ExperimentRow.atLeast("best-effort share of the workers at load " + load, "", 0.85 * (1 - load),
                    busy - load));
        }
        return rows;
    }

    private static List<ExperimentRow> waste(ExperimentSetup setup) {
        ExperimentSetup queues = setup.with(4, "EX10").flows(4, 0).costs("wake=5us");
        SimulationResult spinning = queues.run("dedicating(4)/fifo", 0.2);
        SimulationResult compacted = queues.parking().run("compacting(50us, 4)/fifo", 0.2);
        SimulationResult busier = queues.parking().run("compacting(50us, 4)/fifo", 0.375);
        ExperimentSetup bursts = queues.arrivals("burst:0.175:10ms/40ms");
        double ownUs = bursts.p99Us("dedicating(4)/fifo", 0.2);
        SimulationResult absorbed = bursts.parking().run("compacting(50us, 4)/fifo", 0.2);
        return List.of(
                ExperimentRow.of("one spinning worker a queue, mean cores", "", 4, spinning.counts().meanCores()),
                ExperimentRow.atMost("compacting at 20 %, mean cores", "", 1.1, compacted.counts().meanCores()),
                ExperimentRow.atMost("compacting at 20 %, p99", "us", 100, compacted.all().sojournNs(99) / 1e3),
                ExperimentRow.atMost("compacting at 37.5 %, mean cores", "", 2, busier.counts().meanCores()),
                ExperimentRow.atMost("compacting at 37.5 %, p99", "us", 100, busier.all().sojournNs(99) / 1e3),
                ExperimentRow.atMost("bursts, p99 beyond that of a worker a queue", "us",
                        ABSORBED_WITHIN_US, absorbed.all().sojournNs(99) / 1e3 - ownUs),
                ExperimentRow.atMost("bursts, mean cores", "", 2,
                        absorbed.counts().meanCores()));
    }
}
