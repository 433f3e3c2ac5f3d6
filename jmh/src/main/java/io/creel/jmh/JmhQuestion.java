package io.creel.jmh;

import io.creel.core.JvmArguments;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A question that JMH answers. In each round, for every set of parameters, all peers run one after the other, each in a
 * fresh JVM. JMH's own order would put minutes between a peer and its baseline.
 */
record JmhQuestion(String name, String asks, String note, List<Part> parts) implements Question {
    /** JMH 1.37 uses sun.misc.Unsafe for the layout of its state; without this option every JVM prints a warning. */
    private static final String QUIET_UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    /**
     * Room for every live stack. After a collection, stacks that were suspended need a new chunk. If that causes the
     * next collection, the figures only show the size of the nursery.
     */
    private static final String NURSERY = "-Xmn1500m";

    /**
     * Touches the heap before the measurement. Otherwise a peer that leaves garbage pays the operating system for each
     * new page, and until the first collections it is measured at up to five times its time.
     */
    private static final String TOUCHED = "-XX:+AlwaysPreTouch";

    /** One JVM of the plan. */
    record Run(Part part, String method, Map<String, String> params) {
        String peer() {
            return method.substring(method.lastIndexOf('.') + 1);
        }
    }

    @Override
    public List<Row> answer(Settings settings, Progress progress) throws RunnerException {
        OutputFormat format = OutputFormatFactory.createFormatInstance(settings.log(), VerboseMode.NORMAL);
        List<List<Run>> plans = new ArrayList<>();
        for (Part part : parts) {
            plans.add(plan(part, settings.jmh(), format));
        }
        progress.expect(settings.rounds() * plans.stream().mapToInt(List::size).sum());
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            List<Sample> samples = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                for (Run run : plans.get(i)) {
                    samples.add(measure(run, round, settings, format));
                    progress.finished(samples.getLast());
                }
            }
            rows.addAll(Ratios.rows(name, parts.get(i).baseline(), samples));
        }
        return rows;
    }

    /** Returns every JVM of one round of a part, peers with the same parameters side by side. */
    static List<Run> plan(Part part, CommandLineOptions options, OutputFormat format) {
        List<Run> runs = new ArrayList<>();
        String pattern = "^" + part.type().getName().replace(".", "\\.") + "\\.";
        Collection<BenchmarkListEntry> entries = BenchmarkList.defaultList().find(format, List.of(pattern), List.of());
        for (Map<String, String> params : combinations(part, entries, options)) {
            for (BenchmarkListEntry entry : entries) {
                Run run = new Run(part, entry.getUsername(), params);
                if (run.peer().equals(part.baseline())
                        || part.includes(run.peer()) && isWanted(run.peer(), options)) {
                    runs.add(run);
                }
            }
        }
        return runs;
    }

    private static boolean isWanted(String peer, CommandLineOptions options) {
        return options.getParameter("peer").orElse(List.of(peer)).contains(peer);
    }

    private static List<Map<String, String>> combinations(Part part, Collection<BenchmarkListEntry> entries,
            CommandLineOptions options) {
        Map<String, Collection<String>> values = new LinkedHashMap<>();
        for (BenchmarkListEntry entry : entries) {
            entry.getParams().orElse(Map.of()).forEach((name, all) -> values.put(name, List.of(all)));
        }
        values.putAll(part.fixed());
        values.replaceAll((name, all) -> options.getParameter(name).orElse(all));
        List<Map<String, String>> combinations = List.of(Map.of());
        for (Map.Entry<String, Collection<String>> param : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> shorter : combinations) {
                for (String value : param.getValue()) {
                    Map<String, String> one = new LinkedHashMap<>(shorter);
                    one.put(param.getKey(), value);
                    longer.add(one);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static Sample measure(Run run, int round, Settings settings, OutputFormat format) throws RunnerException {
        CommandLineOptions given = settings.jmh();
        List<String> jvmArgs = new ArrayList<>(JvmArguments.lines());
        jvmArgs.addAll(run.part().jvmArgs());
        jvmArgs.addAll(given.getJvmArgsAppend().orElse(List.of()));
        if (!settings.quick()) {
            jvmArgs.addFirst(TOUCHED);
        }
        TimeValue warmup = TimeValue.milliseconds(settings.quick() ? 200 : 400);
        TimeValue measurement = TimeValue.milliseconds(settings.quick() ? 100 : 300);
        ChainedOptionsBuilder options = new OptionsBuilder().parent(given)
                .mode(Mode.SampleTime).timeUnit(TimeUnit.NANOSECONDS)
                .include("^" + run.method().replace(".", "\\.") + "$").forks(1).shouldFailOnError(true)
                .addProfiler(GCProfiler.class).jvmArgs("-Xms2g", "-Xmx2g", NURSERY, QUIET_UNSAFE)
                .jvmArgsAppend(jvmArgs.toArray(String[]::new))
                .warmupIterations(given.getWarmupIterations().orElse(settings.quick() ? 2 : 4))
                .warmupTime(given.getWarmupTime().orElse(warmup))
                .measurementIterations(given.getMeasurementIterations().orElse(settings.quick() ? 3 : 5))
                .measurementTime(given.getMeasurementTime().orElse(measurement));
        run.params().forEach(options::param);
        RunResult result = new Runner(options.build(), format).runSingle();
        Map<String, String> params = new LinkedHashMap<>(run.part().labels());
        params.putAll(run.params());
        int operations = operations(run);
        return new Sample(run.peer(), params, round, medianNs(result) / operations, bytes(result) / operations);
    }

    /**
     * Returns the median call of the best iteration. A call during which another process had the core or a collection
     * ran does not change it, nor does a second in which all calls were slow.
     */
    private static double medianNs(RunResult result) {
        return result.getAggregatedResult().getIterationResults().stream()
                .mapToDouble(iteration -> iteration.getPrimaryResult().getStatistics().getPercentile(50)).min()
                .orElse(Double.NaN);
    }

    static int operations(Run run) {
        for (Method method : run.part().type().getMethods()) {
            if (method.getName().equals(run.peer())) {
                return method.getAnnotation(Operations.class).value();
            }
        }
        throw new IllegalStateException(
                "no such method: class=" + run.part().type().getName() + ", peer=" + run.peer());
    }

    /** Returns the median of the iterations: the bytes of the last one include the tear-down. */
    private static double bytes(RunResult result) {
        return Ratios.median(result.getAggregatedResult().getIterationResults().stream()
                .mapToDouble(JmhQuestion::bytes).sorted().toArray());
    }

    private static double bytes(IterationResult iteration) {
        for (String name : iteration.getSecondaryResults().keySet()) {
            if (name.endsWith("gc.alloc.rate.norm")) {
                return iteration.getSecondaryResults().get(name).getScore();
            }
        }
        return Double.NaN;
    }
}
