package io.creel.cli;

import io.creel.cli.demo.DemoCommand;
import io.creel.cli.dump.DumpCommand;
import io.creel.cli.policies.PoliciesCommand;
import io.creel.cli.policies.ReplayCommand;
import io.creel.cli.sim.CalibrateCommand;
import io.creel.cli.sim.ExperimentsCommand;
import io.creel.cli.sim.ExploreCommand;
import io.creel.cli.sim.SimCommand;
import io.creel.cli.tools.BridgeCommand;
import io.creel.cli.tools.CaptureCommand;
import io.creel.cli.tools.EchoCommand;
import io.creel.cli.tools.GenerateCommand;
import io.creel.cli.tools.SinkCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code creel} command. A subcommand is a class of its own, added to the list below.
 *
 * <p>
 * Exit codes: what the subcommand returns; 2 for a wrong command line or bad input, said in one sentence; 1 for any other
 * exception, said in one line. A subcommand reports bad input by throwing {@link ParameterException} on its own
 * {@link CommandSpec#commandLine()}, the sentence as message.
 */
@Command(name = "creel", description = "Packets through coroutines: who runs what, where and when.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        HelpCommand.class, DemoCommand.class, DumpCommand.class, BridgeCommand.class, CaptureCommand.class,
        EchoCommand.class,
        GenerateCommand.class, SinkCommand.class, JvmArgsCommand.class, PoliciesCommand.class, ReplayCommand.class,
        CalibrateCommand.class, SimCommand.class,
        ExperimentsCommand.class,
        ExploreCommand.class})
public final class CreelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of an unexpected exception.")
    private boolean stackTrace;

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The whole command, ready to execute; tests give it writers of their own. */
    public static CommandLine commandLine() {
        CreelCommand creel = new CreelCommand();
        CommandLine commandLine = new CommandLine(creel);
        commandLine.setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler(CommandErrors::explainUsage);
        commandLine.setExecutionExceptionHandler(
                (exception, command, result) -> CommandErrors.explain(exception, command, creel.stackTrace));
        return commandLine;
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "which command? " + CommandErrors.known(spec.subcommands().keySet()));
    }
}
