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

/** Runs a policy under every order of events of a small program, or under many random ones. */
@Command(name = "explore", description = "Run a small program over a policy in many orders of events, and check that no handle is lost, doubled or starved.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ExploreCommand implements Callable<Integer> {
    private static final long MAX_SHORTENING_RUNS = 100_000;

    @Spec
    private CommandSpec spec;

    @Option(names = "--policy", paramLabel = "WHERE/WHEN/SCALING", defaultValue = "central/fifo", description = "The policy to explore (default: ${DEFAULT-VALUE}). "
            + PolicyOptions.FORM)
    private String policy;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "2", description = "Number of cores (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--slices", paramLabel = "N", split = ",", defaultValue = "3,1,2,1", description = "Slices of each request (default: ${DEFAULT-VALUE}).")
    private int[] slices;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "2", description = "Most handles that a core takes at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(names = "--passed", paramLabel = "N", defaultValue = "8", description = "A request counts as starved if more than N requests that began to wait later have overtaken it (default: ${DEFAULT-VALUE}).")
    private int mostPassed;

    @Option(names = "--swap", paramLabel = "WHERE/WHEN/SCALING", description = "Swap the policy for this one, at any moment.")
    private String swap;

    @Option(names = "--timers", paramLabel = "N", defaultValue = "0", description = "Most ticks of the policies' timer, which moves work and scales. The number of cores must not go up and down more than once meanwhile (default: ${DEFAULT-VALUE}).")
    private int timers;

    @Option(names = "--interferences", paramLabel = "N", description = "Try every run with at most N interferences, instead of random runs.")
    private Integer interferences;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "100000", description = "Most runs to try (default: ${DEFAULT-VALUE}).")
    private long runs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the first random run; later runs use the next seeds (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--replay", paramLabel = "TRACE", description = "Repeat one run by the trace that a failure has printed.")
    private String replay;

    @Option(names = "--minimise", description = "Shorten the trace of a failure as far as possible.")
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
            out.println("this run has no failure");
        }
        out.flush();
        return failure == null ? 0 : 1;
    }

    /** Returns the shell command that repeats one run of this program by its trace. */
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
                + (found.complete() ? ", which are all with at most " + interferences + " interferences" : "")
                + (found.failure() == null ? ", no failure" : ", the last one failed"));
        return found.failure();
    }
}
