package io.creel.cli.os;

import static io.creel.cli.os.IdleCommand.DOES;

import io.creel.cli.CreelVersion;
import io.creel.cli.OutputFile;
import io.creel.cli.report.JsonWriter;
import io.creel.cli.report.TextTable;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.SpinThenPoll;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, per idle strategy, what a worker without work costs and how soon a wake-up reaches it. */
@Command(name = "idle", description = DOES, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class)
public final class IdleCommand implements Callable<Integer> {
    static final String DOES = "Measure what an idle worker costs and how long a wake-up takes.";
    private static final String NIC_TEXT = "A NIC that the worker polls, such as afxdp:eth1 or tap:t0 (default: none).";
    private static final String SECONDS_TEXT = "For how long to watch the CPU clock (default: ${DEFAULT-VALUE}).";
    private static final String SAMPLES_TEXT = "Number of wake-ups (default: ${DEFAULT-VALUE}).";
    private static final double LONGEST_SECONDS = 3_600;

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NIC", description = NIC_TEXT)
    private String word;

    @Option(names = "--seconds", paramLabel = "S", defaultValue = "1", description = SECONDS_TEXT)
    private double seconds;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "1000", description = SAMPLES_TEXT)
    private int samples;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
    private Path json;

    /** Made by the command line. */
    public IdleCommand() {
    }

    /** The strategies by the names that are printed; the first is the default. */
    private static Map<String, Supplier<IdleStrategy>> strategies() {
        Map<String, Supplier<IdleStrategy>> all = new LinkedHashMap<>();
        all.put("poll (the default)", SpinThenPoll::new);
        all.put("poll until woken", () -> new SpinThenPoll(0, SpinThenPark.UNTIL_WOKEN));
        all.put("park 100 us", SpinThenPark::new);
        all.put("park until woken", () -> new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN));
        return all;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(seconds > 0 && seconds <= LONGEST_SECONDS)) {
            throw refused("--seconds must be above 0 and at most 3600: " + seconds + ".");
        }
        if (samples < 1) {
            throw refused("--samples must be at least 1: " + samples + ".");
        }
        OutputFile.check(spec, "--json", json);
        PrintWriter out = spec.commandLine().getOut();
        TextTable table = new TextTable().left(0, 20).right(2, 14).right(2, 12).right(2, 12);
        out.println(table.row("idle strategy", "CPU of a core", "wake p50", "wake p99"));
        List<IdleFigures> all = new ArrayList<>();
        for (var each : strategies().entrySet()) {
            IdleFigures figures = measure(each.getKey(), each.getValue());
            all.add(figures);
            out.println(table.row(figures.strategy(), text("%.2f %%", 100 * figures.cpuShare()),
                    text("%.1f us", figures.wakeP50Us()), text("%.1f us", figures.wakeP99Us())));
            out.flush();
        }
        if (json != null) {
            Files.writeString(json, json(all));
        }
        return 0;
    }

    private IdleFigures measure(String name, Supplier<IdleStrategy> strategy) throws InterruptedException {
        try (Nic nic = open()) {
            return new IdleTrial(nic, strategy, System::nanoTime).run(name, (long) (seconds * 1e9), samples);
        }
    }

    private @Nullable Nic open() {
        try {
            return word == null ? null : Nics.open(word);
        } catch (IllegalArgumentException | UnsupportedOperationException | IOException refusal) {
            throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
        }
    }

    private static String json(List<IdleFigures> all) {
        var writer = new JsonWriter().begin('[');
        for (IdleFigures each : all) {
            writer.next().beginLine('{').field("strategy", each.strategy()).field("cpuShare", each.cpuShare(), 6)
                    .field("wakeP50Us", each.wakeP50Us(), 3).field("wakeP99Us", each.wakeP99Us(), 3)
                    .field("samples", each.samples()).end('}');
        }
        return writer.end(']').toString();
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
