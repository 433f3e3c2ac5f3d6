package io.creel.examples.demo;

import io.creel.examples.CreelVersion;
import io.creel.examples.report.Text;
import io.creel.net.pcap.CaptureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options in, reports out: the frame around {@link DemoRun}. */
@Command(name = "demo", description = "Replay packets beside CPU-bound work under two policies, and compare their latencies.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final int MAX_WORKERS = 64;
    private static final int MAX_RATE = 10_000_000;
    private static final int MAX_PASSES = 2_000;
    private static final int WARM_UP_SHARE = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--capture", paramLabel = "FILE", description = "A pcap or pcapng file with Ethernet frames; the embedded one by default.")
    private Path file;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Threads that run coroutines (default: ${DEFAULT-VALUE}). The sender needs a core of its own beside them.")
    private int workers;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "150000", description = "Packets per second, on average, at random times (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--packets", paramLabel = "N", defaultValue = "1000000", description = "Packets to time under each policy; the capture is replayed as often as that takes, but not after 12 s, and at most "
            + MAX_PASSES + " times (default: ${DEFAULT-VALUE}).")
    private int packets;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Of the random send times (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        requireRange("--workers", workers, MAX_WORKERS);
        requireRange("--rate", rate, MAX_RATE);
        requireRange("--packets", packets, Integer.MAX_VALUE);
        try {
            Capture capture = file == null ? Capture.embedded() : Capture.of(file);
            try {
                return demonstrate(capture);
            } finally {
                if (file == null) {
                    Files.deleteIfExists(capture.file());
                }
            }
        } catch (CaptureException unreadable) {
            throw new ParameterException(spec.commandLine(), unreadable.getMessage(), unreadable);
        }
    }

    private void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(),
                    option + " must be from 1 to " + Text.count(most) + ": " + value + ".");
        }
    }

    private int demonstrate(Capture capture) throws IOException {
        if (capture.packets() == 0 && capture.fault() != null) {
            throw capture.fault();
        }
        if (capture.packets() == 0) {
            throw new ParameterException(spec.commandLine(),
                    file + ": no packet in it; name a capture that holds some");
        }
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = Ansi.AUTO.enabled();
        try {
            DemoResult result = new DemoRun(capture, settings(capture), new Progress(err, terminal), System::nanoTime)
                    .run();
            report(result, terminal);
        } catch (LostPacketsException lost) {
            err.println(spec.qualifiedName() + ": " + lost.getMessage());
            err.flush();
            return 1;
        }
        if (capture.fault() != null) {
            throw capture.fault();
        }
        return 0;
    }

    private Settings settings(Capture capture) {
        long passes = Math.clamp((packets + capture.packets() - 1) / capture.packets(), 1, MAX_PASSES);
        return new Settings(workers, rate, (int) passes, (int) passes / WARM_UP_SHARE, seed);
    }

    private void report(DemoResult result, boolean terminal) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        new TerminalReport(result, out,
                new Text(terminal, Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))))
                .print();
        Path reports = Path.of(System.getProperty("creel.home", "")).resolve("examples/target/reports");
        Files.createDirectories(reports);
        Path json = Files.writeString(reports.resolve("demo.json"), JsonReport.of(result));
        Path page = Files.writeString(reports.resolve("demo.html"), HtmlPage.of(result));
        out.println();
        out.println("Report     " + shown(json));
        out.println("Page       " + shown(page));
        out.flush();
    }

    /** Short where it is below the working directory. */
    private static Path shown(Path written) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = written.toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
