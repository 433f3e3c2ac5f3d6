package io.creel.jmh;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * Runs one benchmark by its word, prints its table and writes its report. Maven calls it:
 *
 * <pre>
 * mvn -q -Pbench -Dbench=switch                               the whole benchmark
 * mvn -q -Pbench -Dbench=switch -Dbench.quick=true            a smoke run
 * mvn -q -Pbench -Dbench=switch "-Dbench.args=-f 5 -p batch=32 -p peer=creel"
 * </pre>
 *
 * The last one passes options of JMH, which override ours: {@code -f} is the number of rounds, {@code -p} restricts a
 * parameter, {@code -p peer=} the peers. The baseline always runs.
 *
 * <p>
 * Exit code 2 means a wrong option, 1 a failed benchmark.
 */
public final class BenchMain {
    private static final String QUICK = """
                                        This was a smoke run: one short round. It shows that the benchmark works; do not quote its figures.
                                        """;

    private BenchMain() {
    }

    /** Takes {@code --bench=word}, {@code --quick=true}, {@code --reports=directory}, {@code --jmh=options}. */
    public static void main(String[] args) throws Exception {
        System.exit(run(args, System.out, System.err));
    }

    static int run(String[] args, PrintStream out, PrintStream err) throws Exception {
        Map<String, String> options = new LinkedHashMap<>();
        for (String arg : args) {
            String[] parts = arg.split("=", 2);
            options.put(parts[0], parts.length == 2 ? parts[1] : "true");
        }
        String word = options.getOrDefault("--bench", "");
        Optional<Question> question = Benchmarks.find(word);
        if (question.isEmpty()) {
            err.println((word.isBlank() ? "No benchmark was named" : "There is no benchmark '" + word + "'")
                    + "; say -Dbench= and one of: " + String.join(", ", Benchmarks.names()) + ".");
            return 2;
        }
        CommandLineOptions jmh;
        try {
            String given = options.getOrDefault("--jmh", "").strip();
            jmh = new CommandLineOptions(given.isEmpty() ? new String[0] : given.split("\\s+"));
        } catch (CommandLineOptionException e) {
            err.println("JMH does not know the options in -Dbench.args: " + e.getMessage());
            return 2;
        }
        Path reports = Path.of(options.getOrDefault("--reports", "target/reports"));
        return run(question.get(), Boolean.parseBoolean(options.get("--quick")), jmh, reports, out, err);
    }

    private static int run(Question question, boolean quick, CommandLineOptions jmh, Path reports, PrintStream out,
            PrintStream err) throws Exception {
        Files.createDirectories(reports);
        Path logFile = reports.resolve(question.name() + ".log");
        out.println(question.name() + ": " + question.asks());
        out.println("JMH's own output: " + logFile + "\n");
        List<Row> rows;
        try (PrintStream log = new PrintStream(logFile.toFile(), StandardCharsets.UTF_8)) {
            rows = question.answer(new Settings(quick, jmh, log), new Progress(out, System::nanoTime));
        } catch (RunnerException | IOException e) {
            err.println("A benchmark failed, see " + logFile + ": " + e.getMessage());
            return 1;
        }
        Path report = Report.write(reports, question.name(), rows);
        out.println("\n" + question.table(rows) + question.note());
        out.println("noise: half the distance between the lowest and the highest of " + rows.getFirst().rounds()
                + " round(s), of the ratio. Compare ratios; nanoseconds depend on the machine.");
        out.print(quick ? QUICK : "");
        out.println("Report: " + report);
        return 0;
    }
}
