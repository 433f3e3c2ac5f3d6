package io.creel.cli.sim;

import io.creel.cli.CommandErrors;
import io.creel.cli.CreelVersion;
import io.creel.cli.OutputFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the published experiments and prints results beside expected values. */
@Command(name = "experiments", description = "Simulate the field's published experiments, and print results beside expected values.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class ExperimentsCommand implements Callable<Integer> {
    static final long SHORT_SAMPLES = 1_000_000;
    private static final long MAX_SAMPLES = 1_000_000_000;
    private static final int MAX_SEEDS = 1_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "Experiments to run, such as E1 E2 (default: all).")
    private List<String> ids = List.of();

    @Option(names = "--requests", paramLabel = "N", defaultValue = ""
            + SHORT_SAMPLES, description = "Requests measured at each point (default: ${DEFAULT-VALUE}; the long form is 10000000).")
    private long requests;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "1", description = "Number of seeds to run, from --seed on; prints the mean of each number and half of its 95 %% interval (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the numbers and their curves over the load to this file as one HTML page; the curves take some minutes.")
    private Path page;

    /** Made by the command line. */
    public ExperimentsCommand() {
    }

    @Override
    public Integer call() throws IOException {
        OutputFile.check(spec, "--html", page);
        if (requests < SHORT_SAMPLES || requests > MAX_SAMPLES) {
            throw new ParameterException(spec.commandLine(), "--requests must be from " + SHORT_SAMPLES + " to "
                    + MAX_SAMPLES + ": " + requests + ".");
        }
        if (seeds < 1 || seeds > MAX_SEEDS) {
            throw new ParameterException(spec.commandLine(),
                    "--seeds must be from 1 to " + MAX_SEEDS + ": " + seeds + ".");
        }
        List<String> known = Experiments.ALL.stream().map(Experiment::id).toList();
        for (String id : ids) {
            if (!known.contains(id)) {
                throw new ParameterException(spec.commandLine(),
                        CommandErrors.explainUnknown("experiment", id, known));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean within = true;
        List<ExperimentsPage.ExperimentRows> outcomes = new ArrayList<>();
        for (Experiment experiment : Experiments.ALL) {
            if (ids.isEmpty() || ids.contains(experiment.id())) {
                List<LoadPoint> points = new ArrayList<>();
                List<ExperimentRow> rows = rows(experiment, points::add);
                List<LoadCurve> curves = page == null
                        ? List.of()
                        : points.stream().map(point -> LoadCurve.run(point, progress(experiment.id()))).toList();
                clearProgress();
                outcomes.add(new ExperimentsPage.ExperimentRows(experiment, rows, curves));
                within &= rows.stream().allMatch(row -> row.isWithin() || !row.remark().isEmpty());
                out.print(ExperimentsText.of(experiment, rows));
                out.flush();
            }
        }
        if (page != null) {
            Files.writeString(page, ExperimentsPage.of(outcomes, requests, seed));
        }
        return within ? 0 : 1;
    }

    /** Runs every seed; the points are those of the first. */
    private List<ExperimentRow> rows(Experiment experiment, Consumer<LoadPoint> points) {
        Consumer<String> progress = progress(experiment.id());
        List<List<ExperimentRow>> each = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            each.add(experiment.rows()
                    .apply(ExperimentSetup.of(requests, seed + i, progress, i == 0 ? points : ignored -> {
                    })));
        }
        List<ExperimentRow> rows = new ArrayList<>();
        for (int row = 0; row < each.getFirst().size(); row++) {
            int index = row;
            rows.add(seeds == 1
                    ? each.getFirst().get(row)
                    : ExperimentRow.over(each.stream().map(one -> one.get(index)).toList()));
        }
        return rows;
    }

    /** Returns what shows each run on a terminal; elsewhere it shows nothing. */
    private Consumer<String> progress(String id) {
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = Ansi.AUTO.enabled();
        int[] runs = {0};
        return policy -> {
            if (terminal) {
                err.printf("\r%s: run %d, %-40.40s", id, ++runs[0], policy);
                err.flush();
            }
        };
    }

    private void clearProgress() {
        if (Ansi.AUTO.enabled()) {
            PrintWriter err = spec.commandLine().getErr();
            err.print("\r" + " ".repeat(70) + "\r");
            err.flush();
        }
    }
}
