package io.creel.cli.sim;

import io.creel.cli.CreelVersion;
import io.creel.cli.OutputFile;
import io.creel.cli.policies.PolicyOptions;
import io.creel.cli.report.Text;
import io.creel.sim.BrokenInvariantException;
import io.creel.sim.Costs;
import io.creel.sim.Curve;
import io.creel.sim.FaultPlan;
import io.creel.sim.Metric;
import io.creel.sim.SimulatedPolicy;
import io.creel.sim.SimulatedPolicy;
import io.creel.sim.Simulation;
import io.creel.sim.SimulationSettings;
import io.creel.sim.Target;
import io.creel.sim.load.ArrivalPlan;
import io.creel.sim.load.Flows;
import io.creel.sim.load.LoadRange;
import io.creel.sim.load.ServiceMix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the options, runs {@link Simulation} and prints curves. */
@Command(name = "sim", description = "Simulate the production policies on any number of workers, and print tail latency by load.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class SimCommand implements Callable<Integer> {
    private static final int WARM_UP_SHARE = 10;
    private static final int MAX_SEEDS = 1_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "WHERE/WHEN/SCALING", defaultValue = "central/fifo", description = "Policies, separated by commas; may be repeated (default: ${DEFAULT-VALUE}). "
            + PolicyOptions.FORM)
    private List<String> policies;

    @Option(names = "--workload", paramLabel = "MIX", defaultValue = "EX1", description = "Service times, such as 0.995:0.5us,0.005:500us or exp:10us or fixed:5us, or one of HB, XB, GH, EX1, EX10, FX1, TPCC, B9 (default: ${DEFAULT-VALUE}).")
    private String workload;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "16", description = "Number of simulated cores (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--load", paramLabel = "A..B/STEP", defaultValue = "0.1..0.95/0.05", description = "Offered work divided by the capacity of all workers: one load, a list or a range (default: ${DEFAULT-VALUE}).")
    private String loads;

    @Option(names = "--target", paramLabel = "METRIC<=VALUE", description = "A target that a load must meet, such as p99.9slowdown<=50 or p99<=100us; may be repeated.")
    private List<String> targets = List.of();

    @Option(names = "--cost", paramLabel = "COSTS", defaultValue = "none", description = "Costs of scheduling, such as preempt=1us,wake=5us,switch=.1us,steal=.2us,dispatch=.1us,pop=.1us+.02us/item,checkpoint=40ns/.5us,begin=1us (default: ${DEFAULT-VALUE}).")
    private String costs;

    @Option(names = "--arrivals", paramLabel = "TEXT", defaultValue = "poisson", description = "Arrivals: poisson, fixed, onoff:TIME/TIME, shift:LOAD/TIME,LOAD/TIME,..., burst:LOAD:TIME/TIME (flow 0 sends more at times) or trace:CAPTURE (default: ${DEFAULT-VALUE}).")
    private String arrivals;

    @Option(names = "--flows", paramLabel = "N", defaultValue = "1024", description = "Number of flows, for policies that keep a flow on one worker (default: ${DEFAULT-VALUE}).")
    private int flows;

    @Option(names = "--skew", paramLabel = "X", defaultValue = "0", description = "Skew of the flows: the k-th sends 1/k^X as much as the first (default: ${DEFAULT-VALUE}).")
    private double skew;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Most handles that a worker takes at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--park", description = "Workers without work sleep at once until woken, which costs wake=TIME of --cost; otherwise they spin. In 'creel policies' this is --idle.")
    private boolean parks;

    @Option(names = "--fault", paramLabel = "PLAN", defaultValue = "none", description = "Faults to inject, such as slow:3@1ms+2ms*4,stall:3@1ms+2ms,death:3@1ms,jump:@1ms+5ms,full:@1ms+2ms,swap:jbsq(2)/fifo@1ms,lostwake:100; with faults, invariants are checked after every step (default: ${DEFAULT-VALUE}).")
    private String faults;

    @Option(names = "--requests", paramLabel = "N", defaultValue = "1000000", description = "Requests measured at each load, after a warm-up of a tenth as many. The 99.9th percentile needs a million (default: ${DEFAULT-VALUE}).")
    private long requests;

    @Option(names = "--queue", paramLabel = "N", defaultValue = "4096", description = "Most handles in a queue's ring before a worker admits them; more are dropped (default: ${DEFAULT-VALUE}).")
    private int queueCapacity;

    @Option(names = "--in-flight", paramLabel = "N", defaultValue = "262144", description = "Most requests in the system at once; more are dropped (default: ${DEFAULT-VALUE}).")
    private int maxInFlight;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of all random numbers; the same seed prints the same bytes (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "Number of seeds to run, from --seed on; prints the mean of each cell and half of its 95 %% interval (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all results to this file as JSON.")
    private Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the curves to this file as one HTML page.")
    private Path html;

    @Option(names = "--list", description = PolicyOptions.LIST)
    private boolean list;

    /** Made by the command line. */
    public SimCommand() {
    }

    @Override
    public Integer call() throws IOException {
        if (list) {
            PolicyOptions.list(spec.commandLine().getOut());
            return 0;
        }
        OutputFile.check(spec, "--json", json);
        OutputFile.check(spec, "--html", html);
        SimulationSettings settings;
        List<Target> bounds;
        List<SimulatedPolicy> chosen;
        LoadRange range;
        FaultPlan plan;
        try {
            plan = FaultPlan.parse(faults, workers);
            settings = settings();
            bounds = targets.stream().map(text -> Target.parse(text, settings.mix())).toList();
            chosen = PolicyOptions.split(policies).stream()
                    .map(policy -> SimulatedPolicy.parse(policy).requireFits(settings.mix())).toList();
            plan.requireFits(settings.mix());
            range = settings.arrivals().saysLoad() ? settings.ownLoad() : LoadRange.parse(loads);
        } catch (IllegalArgumentException unreadable) {
            throw PolicyOptions.explain(spec, unreadable);
        }
        if (seeds < 1 || seeds > MAX_SEEDS) {
            throw new ParameterException(spec.commandLine(), "--seeds must be from 1 to " + MAX_SEEDS + ": " + seeds);
        }
        Metric shown = bounds.isEmpty() ? Metric.parse("p99", settings.mix()) : bounds.getFirst().metric();
        try {
            write(new SimReport(settings, bounds, shown, runs(settings, range, chosen, plan)));
            return 0;
        } catch (BrokenInvariantException broken) {
            spec.commandLine().getErr().println(spec.qualifiedName() + ": " + broken.getMessage());
            spec.commandLine().getErr().flush();
            return 1;
        }
    }

    private SimulationSettings settings() throws IOException {
        ServiceMix mix = ServiceMix.parse(workload);
        ArrivalPlan plan = arrivals.startsWith("trace:")
                ? CaptureTimes.plan(Path.of(arrivals.substring("trace:".length())), spec)
                : ArrivalPlan.parse(arrivals);
        return new SimulationSettings(workers, mix, plan, new Flows(flows, skew), Costs.parse(costs), parks, batch,
                queueCapacity, requests, requests / WARM_UP_SHARE, maxInFlight, seed);
    }

    private List<List<Curve>> runs(SimulationSettings settings, LoadRange range, List<SimulatedPolicy> chosen,
            FaultPlan plan) {
        SimProgress progress = new SimProgress(spec.commandLine().getErr(), Ansi.AUTO.enabled(),
                range.loads().size() * chosen.size() * seeds);
        List<List<Curve>> runs = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            SimulationSettings seeded = settings.withSeed(seed + i);
            List<Curve> curves = new ArrayList<>();
            for (SimulatedPolicy policy : chosen) {
                curves.add(Curve.scan(policy.name(), range, load -> Simulation.run(seeded, load, policy, plan),
                        done -> progress.step(policy.name())));
            }
            runs.add(curves);
        }
        progress.end(runs.stream().flatMap(List::stream).flatMap(curve -> curve.results().stream())
                .mapToLong(result -> result.counts().arrived()).sum());
        return runs;
    }

    private void write(SimReport report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        Text text = new Text(Ansi.AUTO.enabled(), Charset.forName(System.getProperty("stdout.encoding", "UTF-8")));
        new SimTable(report, text).print(out);
        if (json != null) {
            Files.writeString(json, SimJson.of(report));
        }
        if (html != null) {
            Files.writeString(html, SimPage.of(report));
        }
    }
}
