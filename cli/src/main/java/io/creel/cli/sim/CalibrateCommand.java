package io.creel.cli.sim;

import io.creel.cli.CreelVersion;
import io.creel.sim.Costs;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The costs of this machine, for the simulator. */
@Command(name = "calibrate", description = "Measure on this machine what a switch, a wake-up, a steal, a dispatch, a preemption, a take, a checkpoint and the beginning of what another core has made cost, in a few seconds, and print it as 'creel sim --cost' takes it.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
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
