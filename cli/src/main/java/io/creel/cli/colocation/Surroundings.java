package io.creel.cli.colocation;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What ran on the machine besides the experiment, in clock ticks of the kernel.
 *
 * @param atNs
 *            when it was read, in nanoseconds
 * @param busyNs
 *            the time that all CPUs together were busy since the machine started; 0 if the system does not tell
 * @param stolenNs
 *            the time for which the hypervisor has run other machines
 * @param ownNs
 *            the time that this process and its children have used
 * @param compiledMs
 *            how long the JVM has compiled
 */
record Surroundings(long atNs, long busyNs, long stolenNs, long ownNs, long compiledMs) {
    private static final long TICK_NS = 10_000_000;
    private static final int STOLEN = 8;
    /** The columns of /proc/stat that count busy time: user, nice, system, irq, softirq. */
    private static final int[] BUSY = {1, 2, 3, 6, 7};

    /** Reads the counters. */
    static Surroundings read() {
        long busy = 0;
        long stolen = 0;
        String[] fields = cpuLine();
        if (fields.length > STOLEN) {
            for (int column : BUSY) {
                busy += Long.parseLong(fields[column]);
            }
            stolen = Long.parseLong(fields[STOLEN]);
        }
        long own = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        own += ProcessHandle.current().children()
                .mapToLong(child -> child.info().totalCpuDuration().orElse(Duration.ZERO).toNanos()).sum();
        return new Surroundings(System.nanoTime(), busy * TICK_NS, stolen * TICK_NS, own, compiledMsSoFar());
    }

    private static String[] cpuLine() {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            return lines.findFirst().orElse("").split(" +");
        } catch (IOException unreadable) {
            return new String[0];
        }
    }

    /** Returns for how long the JVM has compiled so far, in milliseconds; 0 if it does not tell. */
    static long compiledMsSoFar() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler == null || !compiler.isCompilationTimeMonitoringSupported()
                ? 0
                : compiler.getTotalCompilationTime();
    }

    /** Returns the load averages of the machine, as it prints them. */
    static String loadAverage() {
        try {
            String[] words = Files.readString(Path.of("/proc/loadavg")).split(" ");
            return words[0] + ", " + words[1] + ", " + words[2];
        } catch (IOException | ArrayIndexOutOfBoundsException unreadable) {
            return "unknown";
        }
    }

    /**
     * Returns the share of one core that other processes and the kernel have used since then; a tick is 10 ms, so it
     * says little about less than a second.
     */
    double foreignCores(Surroundings before) {
        double foreignNs = busyNs - before.busyNs - (ownNs - before.ownNs);
        return Math.max(0, foreignNs / (atNs - before.atNs));
    }
}
