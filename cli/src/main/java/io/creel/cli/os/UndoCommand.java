package io.creel.cli.os;

import static io.creel.cli.os.UndoCommand.DOES;

import io.creel.cli.CreelVersion;
import io.creel.schedulers.os.OsSettings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Undoes settings of the operating system that killed processes have left. */
@Command(name = "undo", description = DOES, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class UndoCommand implements Callable<Integer> {
    static final String DOES = "Undo settings of the operating system that killed programs have left.";
    @Spec
    private CommandSpec spec;

    /** Made by the command line. */
    public UndoCommand() {
    }

    /** Returns 1 if a step failed. */
    @Override
    public Integer call() {
        List<String> said = OsSettings.undoLeftovers();
        var out = spec.commandLine().getOut();
        out.println(said.isEmpty() ? "nothing was left" : String.join(System.lineSeparator(), said));
        out.flush();
        return said.stream().allMatch(each -> each.startsWith("undone: ")) ? 0 : 1;
    }
}
