package io.creel.cli.sim;

import io.creel.cli.CreelVersion;
import io.creel.cli.policies.PolicyOptions;
import io.creel.sim.Explorations;
import io.creel.sim.SimulatedPolicy;
import io.creel.sim.explore.ChoiceTrace;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import io.creel.sim.explore.Failure;
import io.creel.sim.explore.Program;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A policy under every order of events of a small program, or many random ones. */
@Command(name = "explore", description = "Run a small program over a policy in many orders of events, and check that no handle is lost, doubled or starved.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ExploreCommand implements Callable<Integer> {
    private static final long MAX_SHORTENING_RUNS = 100_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "WHERE/WHEN/SCALING", defaultValue = "central/fifo", description = "What is explored (default: ${DEFAULT-VALUE}). "
            + PolicyOptions.FORM)
    private String policy;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "Cores (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--slices", paramLabel = "N,N,...", split = ",", defaultValue = "3,1,2,1", description = "How many slices each request runs (default: ${DEFAULT-VALUE}).")
    private int[] slices;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "2", description = "Handles a core takes at most at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--passed", paramLabel = "N", defaultValue = "8", description = "A request is starved that more than so many have passed which began to wait later (default: ${DEFAULT-VALUE}).")
    private int mostPassed;

    @Option(names = "--swap", paramLabel = "WHERE/WHEN/SCALING", description = "What takes the place of the policy at some time.")
    private String swap;

    @Option(names = "--timers", paramLabel = "N", defaultValue = "0", description = "So often may the policies' timer go off, which moves work and scales; the cores must not go up and down more than once meanwhile (default: ${DEFAULT-VALUE}).")
    private int timers;

    @Option(names = "--interferences", paramLabel = "N", description = "Try every run with at most so many interferences, instead of random ones.")
    private Integer interferences;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "100000", description = "At most so many runs (default: ${DEFAULT-VALUE}).")
    private long runs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the first random run; the next ones have the next seeds (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--replay", paramLabel = "TRACE", description = "Run once, with the answers of a trace that a failure has printed.")
    private String replay;

    @Option(names = "--minimise", description = "Make the trace of a failure as short as it can be.")
    private boolean minimise;

    @Option(names = "--list", description = PolicyOptions.LIST)
    private boolean list;

    /** Made by the command line. */
    public ExploreCommand() {
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            PolicyOptions.list(out);
            return 0;
        }
        Program program;
        ChoiceTrace trace;
        try {
            program = Explorations.program(SimulatedPolicy.parse(policy), workers, slices, batch, mostPassed,
                    swap == null ? null : SimulatedPolicy.parse(swap), timers);
            trace = replay == null ? null : ChoiceTrace.parse(replay);
        } catch (IllegalArgumentException unreadable) {
            throw PolicyOptions.explain(spec, unreadable);
        }
        Failure failure = trace == null ? explore(program, out) : Explorer.replay(program, trace);
        if (failure != null) {
            Failure shown = minimise ? Explorer.minimise(program, failure, MAX_SHORTENING_RUNS) : failure;
            out.print(shown.report());
            out.println("  to see it again: " + again(shown.trace()));
        } else if (trace != null) {
            out.println("nothing is wrong in this run");
        }
        out.flush();
        return failure == null ? 0 : 1;
    }

    /** The command that runs this program once with these answers, for a shell. */
    private String again(ChoiceTrace trace) {
        String program = "creel explore --policy " + quoted(policy) + " --workers " + workers + " --slices "
                + Arrays.stream(slices).mapToObj(Integer::toString).collect(Collectors.joining(",")) + " --batch "
                + batch
                + " --passed " + mostPassed;
        return program + (swap == null ? "" : " --swap " + quoted(swap)) + (timers == 0 ? "" : " --timers " + timers)
                + " --replay " + trace;
    }

    private static String quoted(String word) {
        return word.matches("[\\w./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    private Failure explore(Program program, PrintWriter out) {
        ExploreProgress progress = new ExploreProgress(spec.commandLine().getErr(), Ansi.AUTO.enabled(), "explored",
                System::nanoTime);
        Exploration found = interferences == null
                ? Explorer.random(program, seed, runs, progress)
                : Explorer.exhaustive(program, interferences, runs, progress);
        progress.end();
        out.println(policy + " on " + workers + " workers, requests of " + Arrays.toString(slices) + " slices: "
                + found.runs() + " runs"
                + (found.complete() ? ", all there are with at most " + interferences + " interferences" : "")
                + (found.failure() == null ? ", nothing is wrong" : ", the last one is wrong"));
        return found.failure();
    }
}
