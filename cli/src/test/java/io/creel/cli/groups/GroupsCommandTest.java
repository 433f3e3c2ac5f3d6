package io.creel.cli.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.cli.CpuWork;
import io.creel.cli.CreelCommand;
import io.creel.schedulers.os.CpuLimits;
import io.creel.schedulers.placement.Placement;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each experiment in a few cycles: it ends, accounts for every handle, and prints its table. No time is asserted. */
@Timeout(240)
class GroupsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return CreelCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    @ParameterizedTest
    @CsvSource({"scaling,--cycles,6,3", "warm-cores,--bursts,3,3", "compacting,--seconds,0.03,2"})
    void shouldRunEveryHandleOnceAndPrintATable(String experiment, String option, String value, int rows) {
        var cpus = CpuLimits.read().allowed();
        assumeTrue(experiment.equals("compacting") || cpus != null && cpus.numbers().length >= 2,
                "two CPUs are needed");
        assertEquals(0, run("groups", experiment, option, value), () -> out + "\n" + err);
        String said = out.toString();
        assertTrue(said.contains("Every handle ran exactly once."), said);
        assertTrue(said.contains("Beside it: load average "), said);
        assertEquals(rows + 2, said.lines().filter(line -> line.startsWith("|")).count(), said);
    }

    @Test
    void shouldCountAHandleThatIsNeverServedAsLost() {
        Placement nobody = Placement.builder("nobody", 1, System::nanoTime).capacity(1).build();
        TrialHandles handles = new TrialHandles(3, CpuWork.calibrate(1, System::nanoTime), 1, System::nanoTime);
        handles.place(nobody, 0, 0);
        handles.place(nobody, 0, 0);
        assertEquals(2, handles.made());
        assertEquals(1, handles.lost());
        assertEquals(1, handles.refused());
        assertEquals(0, handles.twice());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "groups scalling | creel groups: there is no experiment 'scalling'; did you mean 'scaling'?",
            "groups scaling --cycles 2 | creel groups: --cycles and --bursts must be from 3 to 1000000: 2, 300.",
            "groups compacting --seconds 0 | creel groups: --seconds must be above 0 and at most 3600: 0.0."})
    void shouldRefuseBadInput(String arguments, String sentence) {
        assertEquals(2, run(arguments.split(" ")));
        assertTrue(err.toString().startsWith(sentence), err::toString);
    }
}
