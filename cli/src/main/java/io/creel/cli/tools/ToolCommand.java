package io.creel.cli.tools;

import io.creel.cli.CreelVersion;
import io.creel.cli.OutputFile;
import io.creel.cli.policies.PolicyOptions;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.WorkerGroup;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shared by the tools: limits, NICs, progress while they run, totals and a report at the end. */
@Command(mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false, footer = {"",
        "NICs: memory: (with a counterpart at its far end), switch:NAME (within one JVM), pcap:FILE (replay; pcap:- reads"
                + " standard input), tap:NAME, afpacket:IF, afxdp:IF[:queue].",
        "Ends at its limits, at the end of a capture, or by Ctrl-C, and always prints totals."})
abstract class ToolCommand implements Callable<Integer> {
    static final LongSupplier CLOCK = System::nanoTime;

    private static final double MAX_SECONDS = 1e9;

    @Spec
    private CommandSpec spec;

    @Option(names = "--count", paramLabel = "N", defaultValue = "0", description = "End after N frames (default: no limit).")
    private long count;

    @Option(names = "--duration", paramLabel = "SECONDS", defaultValue = "0", description = "End after this many seconds (default: no limit).")
    private double durationSeconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the totals and every counter to this file.")
    private Path json;

    /** Returns the words of the NICs as given by the user. */
    abstract List<String> words();

    /** Refuses impossible options before any NIC is opened. */
    void check() {
    }

    /** Makes the workers and starts them. */
    abstract ToolWork start(List<Nic> nics, Quota quota, Tally tally) throws IOException, InterruptedException;

    /** Called when the run has ended and its workers have not. A tool waits here for frames that have arrived. */
    void ending(List<Nic> nics, ToolRun run) throws IOException, InterruptedException {
    }

    @Override
    public final Integer call() throws IOException, InterruptedException {
        requireAtLeast("--count", count, 0);
        if (!(durationSeconds >= 0 && durationSeconds <= MAX_SECONDS)) {
            throw refused("--duration must be from 0 to 1,000,000,000 seconds: " + durationSeconds + ".");
        }
        OutputFile.check(spec, "--json", json);
        check();
        List<Nic> nics = new ArrayList<>();
        try {
            for (String word : words()) {
                nics.add(open(word));
            }
            return run(nics);
        } finally {
            nics.forEach(Nic::close);
        }
    }

    private Nic open(String word) {
        try {
            return Nics.open(word);
        } catch (IllegalArgumentException | UnsupportedOperationException | IOException refusal) {
            throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
        }
    }

    private int run(List<Nic> nics) throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Tally tally = new Tally();
        ToolProgress progress = new ToolProgress(spec.qualifiedName(), nics, tally, err, Ansi.AUTO.enabled(), CLOCK);
        long beginNs;
        long elapsedNs;
        ToolWork work;
        try (MemoryCounterparts _ = MemoryCounterparts.of(nics, isGenerator(), CLOCK)) {
            work = start(nics, new Quota(count), tally);
            progress.begin(work.tallyLabel());
            beginNs = CLOCK.getAsLong();
            work.run().await(durationSeconds == 0 ? Long.MAX_VALUE : (long) (durationSeconds * 1e9), CLOCK,
                    progress::tick);
            elapsedNs = CLOCK.getAsLong() - beginNs;
            try {
                ending(nics, work.run());
            } finally {
                work.close(tally);
            }
        }
        progress.end();
        nics.forEach(Nic::close);
        int exit = complain(work.run(), nics, err);
        var totals = new ToolTotals(spec.name(), nics, tally, work, elapsedNs / (double) TimeUnit.SECONDS.toNanos(1));
        totals.print(spec.commandLine().getOut());
        if (json != null) {
            Files.writeString(json, totals.json());
        }
        work.run().reported();
        return exit == 0 && work.generator() != null && work.generator().isVoid() ? 1 : exit;
    }

    private int complain(ToolRun run, List<Nic> nics, PrintWriter err) {
        int exit = 0;
        if (run.failure() != null) {
            err.println(spec.qualifiedName() + ": " + ToolFailures.sentence(run.failure()));
            exit = 1;
        }
        for (Nic nic : nics) {
            if (nic.fault() != null) {
                err.println(spec.qualifiedName() + ": " + nic.fault().getMessage());
                exit = 1;
            }
        }
        err.flush();
        return exit;
    }

    /** Returns whether the tool generates, so that the counterpart of a memory link echoes. */
    boolean isGenerator() {
        return false;
    }

    /** Makes a group whose workers idle by {@code idle} and whose failures end {@code run}. */
    static WorkerGroup group(String name, int workers, ToolRun run, IntFunction<IdleStrategy> idle) {
        int[] next = {0};
        return WorkerGroup.builder(name, workers).idle(() -> idle.apply(next[0]++))
                .coroutineFailures((_, failure) -> run.fail(failure)).failures((_, failure) -> run.fail(failure))
                .build();
    }

    final void requireWritable(String option, Path file) {
        OutputFile.check(spec, option, file);
    }

    final ParameterException refusedPolicy(IllegalArgumentException wrong) {
        return PolicyOptions.explain(spec, wrong);
    }

    final ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    final void requireAtLeast(String option, long value, long least) {
        if (value < least) {
            throw refused(option + " must be at least " + least + ": " + value + ".");
        }
    }

    final void requireRange(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(option + " must be from " + least + " to " + most + ": " + value + ".");
        }
    }
}
