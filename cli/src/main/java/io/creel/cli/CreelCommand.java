package io.creel.cli;

import io.creel.cli.bridge.SocketBridgeCommand;
import io.creel.cli.colocation.ColocationCommand;
import io.creel.cli.demo.DemoCommand;
import io.creel.cli.dump.DumpCommand;
import io.creel.cli.groups.GroupsCommand;
import io.creel.cli.os.IdleCommand;
import io.creel.cli.os.SplitCommand;
import io.creel.cli.os.UndoCommand;
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
import io.creel.cli.tools.MessageLoadCommand;
import io.creel.cli.tools.ServeCommand;
import io.creel.cli.tools.SinkCommand;
import io.creel.cli.top.TopCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code creel} command. Each subcommand is a class, listed below.
 *
 * <p>
 * The exit code is that of the subcommand; 2 for a wrong command line or bad input, with a one-sentence message; 1 for
 * any other exception, with one line. A subcommand reports bad input by throwing {@link ParameterException} on its
 * {@link CommandSpec#commandLine()}, with the sentence as its message.
 */
@Command(name = "creel", description = "Run packets and other work as coroutines, under policies for where and when.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        HelpCommand.class, DemoCommand.class, DumpCommand.class, BridgeCommand.class, CaptureCommand.class,
        EchoCommand.class,
        GenerateCommand.class, MessageLoadCommand.class, ServeCommand.class, SinkCommand.class,
        SocketBridgeCommand.class, JvmArgsCommand.class,
        PoliciesCommand.class, ReplayCommand.class,
        CalibrateCommand.class, SimCommand.class,
        ColocationCommand.class, ExperimentsCommand.class, IdleCommand.class, SplitCommand.class, UndoCommand.class,
        GroupsCommand.class,
        ExploreCommand.class, TopCommand.class})
public final class CreelCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Print the stack trace of an unexpected exception.")
    private boolean stackTrace;

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** Returns the whole command, ready to execute. Tests set their own writers. */
    public static CommandLine commandLine() {
        CreelCommand creel = new CreelCommand();
        CommandLine commandLine = new CommandLine(creel);
        commandLine.setExpandAtFiles(false);
        commandLine.setParameterExceptionHandler(CommandErrors::explainUsage);
        commandLine.setExecutionExceptionHandler(
                (exception, command, result) -> CommandErrors.explain(exception, command, creel.stackTrace));
        return commandLine;
    }

    /** Refuses a command line without a subcommand. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(),
                "which command? " + CommandErrors.known(spec.subcommands().keySet()));
    }
}
