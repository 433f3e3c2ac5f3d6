package io.creel.cli.top;

import com.sun.tools.attach.VirtualMachineDescriptor;
import io.creel.cli.CreelVersion;
import io.creel.cli.attach.AttachRefusedException;
import io.creel.cli.attach.OtherJvm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the workers, classes, NICs and stashes of a running JVM, as {@code top} does for processes. */
@Command(name = "top", description = "Show the workers, classes, NICs and stashes of a running JVM, and swap policies.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class TopCommand implements Callable<Integer> {
    private static final double LEAST_INTERVAL_S = 0.1;
    private static final double MOST_INTERVAL_S = 3_600;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PID", arity = "0..1", description = "The process to show.")
    private String process;

    @Option(names = "--once", description = "Measure one interval, print it and end.")
    private boolean once;

    @Option(names = "--json", description = "Print one JSON object instead of text; with --once.")
    private boolean json;

    @Option(names = "--interval", paramLabel = "SECONDS", defaultValue = "1", description = "Between samples.")
    private double intervalS;

    /** Made by the command line. */
    public TopCommand() {
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (json && !once) {
            throw refused("--json prints one interval: give --once, too.");
        }
        if (!(intervalS >= LEAST_INTERVAL_S && intervalS <= MOST_INTERVAL_S)) {
            throw refused("--interval is a number of seconds from 0.1 to 3600.");
        }
        long intervalMs = Math.round(intervalS * 1_000);
        try (ViewSource source = new OtherSource(pid())) {
            if (once) {
                once(source, intervalMs);
            } else {
                show(source, intervalMs);
            }
            return 0;
        } catch (AttachRefusedException | TerminalRefusedException why) {
            throw refused(why.getMessage());
        }
    }

    private long pid() {
        if (process == null) {
            List<VirtualMachineDescriptor> found = OtherJvm.running();
            if (found.size() == 1) {
                return Long.parseLong(found.getFirst().id());
            }
            throw refused(found.isEmpty()
                    ? "no JVM on this machine runs Creel, or you may not inspect it."
                    : "several JVMs run Creel, give the PID of one: "
                            + found.stream().map(VirtualMachineDescriptor::id).collect(Collectors.joining(", ")) + ".");
        }
        if (!process.matches("[0-9]{1,18}")) {
            throw refused("'" + process + "' is not the number of a process; 'creel dump --list' lists those that run"
                    + " Creel.");
        }
        return Long.parseLong(process);
    }

    private void once(ViewSource source, long intervalMs) throws InterruptedException {
        Interval interval;
        try {
            ViewSample before = new ViewSample(source.view());
            Thread.sleep(intervalMs);
            interval = new Interval(before, new ViewSample(source.view()));
        } catch (IOException gone) {
            throw refused("process " + source.pid() + " has ended.");
        } catch (IllegalArgumentException unreadable) {
            throw refused("process " + source.pid() + " cannot be shown: " + unreadable.getMessage() + ".");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.print(TopJson.of(source.pid(), interval));
        } else {
            new TopScreen(TopScreen.MIN_COLUMNS, Integer.MAX_VALUE).lines(source.pid(), interval, "")
                    .forEach(line -> out.println(line.text().stripTrailing()));
        }
        out.flush();
    }

    private void show(ViewSource source, long intervalMs) throws IOException, TerminalRefusedException {
        String last;
        try (LinuxTerminal terminal = LinuxTerminal.open(); Sampler sampler = new Sampler(source, intervalMs)) {
            sampler.start();
            last = new TopLoop(terminal, sampler, Path.of(""), Top.hasColours()).run();
        }
        if (!last.isEmpty()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(last);
            err.flush();
        }
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
