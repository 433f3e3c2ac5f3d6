package io.creel.cli.policies;

import io.creel.cli.CreelVersion;
import io.creel.cli.report.Text;
import io.creel.sim.replay.DecisionLog;
import io.creel.sim.replay.DecisionLog.Difference;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks policies again the questions that real workers asked them. */
@Command(name = "replay", description = "Ask policies again the questions that 'creel policies --record' wrote, and compare their decisions. Exit code 1 if one differs.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file that --record wrote.")
    private Path file;

    @Option(names = "--policy", paramLabel = "WHERE", description = "Ask this where policy instead of the recorded one, and no when or scaling. An unknown name prints all names.")
    private String policy;

    /** Made by the command line. */
    public ReplayCommand() {
    }

    @Override
    public Integer call() {
        boolean same = true;
        try {
            for (DecisionLog log : DecisionLog.parseAll(Files.readString(file))) {
                if (policy == null || log.isOfWhere()) {
                    same &= isTheSame(log);
                }
            }
        } catch (IOException unreadable) {
            throw new ParameterException(spec.commandLine(), "cannot be read: " + file, unreadable);
        } catch (IllegalArgumentException unreadable) {
            throw PolicyOptions.explain(spec, unreadable);
        }
        return same ? 0 : 1;
    }

    private boolean isTheSame(DecisionLog log) {
        Optional<Difference> difference = policy == null ? log.replay() : log.replay(policy);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Text.count(log.decisions(), "decision") + " of " + log.decider()
                + (log.missed() == 0 ? "" : ", and " + Text.count(log.missed()) + " more that were not recorded"));
        out.println(difference.map(found -> "  differs, " + found).orElse("  all the same"));
        out.flush();
        return difference.isEmpty();
    }
}
