package io.creel.cli.tools;

import io.creel.cli.CreelVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a server of messages of two classes, whatever it is made of. */
@Command(name = "message-load", description = MessageLoadCommand.TEXT, mixinStandardHelpOptions = true, versionProvider = CreelVersion.class, sortOptions = false)
public final class MessageLoadCommand implements Callable<Integer> {
    static final String TEXT = "Send messages of two classes to a server when they are due, over the kernel's TCP, and"
            + " print the latency of each class. Try it with 'creel serve NIC messages'.";
    private static final double PATIENCE_S = 10;
    private static final Path LOAD_AVERAGE = Path.of("/proc/loadavg");

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "HOST:PORT", description = "The server.")
    private String server;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "16", description = "Connections, used in turn (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--short-rounds", paramLabel = "N", defaultValue = "2500", description = "Work of a short message (default: ${DEFAULT-VALUE}).")
    private int shortRounds;

    @Option(names = "--long-rounds", paramLabel = "N", defaultValue = "250000", description = "Work of a long message (default: ${DEFAULT-VALUE}).")
    private int longRounds;

    @Option(names = "--long-share", paramLabel = "X", defaultValue = "0.005", description = "Share of long messages (default: ${DEFAULT-VALUE}).")
    private double longShare;

    @Option(names = "--load", paramLabel = "X", defaultValue = "0.7", description = "Work that is sent divided by what one processor does, as measured here (default: ${DEFAULT-VALUE}).")
    private double load;

    @Option(names = "--rate", paramLabel = "N", description = "Messages per second, instead of --load. Give the same to each server that is compared.")
    private Double rate;

    @Option(names = "--seconds", paramLabel = "X", defaultValue = "10", description = "Seconds to measure (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--warm-up", paramLabel = "X", defaultValue = "5", description = "Seconds before that, which are sent and checked but not measured (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "Seed of the times and the classes (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** Made by the command line. */
    public MessageLoadCommand() {
    }

    @Override
    public Integer call() throws IOException {
        int colon = server.lastIndexOf(':');
        require(colon > 0 && server.substring(colon + 1).matches("[0-9]{1,5}"),
                "the server must be HOST:PORT: " + server);
        int port = Integer.parseInt(server.substring(colon + 1));
        require(port >= 1 && port <= 65_535, "the port must be from 1 to 65535: " + port);
        require(connections >= 1 && connections <= 1_024, "--connections must be from 1 to 1024: " + connections);
        require(shortRounds >= 0 && longRounds >= 0, "rounds must be at least 0: " + Math.min(shortRounds, longRounds));
        require(longShare >= 0 && longShare <= 1, "--long-share must be from 0 to 1: " + longShare);
        require(load > 0 && load <= 100, "--load must be above 0 and at most 100: " + load);
        require(seconds > 0 && warmUpSeconds >= 0 && seconds + warmUpSeconds <= 280,
                "--seconds and --warm-up must be at most 280 together: " + (seconds + warmUpSeconds));
        double nsPerRound = MessageLoad.nsPerRound();
        double meanRounds = (1 - longShare) * shortRounds + longShare * longRounds;
        double perSecond = rate == null ? load * 1e9 / (meanRounds * nsPerRound) : rate;
        require(perSecond > 0 && perSecond <= 1e6,
                "messages per second must be above 0 and at most 1000000: " + perSecond);
        var plan = new MessageLoad.Plan(connections, perSecond, longShare, shortRounds, longRounds, seconds,
                warmUpSeconds, seed);
        long busyNs = ownNs();
        MessageLoad.LoadAccount result = new MessageLoad(plan)
                .run(new InetSocketAddress(server.substring(0, colon), port), PATIENCE_S);
        print(plan, nsPerRound, result, ownNs() - busyNs);
        return result.lost() == 0 && result.wrong() == 0 ? 0 : 1;
    }

    private static long ownNs() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
    }

    private void require(boolean condition, String sentence) {
        if (!condition) {
            throw new ParameterException(spec.commandLine(), sentence + ".");
        }
    }

    private void print(MessageLoad.Plan plan, double nsPerRound, MessageLoad.LoadAccount result, long ownNs)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println("| class | rounds | answered | p50 µs | p99 µs | p99.9 µs | max µs |");
        out.println("|---|---|---|---|---|---|---|");
        row(out, "short", plan.shortRounds(), result.shortNs());
        row(out, "long", plan.longRounds(), result.longNs());
        out.println();
        out.printf(Locale.ROOT, "sent %d, answered %d, lost %d, wrong %d (%d results checked) over %d connections%n",
                result.sent(), result.answered(), result.lost(), result.wrong(), result.checked(),
                plan.connections());
        out.printf(Locale.ROOT, "%.0f messages/s, %.3f ns per round here, seed %d, %.1f s after %.1f s of warm-up%n",
                plan.perSecond(), nsPerRound, plan.seed(), plan.seconds(), plan.warmUpSeconds());
        out.printf(Locale.ROOT, "lateness of the sender: p50 %.1f µs, p99 %.1f µs, p99.9 %.1f µs, max %.1f µs%n",
                micros(result.latenessNs(), 0.5), micros(result.latenessNs(), 0.99), micros(result.latenessNs(), 0.999),
                micros(result.latenessNs(), 1));
        out.printf(Locale.ROOT, "processor time of this client %.1f s of %.1f s; load average at the end: %s%n",
                ownNs / 1e9, result.elapsedNs() / 1e9,
                Files.isReadable(LOAD_AVERAGE) ? Files.readString(LOAD_AVERAGE).strip() : "unknown");
        out.flush();
    }

    private static void row(PrintWriter out, String name, int rounds, long[] sortedNs) {
        out.printf(Locale.ROOT, "| %s | %d | %d | %.1f | %.1f | %.1f | %.1f |%n", name, rounds, sortedNs.length,
                micros(sortedNs, 0.5), micros(sortedNs, 0.99), micros(sortedNs, 0.999), micros(sortedNs, 1));
    }

    private static double micros(long[] sortedNs, double share) {
        return MessageLoad.quantile(sortedNs, share) / 1e3;
    }
}
