package io.creel.cli;

import io.creel.schedulers.policy.SimilarNames;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns an error into a message on standard error and an exit code. */
public final class CommandErrors {
    private CommandErrors() {
    }

    /** Explains a wrong command line or bad input. */
    static int explainUsage(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        String sentence = exception instanceof UnmatchedArgumentException unmatched
                ? explainUnmatched(unmatched)
                : exception.getMessage();
        PrintWriter err = command.getErr();
        err.println(name + ": " + sentence);
        err.println("Try '" + name + " --help'.");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Explains an exception that the subcommand did not expect. */
    static int explain(Exception exception, CommandLine command, boolean stackTrace) {
        PrintWriter err = command.getErr();
        if (stackTrace) {
            exception.printStackTrace(err);
        } else {
            err.println(command.getCommandSpec().qualifiedName() + ": " + exception + " (more with --stacktrace)");
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String explainUnmatched(UnmatchedArgumentException exception) {
        CommandSpec spec = exception.getCommandLine().getCommandSpec();
        String unmatched = exception.getUnmatched().getFirst();
        if (unmatched.startsWith("-")) {
            return explainUnknown("option", unmatched,
                    spec.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName).toList());
        }
        return spec.subcommands().isEmpty()
                ? "'" + unmatched + "' is one argument too many."
                : explainUnknown("command", unmatched, spec.subcommands().keySet());
    }

    /** Returns the message for an unknown word: similar words and all known ones. */
    public static String explainUnknown(String kind, String word, Collection<String> known) {
        String hint = SimilarNames.find(word, known).stream().map(each -> "'" + each + "'")
                .collect(Collectors.joining(" or "));
        return "there is no " + kind + " '" + word + "'; " + (hint.isEmpty() ? "" : "did you mean " + hint + "? ")
                + known(known);
    }

    /** Returns the list of known names. */
    static String known(Collection<String> names) {
        return "known: " + names.stream().sorted().collect(Collectors.joining(", ")) + ".";
    }
}
