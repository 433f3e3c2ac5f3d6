package io.creel.cli.demo;

import io.creel.cli.CreelVersion;
import io.creel.cli.report.Text;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.pcap.CaptureException;
import io.creel.net.wire.EthernetDescriptor;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Reads the options, runs {@link DemoRun} and writes the reports. */
@Command(name = "demo", description = "Replay packets beside CPU-bound work under two policies, and compare their latencies.", mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
    private static final String MEMORY = "memory:";
    private static final String PCAP = "pcap:";
    private static final int MAX_WORKERS = 64;
    private static final int MAX_RATE = 10_000_000;
    private static final int MAX_PASSES = 2_000;
    private static final int WARM_UP_SHARE = 8;

    @Spec
    private CommandSpec spec;

    @Option(names = "--capture", paramLabel = "FILE", description = "A pcap or pcapng file, also compressed by gzip; - reads standard input (default: the embedded capture).")
    private Path file;

    @Option(names = "--nic", paramLabel = "NIC", defaultValue = "memory:", description = "Where the workers receive: memory:, pcap:FILE (the same as --capture), or an interface: afxdp:IF, afpacket:IF, tap:NAME (default: ${DEFAULT-VALUE}).")
    private String nicWord;

    @Option(names = "--wire", paramLabel = "NIC", description = "The other end of that interface's link, from which the capture is sent, such as afpacket:PEER.")
    private String wireWord;

    @Option(names = "--workers", paramLabel = "N", defaultValue = "1", description = "Threads that run coroutines (default: ${DEFAULT-VALUE}). The sender needs one more core.")
    private int workers;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "150000", description = "Mean number of packets per second, sent at random times (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(names = "--packets", paramLabel = "N", defaultValue = "1000000", description = "Packets to time under each policy. The capture is replayed until then, for at most 9 s and at most "
            + MAX_PASSES + " times (default: ${DEFAULT-VALUE}).")
    private int packets;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the random send times (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        requireRange("--workers", workers, MAX_WORKERS);
        requireRange("--rate", rate, MAX_RATE);
        requireRange("--packets", packets, Integer.MAX_VALUE);
        if (nicWord.startsWith(PCAP)) {
            if (file != null) {
                throw refused("--nic pcap:FILE and --capture both name a file; give only one of them.");
            }
            file = Path.of(nicWord.substring(PCAP.length()));
            nicWord = MEMORY;
        }
        boolean live = !nicWord.equals(MEMORY);
        if (live != (wireWord != null)) {
            throw refused(live
                    ? "--nic " + nicWord
                            + " needs the other end of its link: give --wire, such as --wire afpacket:PEER."
                    : "--wire is the other end of an interface: give --nic as well, such as --nic afxdp:IF.");
        }
        if (live && workers != 1) {
            throw refused("an interface has one worker in the demo: --workers " + workers + ".");
        }
        try {
            try (Capture capture = file == null ? Capture.embedded() : Capture.of(file)) {
                return live ? demonstrateLive(capture) : demonstrate(capture, () -> Link.memory(workers));
            }
        } catch (CaptureException unreadable) {
            throw new ParameterException(spec.commandLine(), unreadable.getMessage(), unreadable);
        }
    }

    private int demonstrateLive(Capture capture) throws IOException {
        try (Nic inside = open(nicWord); Nic outside = open(wireWord)) {
            for (Nic nic : List.of(inside, outside)) {
                int room = nic.capabilities().mtuBytes() + EthernetDescriptor.HEADER_BYTES;
                if (capture.longestBytes() > room) {
                    throw refused("the capture has a frame of " + capture.longestBytes() + " bytes, " + nic.name()
                            + " carries " + room + ": raise its MTU, or replay another capture.");
                }
            }
            if (inside.queues() != 1) {
                throw refused(inside.name() + " has " + inside.queues() + " queues: name one, as in " + inside.name()
                        + ":0.");
            }
            Link link = Link.live(outside, inside);
            return demonstrate(capture, () -> link);
        }
    }

    private Nic open(String word) {
        try {
            return Nics.open(word);
        } catch (IllegalArgumentException | UnsupportedOperationException | IOException refusal) {
            throw new ParameterException(spec.commandLine(), refusal.getMessage(), refusal);
        }
    }

    private ParameterException refused(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }

    private void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(),
                    option + " must be from 1 to " + Text.count(most) + ": " + value + ".");
        }
    }

    private int demonstrate(Capture capture, Supplier<Link> links) throws IOException {
        if (capture.packets() == 0 && capture.fault() != null) {
            throw capture.fault();
        }
        if (capture.packets() == 0) {
            throw new ParameterException(spec.commandLine(),
                    file + ": the capture has no packet; name another one.");
        }
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = Ansi.AUTO.enabled();
        try {
            DemoResult result = new DemoRun(capture, links, settings(capture), new DemoProgress(err, terminal),
                    System::nanoTime)
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

    private DemoSettings settings(Capture capture) {
        long passes = Math.clamp((packets + capture.packets() - 1) / capture.packets(), 1, MAX_PASSES);
        return new DemoSettings(workers, rate, (int) passes, (int) passes / WARM_UP_SHARE, seed);
    }

    private void report(DemoResult result, boolean terminal) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        new TerminalReport(result, out,
                new Text(terminal, Charset.forName(System.getProperty("stdout.encoding", "UTF-8"))))
                .print();
        Path reports = Path.of(System.getProperty("creel.home", "")).resolve("cli/target/reports");
        Files.createDirectories(reports);
        Path json = Files.writeString(reports.resolve("demo.json"), JsonReport.of(result));
        Path page = Files.writeString(reports.resolve("demo.html"), DemoPage.of(result));
        out.println();
        out.println("Report     " + shown(json));
        out.println("Page       " + shown(page));
        out.flush();
    }

    /** Returns a relative path if the file is below the working directory. */
    private static Path shown(Path written) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = written.toAbsolutePath();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }
}
