package io.creel.cli.os;

import static io.creel.cli.os.SplitCommand.DOES;

import io.creel.cli.CreelVersion;
import io.creel.schedulers.os.CpuLimits;
import io.creel.schedulers.os.CpuSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Checks the instruments that split latency by cause, on this machine. */
@Command(name = "split", description = DOES, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class SplitCommand implements Callable<Integer> {
    static final String DOES = "Check the instruments that split latency by cause: disturb a thread in known ways and compare.";

    @Spec
    private CommandSpec spec;

    @Option(names = "--self-test", required = true, description = "Run the known disturbances; takes 10 s.")
    private boolean selfTest;

    @Option(names = "--cpu", paramLabel = "N", description = "The CPU to disturb (default: the last allowed one).")
    private Integer cpu;

    /** Made by the command line. */
    public SplitCommand() {
    }

    /** Returns 1 if a disturbance was not found to within 5 %. */
    @Override
    public Integer call() throws IOException, InterruptedException {
        CpuSet known = CpuLimits.read().allowed();
        int[] allowed = known == null ? new int[0] : known.numbers();
        if (cpu != null && Arrays.binarySearch(allowed, cpu) < 0) {
            throw new ParameterException(spec.commandLine(),
                    "--cpu must be a CPU that this process may use: " + cpu + ".");
        }
        int chosen = cpu != null ? cpu : allowed.length == 0 ? 0 : allowed[allowed.length - 1];
        List<SplitCheck> checks = new SplitSelfTest(chosen).run();
        PrintWriter out = spec.commandLine().getOut();
        out.println("| disturbance | instrument | found as | expected ms | found ms | error |");
        out.println("|---|---|---|---|---|---|");
        checks.forEach(each -> out.println(row(each)));
        boolean holds = checks.stream().allMatch(each -> each.isFound() || each.refusal() != null);
        out.println();
        out.println(holds
                ? "every disturbance was found to within 5 %, except where refused"
                : "a disturbance was not found to within 5 %: do not trust a split on this machine");
        out.flush();
        return holds ? 0 : 1;
    }

    private static String row(SplitCheck check) {
        return check.refusal() != null
                ? "| " + check.disturbance() + " | " + check.source() + " | refused: " + check.refusal() + " | | | |"
                : String.format(Locale.ROOT, "| %s | %s | %s | %.1f | %.1f | %+.1f %% |", check.disturbance(),
                        check.source(), check.foundAs(), check.expectedMs(), check.foundMs(), 100 * check.error());
    }
}
