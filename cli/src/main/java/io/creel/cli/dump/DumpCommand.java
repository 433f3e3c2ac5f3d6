package io.creel.cli.dump;

import com.sun.tools.attach.VirtualMachineDescriptor;
import io.creel.cli.CreelVersion;
import io.creel.cli.attach.AttachRefusedException;
import io.creel.cli.attach.OtherJvm;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the coroutines of a running JVM, as {@code jstack} does for threads. */
@Command(name = "dump", description = "Print all coroutines of a running JVM, by stash and by stack.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class DumpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PID", arity = "0..1", description = "The process to inspect.")
    private String process;

    @Option(names = "--json", description = "Print one JSON object instead of text.")
    private boolean json;

    @Option(names = "--list", description = "List the JVMs on this machine that run Creel.")
    private boolean list;

    /** Made by the command line. */
    public DumpCommand() {
    }

    @Override
    public Integer call() {
        if (list ? process != null || json : process == null) {
            throw refused("give the PID of a JVM, with or without --json, or --list.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            list(out);
        } else {
            out.print(dump());
            out.print(json ? System.lineSeparator() : "");
        }
        out.flush();
        return 0;
    }

    private String dump() {
        if (!process.matches("[0-9]{1,18}")) {
            throw refused("'" + process + "' is not the number of a process; --list lists those that run Creel.");
        }
        try (OtherJvm jvm = OtherJvm.attach(Long.parseLong(process))) {
            return jvm.dump(json);
        } catch (AttachRefusedException why) {
            throw refused(why.getMessage());
        }
    }

    private void list(PrintWriter out) {
        List<VirtualMachineDescriptor> found = OtherJvm.running();
        for (VirtualMachineDescriptor each : found) {
            out.println(each.id() + " " + each.displayName().replaceAll("\\p{Cntrl}", "?"));
        }
        if (found.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("No JVM on this machine runs Creel, or you may not inspect it.");
            err.flush();
        }
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
