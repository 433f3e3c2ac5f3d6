package io.creel.cli.policies;

import io.creel.cli.CommandErrors;
import io.creel.cli.CreelVersion;
import io.creel.cli.CpuWork;
import io.creel.cli.OutputFile;
import io.creel.cli.policies.PolicyResult.As;
import io.creel.cli.policies.PolicyResult.Idle;
import io.creel.cli.report.Text;
import io.creel.schedulers.policy.PolicyChoice;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.sim.load.LoadRange;
import io.creel.sim.load.ServiceMix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves the same load under one policy after the other, on real workers. */
@Command(name = "policies", description = "Serve one load on real workers under each named policy, and print latency and slowdown by type. --list prints all policies.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class PoliciesCommand implements Callable<Integer> {
    private static final int MAX_WORKERS = 256;
    private static final double MAX_SECONDS = 3600;

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "WHERE/WHEN/SCALING", defaultValue = "central/fifo", description = "Policies, separated by commas; may be repeated (default: ${DEFAULT-VALUE}). "
            + PolicyOptions.FORM)
    private List<String> policies;

    @Option(names = "--workload", paramLabel = "MIX", defaultValue = "HB", description = "Service times, such as 0.995:0.5us,0.005:500us or exp:10us or fixed:5us, or one of HB, XB, GH, EX1, EX10, FX1, TPCC, B9 (default: ${DEFAULT-VALUE}).")
    private String workload;

    @Option(names = "--load", paramLabel = "A..B/STEP", defaultValue = "0.7", description = "Offered work divided by the capacity of all workers: one load, a list or a range (default: ${DEFAULT-VALUE}).")
    private String loads;

    @Option(names = "--as", paramLabel = "WHAT", defaultValue = "coroutines", description = "What requests run as: coroutines, threads (virtual threads), both (in turn), or a list of these (default: ${DEFAULT-VALUE}).", split = ",")
    private List<String> kinds;

    @Option(names = "--workers", paramLabel = "N", description = "Number of workers (default: all processors but one, which the sender uses).")
    private Integer workers;

    @Option(names = "--seconds", paramLabel = "X", defaultValue = "5", description = "Seconds to measure each load (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "X", defaultValue = "2", description = "Seconds of warm-up, which are not measured (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of arrivals and service times, the same for every policy (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--idle", paramLabel = "WHAT", defaultValue = "park", description = "What workers without work do: park (spin for 1,000 cycles, then sleep until woken, which adds to the latency) or spin (never sleep, as in 'creel sim' without --park) (default: ${DEFAULT-VALUE}).")
    private String idle;

    @Option(names = "--json", paramLabel = "FILE", description = "Write all results to this file as JSON.")
    private Path json;

    @Option(names = "--record", paramLabel = "FILE", description = "Record every decision of the policy (where, when, scaling) and what it was based on, for 'creel replay'. Slower: decisions are taken one at a time, and idle workers park at once.")
    private Path record;

    @Option(names = "--split", description = "Print what the time of the requests went to, by cause; needs one worker. See docs/operating-system.md.")
    private boolean split;

    @Option(names = "--list", description = PolicyOptions.LIST)
    private boolean list;

    /** Made by the command line. */
    public PoliciesCommand() {
    }

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            PolicyOptions.list(out);
            return 0;
        }
        OutputFile.check(spec, "--json", json);
        OutputFile.check(spec, "--record", record);
        List<PolicyChoice> chosen;
        ServiceMix mix;
        LoadRange range;
        try {
            mix = ServiceMix.parse(workload);
            int types = mix.types().size();
            chosen = PolicyOptions.split(policies).stream()
                    .map(policy -> PolicyChoice.parse(policy).requireFits(types)).toList();
            range = LoadRange.parse(loads);
        } catch (IllegalArgumentException unreadable) {
            throw PolicyOptions.explain(spec, unreadable);
        }
        int count = workers == null ? Math.max(1, Runtime.getRuntime().availableProcessors() - 1) : workers;
        require(count >= 1 && count <= MAX_WORKERS, "--workers must be from 1 to " + MAX_WORKERS + ": " + count);
        require(seconds > 0 && seconds <= MAX_SECONDS, "--seconds must be above 0 and at most 3600: " + seconds);
        require(warmUpSeconds >= 0 && warmUpSeconds <= MAX_SECONDS,
                "--warm-up must be from 0 to 3600: " + warmUpSeconds);
        require(idle.equals("park") || idle.equals("spin"), "--idle must be park or spin: " + idle);
        List<As> runsAs = kinds.stream().map(this::as).toList();
        require(record == null || chosen.size() * runsAs.size() * range.loads().size() == 1,
                "--record needs exactly one policy, one load and one --as: " + record);
        require(!split || count == 1, "--split needs --workers 1: " + count);
        require(!split || record == null, "--split and --record exclude each other");
        List<String> splits = new ArrayList<>();
        List<PolicyResult> results = measure(splits, chosen, runsAs, mix, range, count);
        Text text = new Text(Ansi.AUTO.enabled(), Charset.forName(System.getProperty("stdout.encoding", "UTF-8")));
        new PolicyTable(mix, count, results, text).print(out);
        splits.forEach(out::println);
        out.flush();
        if (json != null) {
            Files.writeString(json, PolicyTable.json(mix, count, seed, results));
        }
        return exitCode(results);
    }

    /** Returns 1 if a request did not end in time or a run is void; otherwise 0. */
    static int exitCode(List<PolicyResult> results) {
        return results.stream().allMatch(result -> result.unfinished() == 0 && !result.isVoid()) ? 0 : 1;
    }

    private List<PolicyResult> measure(List<String> splits, List<PolicyChoice> chosen, List<As> runsAs, ServiceMix mix,
            LoadRange range,
            int count) throws IOException {
        CpuWork cpuWork = CpuWork.calibrate(Service.PIECE_NS, System::nanoTime);
        List<PolicyResult> results = new ArrayList<>();
        int all = range.loads().size() * chosen.size() * runsAs.size();
        for (double load : range.loads()) {
            for (PolicyChoice policy : chosen) {
                for (As as : runsAs) {
                    progress(results.size() + 1 + " of " + all + ": " + policy.name() + " at load " + load);
                    PolicyRun run = new PolicyRun(policy, as, mix, count, cpuWork, seed,
                            idle.equals("spin") ? Idle.SPIN : Idle.PARK, record != null, split);
                    results.add(run.serve(load, ns(warmUpSeconds), ns(seconds)));
                    if (split) {
                        splits.add(policy.name() + " at load " + load + "\n\n" + run.split());
                    }
                    if (record != null) {
                        Files.writeString(record, run.decisions());
                    }
                }
            }
        }
        progress("");
        return results;
    }

    private As as(String word) {
        for (As as : As.values()) {
            if (as.name().toLowerCase(Locale.ROOT).equals(word.strip())) {
                String missing = as == As.COROUTINES ? null : VirtualThreads.missing();
                require(missing == null, missing);
                return as;
            }
        }
        throw new ParameterException(spec.commandLine(),
                CommandErrors.explainUnknown("kind of request", word, List.of("coroutines", "threads", "both")));
    }

    private void require(boolean holds, String sentence) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), sentence);
        }
    }

    private static long ns(double s) {
        return (long) (s * TimeUnit.SECONDS.toNanos(1));
    }

    private void progress(String what) {
        if (Ansi.AUTO.enabled()) {
            spec.commandLine().getErr().printf("\r%-78.78s%s", what, what.isEmpty() ? "\r" : "");
            spec.commandLine().getErr().flush();
        }
    }
}
