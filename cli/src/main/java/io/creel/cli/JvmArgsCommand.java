package io.creel.cli;

import io.creel.core.JvmArguments;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JVM arguments for programs that use Creel as a library. */
@Command(name = "jvm-args", description = "Print the JVM arguments that a program on Creel needs. Save them to FILE, then run java @FILE.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
final class JvmArgsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        JvmArguments.lines().forEach(out::println);
        out.flush();
        return 0;
    }
}
