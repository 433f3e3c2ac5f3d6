package io.creel.cli.groups;

import static io.creel.cli.groups.GroupsCommand.DOES;

import io.creel.cli.CommandErrors;
import io.creel.cli.CreelVersion;
import io.creel.schedulers.os.CpuLimits;
import io.creel.schedulers.os.CpuSet;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures groups that grow and shrink, on this machine. Each experiment prints a table of Markdown. */
@Command(name = "groups", description = DOES, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class GroupsCommand implements Callable<Integer> {
    static final String DOES = "Measure groups of workers that grow and shrink on this machine's cores.";
    private static final String WHAT = "scaling: bursts and pauses, 1 to 2 workers. warm-cores: a burst after 100 ms of"
            + " idling. compacting: four queues, one worker each or one for all (E11).";
    private static final String EACH = " of each way, over all rounds (default: ${DEFAULT-VALUE}).";
    private static final String CYCLES = "scaling: cycles" + EACH;
    private static final String BURSTS = "warm-cores: bursts" + EACH;
    private static final String SECONDS = "compacting: seconds of even load" + EACH;
    private static final List<String> KNOWN = List.of("scaling", "warm-cores", "compacting");
    private static final int ROUNDS = 3;
    private static final int MOST_CYCLES = 1_000_000;
    private static final double LONGEST_SECONDS = 3_600;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "EXPERIMENT", description = WHAT)
    private String experiment;

    @Option(names = "--cycles", paramLabel = "N", defaultValue = "10000", description = CYCLES)
    private int cycles;

    @Option(names = "--bursts", paramLabel = "N", defaultValue = "300", description = BURSTS)
    private int bursts;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "30", description = SECONDS)
    private double seconds;

    private final LongSupplier nanoClock = System::nanoTime;

    /** Made by the command line. */
    public GroupsCommand() {
    }

    /** Returns 1 if a handle was lost or ran twice. */
    @Override
    public Integer call() throws InterruptedException {
        if (!KNOWN.contains(experiment)) {
            throw refused(CommandErrors.explainUnknown("experiment", experiment, KNOWN));
        }
        if (cycles < ROUNDS || cycles > MOST_CYCLES || bursts < ROUNDS || bursts > MOST_CYCLES) {
            throw refused("--cycles and --bursts must be from " + ROUNDS + " to " + MOST_CYCLES + ": " + cycles + ", "
                    + bursts + ".");
        }
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw refused("--seconds must be above 0 and at most 3600: " + seconds + ".");
        }
        var beside = new Beside(nanoClock);
        boolean exact = switch (experiment) {
            case "scaling" -> scaling();
            case "warm-cores" -> warmCores();
            default -> compacting();
        };
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println(beside.sentence() + " Rounds, one way after the other: " + ROUNDS + ".");
        out.println(exact ? "Every handle ran exactly once." : "HANDLES WERE LOST OR RAN TWICE.");
        out.flush();
        return exact ? 0 : 1;
    }

    private CpuSet twoCpus() {
        CpuSet allowed = CpuLimits.read().allowed();
        if (allowed == null || allowed.numbers().length < 2) {
            throw refused("two CPUs are needed, and Linux: " + allowed + ".");
        }
        return CpuSet.of(allowed.numbers()[0], allowed.numbers()[1]);
    }

    private boolean scaling() throws InterruptedException {
        CpuSet cpus = twoCpus();
        List<ScalingTrial> trials = new ArrayList<>();
        for (ScalingTrial.ScalingArm arm : ScalingTrial.ScalingArm.values()) {
            trials.add(new ScalingTrial(arm, cpus, nanoClock));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (ScalingTrial trial : trials) {
                trial.round(share(cycles, round));
            }
        }
        print(ScalingTrial.HEAD, trials.stream().map(ScalingTrial::row).toList());
        return trials.stream().allMatch(ScalingTrial::isExact);
    }

    private boolean warmCores() throws InterruptedException {
        CpuSet cpus = twoCpus();
        List<WarmTrial> trials = new ArrayList<>();
        for (WarmTrial.WarmArm arm : WarmTrial.WarmArm.values()) {
            trials.add(new WarmTrial(arm, cpus, nanoClock));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (WarmTrial trial : trials) {
                trial.round(share(bursts, round));
            }
        }
        double loadedNs = trials.getFirst().p99Ns();
        print(WarmTrial.HEAD, trials.stream().map(each -> each.row(loadedNs)).toList());
        return trials.stream().allMatch(WarmTrial::isExact);
    }

    private boolean compacting() throws InterruptedException {
        List<CompactingTrial> trials = new ArrayList<>();
        for (CompactingTrial.CompactingArm arm : CompactingTrial.CompactingArm.values()) {
            trials.add(new CompactingTrial(arm, nanoClock));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (CompactingTrial trial : trials) {
                trial.round((long) (seconds / ROUNDS * 1e9), round + 1);
            }
        }
        double dedicatedNs = trials.getFirst().aboveNs();
        print(CompactingTrial.HEAD, trials.stream().map(each -> each.row(dedicatedNs)).toList());
        return trials.stream().allMatch(CompactingTrial::isExact);
    }

    private static int share(int all, int round) {
        return (all + round) / ROUNDS;
    }

    private void print(List<String> head, List<List<String>> rows) {
        spec.commandLine().getOut().print(MarkdownTable.of(head, rows));
        spec.commandLine().getOut().flush();
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
