package io.creel.cli.colocation;

import static io.creel.cli.colocation.ColocationCommand.DOES;

import io.creel.cli.CpuWork;
import io.creel.cli.CreelVersion;
import io.creel.schedulers.Worker;
import io.creel.schedulers.os.CpuLimits;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.vthreads.VirtualThreads;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Experiment E12. Each line of its table runs in each round, for a few seconds, on a link of its own.
 *
 * <p>
 * The exit code is 1 if a packet is not accounted for, or if a line has failed.
 */
@Command(name = "colocation", description = DOES, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ColocationCommand implements Callable<Integer> {
    static final String DOES = "Measure packet echo beside CPU-bound work on one core (E12).";
    private static final String PARTS_TEXT = "Parts or lines to run: a kernel threads, b virtual threads,"
            + " c nice, SCHED_FIFO and SCHED_DEADLINE, d classes, e MicroQuanta, f beside a process (default: all).";
    private static final String LINK_TEXT = "afxdp: AF_XDP on a veth pair of the command's own, needs root;"
            + " memory: a switch in memory (default: afxdp if it is allowed).";
    private static final String ROUNDS_TEXT = "How often each line is run, in turns (default: ${DEFAULT-VALUE}).";
    private static final String SECONDS_TEXT = "How long each run is measured (default: ${DEFAULT-VALUE}).";
    private static final String RATE_TEXT = "Packets per second (default: ${DEFAULT-VALUE}).";
    private static final String WARM_TEXT = "The most sweeps over all lines to warm up (default: ${DEFAULT-VALUE}).";
    private static final LongSupplier CLOCK = System::nanoTime;
    private static final long PIECE_NS = 1_000;
    private static final long LEAD_NS = 200_000_000;
    private static final long WARM_NS = 300_000_000;
    /** The warm-up ends after a sweep over all lines in which the JVM has compiled for less than this share. */
    private static final double WARM_SHARE = 0.01;
    private static final double MOST_SECONDS = 600;

    @Spec
    private CommandSpec spec;

    @Option(names = "--parts", paramLabel = "ID", split = ",", description = PARTS_TEXT)
    private List<String> parts = List.of("a", "b", "c", "d", "e", "f");

    @Option(names = "--rounds", paramLabel = "N", defaultValue = "3", description = ROUNDS_TEXT)
    private int rounds;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "4", description = SECONDS_TEXT)
    private double seconds;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "20000", description = RATE_TEXT)
    private double rate;

    @Option(names = "--warm-ups", paramLabel = "N", defaultValue = "6", description = WARM_TEXT)
    private int warmUps;

    @Option(names = "--link", paramLabel = "KIND", description = LINK_TEXT)
    private String kind;

    /** Made by the command line. */
    public ColocationCommand() {
    }

    @Override
    public Integer call() throws Exception {
        List<ColocationLine> lines = lines();
        if (rounds < 1 || !(seconds > 0 && seconds <= MOST_SECONDS) || !(rate >= 1 && rate <= 1e6)) {
            throw refused(
                    "--rounds must be at least 1, --seconds above 0 and at most 600, --rate from 1 to 1000000: rounds="
                            + rounds + ", seconds=" + seconds + ", rate=" + rate + ".");
        }
        int[] cpus = cpus();
        VirtualThreadPair.oneCarrier();
        var task = new FutureTask<>(() -> run(lines, cpus[0], cpus[cpus.length - 1]));
        Thread.ofPlatform().name("generator").start(task);
        try {
            return task.get();
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof Exception cause ? cause : failure;
        }
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private List<ColocationLine> lines() {
        for (String part : parts) {
            if (ColocationLine.ALL.stream().noneMatch(each -> each.id().startsWith(part) && !part.isEmpty())) {
                throw refused("no such part or line: " + part + "; known: "
                        + String.join(", ", ColocationLine.ALL.stream().map(ColocationLine::id).toList()) + ".");
            }
        }
        return ColocationLine.ALL.stream().filter(line -> parts.stream().anyMatch(line.id()::startsWith)).toList();
    }

    private int[] cpus() {
        CpuSet allowed = CpuLimits.read().allowed();
        int[] cpus = allowed == null
                ? IntStream.range(0, Runtime.getRuntime().availableProcessors()).toArray()
                : allowed.numbers();
        if (cpus.length < 2) {
            throw refused(
                    "two CPUs are needed, one for the generator and one for the echo: allowed=" + cpus.length + ".");
        }
        return cpus;
    }

    private ColocationLink open() throws IOException {
        return "memory".equals(kind) ? new SwitchLink() : new VethLink();
    }

    /** Chooses the link, and returns why it is not the one of the experiment; {@code null} if it is. */
    private String chooseLink() {
        if (kind != null && !kind.equals("afxdp") && !kind.equals("memory")) {
            throw refused("--link must be afxdp or memory: " + kind + ".");
        }
        if ("memory".equals(kind)) {
            return "it was asked for";
        }
        try {
            new VethLink().close();
            return null;
        } catch (IOException refusal) {
            if (kind != null) {
                throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
            }
            kind = "memory";
            return refusal.getMessage();
        }
    }

    private int run(List<ColocationLine> asked, int generatorCpu, int core) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        String whyMemory = chooseLink();
        List<String> missing = new ArrayList<>();
        List<ColocationLine> lines = new ArrayList<>(asked);
        boolean root = "root".equals(System.getProperty("user.name"));
        lines.removeIf(
                line -> !root && line.needsRoot() && missing.add(line.id() + ": " + line.text() + ", needs root"));
        lines.removeIf(line -> line.server() == ServerKind.CREEL_THREADS && VirtualThreads.missing() != null
                && missing.add(line.id() + ": " + VirtualThreads.missing()));
        try (OsSettings own = OsSettings.builder().cpus(CpuSet.of(generatorCpu)).apply();
                OsSettings _ = OsSettings.builder().cpus(CpuSet.of(core)).keepJvmThreadsOff().apply()) {
            own.begin(new Worker("generator", _ -> 0, CLOCK)); // the threads that it starts begin on its CPU, too
            var trial = new ColocationTrial(this::open, CpuWork.calibrate(PIECE_NS, CLOCK), core, generatorCpu, rate,
                    CLOCK);
            String before = Surroundings.loadAverage();
            List<String> failures = new ArrayList<>();
            String warm = warm(trial, lines, failures);
            Map<ColocationLine, List<ColocationResult>> results = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (ColocationLine line : lines) {
                    measure(trial, line, round, results, failures);
                }
            }
            header(out, whyMemory, generatorCpu, core, warm, before);
            print(out, results, missing, failures);
            return failures.isEmpty() ? 0 : 1;
        }
    }

    private void measure(ColocationTrial trial, ColocationLine line, int round,
            Map<ColocationLine, List<ColocationResult>> results,
            List<String> failures) {
        progress(line.id() + ", round " + (round + 1) + " of " + rounds);
        try {
            ColocationResult result = trial.run(line, LEAD_NS, (long) (seconds * 1e9), 1 + round);
            results.computeIfAbsent(line, _ -> new ArrayList<>()).add(result);
            if (!result.account().isExact()) {
                failures.add(line.id() + ": packets are not accounted for: " + result.account());
            }
        } catch (Exception failure) {
            failures.add(line.id() + ": " + failure);
        }
    }

    /** Runs all lines until the JVM has nothing to compile any more. Returns how that was seen. */
    private String warm(ColocationTrial trial, List<ColocationLine> lines, List<String> failures) {
        for (int sweep = 1; sweep <= warmUps; sweep++) {
            long fromMs = Surroundings.compiledMsSoFar();
            long fromNs = CLOCK.getAsLong();
            for (ColocationLine line : lines) {
                progress("warm-up " + sweep + ", " + line.id());
                try {
                    trial.run(line, 0, WARM_NS, sweep);
                } catch (Exception failure) {
                    failures.add(line.id() + ", warming up: " + failure);
                }
            }
            double share = (Surroundings.compiledMsSoFar() - fromMs) * 1e6 / (CLOCK.getAsLong() - fromNs);
            if (share < WARM_SHARE || !failures.isEmpty()) {
                return text("%d sweeps over all lines; in the last one the JVM has compiled for %.2f %% of the time",
                        sweep,
                        100 * share);
            }
        }
        return warmUps + " sweeps over all lines, the most; the JVM still compiles";
    }

    private void header(PrintWriter out, String whyMemory, int generatorCpu, int core, String warm, String before)
            throws IOException {
        try (ColocationLink link = open()) {
            out.printf("E12: packet echo beside CPU-bound work on CPU %d, generator on CPU %d%n%n", core, generatorCpu);
            out.println("- Link: " + link.text() + (whyMemory == null ? "." : ", because: " + whyMemory + "."));
        }
        out.println(text(
                "- Load: %,.0f packets/s, Poisson, open loop; latency from the due time; %d rounds of %.1f s.",
                rate, rounds, seconds));
        try (ForeignTime tried = new ForeignTime(core, generatorCpu)) {
            out.println("- Adjusted: " + (tried.refusal() == null
                    ? "without the time in which foreign threads had one of the two cores, by the kernel's records of"
                            + " context switches."
                    : "not known, " + tried.refusal() + "."));
        }
        out.println("- Warm-up: " + warm + ".");
        out.println("- Load average before: " + before + "; after: " + Surroundings.loadAverage() + ".");
        out.println("- Java " + Runtime.version() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ".");
        out.println();
    }

    private void print(PrintWriter out, Map<ColocationLine, List<ColocationResult>> results, List<String> missing,
            List<String> failures) {
        var report = new ColocationReport(results.values().stream().map(LineFigures::new).toList());
        for (String table : List.of(report.latencies(), report.surroundings(), report.losses(), report.targets())) {
            if (!table.isEmpty()) {
                out.println(table);
            }
        }
        List<String> refusals = results.values().stream().flatMap(List::stream).map(ColocationResult::refusals)
                .flatMap(List::stream).distinct().toList();
        list(out, "Not in force:", refusals);
        list(out, "Missing:", missing);
        list(out, "Failed:", failures);
        out.flush();
    }

    private static void list(PrintWriter out, String title, List<String> sentences) {
        if (!sentences.isEmpty()) {
            out.println(title);
            out.println();
            sentences.forEach(each -> out.println("- " + each));
            out.println();
        }
    }

    private void progress(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("creel colocation: " + what);
        err.flush();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
