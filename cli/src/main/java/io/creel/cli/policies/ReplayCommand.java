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

/** Decisions of real workers, asked again. */
@Command(name = "replay", description = "Ask policies again what 'creel policies --record' has written down: do they decide the same? Exit code 1 where one does not.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "What was recorded.")
    private Path file;

    @Option(names = "--policy", paramLabel = "WHERE", description = "Ask this one in place of the where that decided, and no when or scaling. An unknown one is answered with those there are.")
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
                + (log.missed() == 0 ? "" : ", and " + Text.count(log.missed()) + " that were not recorded"));
        out.println(difference.map(found -> "  differs, " + found).orElse("  the same, all of them"));
        out.flush();
        return difference.isEmpty();
    }
}
