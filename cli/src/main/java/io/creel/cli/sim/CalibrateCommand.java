package io.creel.cli.sim;

import io.creel.cli.CreelVersion;
import io.creel.sim.Costs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Measures the costs of this machine for the simulator. */
@Command(name = "calibrate", description = "Measure this machine's cost of a switch, a wake-up, a steal, a dispatch, a preemption, a take, a checkpoint, and of beginning a request that another core has made. Takes a few seconds; prints a value for 'creel sim --cost'.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class CalibrateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public CalibrateCommand() {
    }

    @Override
    public Integer call() {
        Costs costs = Calibration.measure();
        spec.commandLine().getOut().println("--cost " + costs.text());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
