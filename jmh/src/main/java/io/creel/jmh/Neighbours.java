package io.creel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What else ran on the machine during a measurement: the load average, and the processor time of other programs.
 * {@code /proc} tells it; elsewhere it is unknown.
 */
final class Neighbours {
    private static final Path LOAD = Path.of("/proc/loadavg");
    private static final Path ALL = Path.of("/proc/stat");
    private static final Path OWN = Path.of("/proc/self/stat");
    /** The fields user, nice, system, irq and softirq of the first line of /proc/stat. */
    private static final int[] BUSY = {1, 2, 3, 6, 7};
    /** After the name of the program: utime, stime, and the same of children that have ended. */
    private static final int[] MINE = {11, 12, 13, 14};
    private static final int TICKS_PER_SECOND = 100;

    private final String load;
    private final long foreignTicks;
    private final long beganNs;

    private Neighbours(String load, long foreignTicks, long beganNs) {
        this.load = load;
        this.foreignTicks = foreignTicks;
        this.beganNs = beganNs;
    }

    static Neighbours begin() throws IOException {
        return new Neighbours(load(), foreignTicks(), System.nanoTime());
    }

    /** Returns one line. */
    String end() throws IOException {
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        return load.isEmpty()
                ? "beside it: unknown, there is no /proc\n"
                : String.format(Locale.ROOT,
                        "beside it: load average %s before and %s after; other programs used %.2f processors%n", load,
                        load(), (foreignTicks() - foreignTicks) / (double) TICKS_PER_SECOND / seconds);
    }

    private static String load() throws IOException {
        return Files.exists(LOAD) ? Files.readString(LOAD).split(" ")[0] : "";
    }

    private static long foreignTicks() throws IOException {
        return Files.exists(ALL) ? foreignTicks(Files.readString(ALL), Files.readString(OWN)) : 0;
    }

    static long foreignTicks(String all, String own) {
        String[] total = all.lines().findFirst().orElse("").split("\\s+");
        String[] mine = own.substring(own.lastIndexOf(')') + 2).split(" ");
        return sum(total, BUSY) - sum(mine, MINE);
    }

    private static long sum(String[] values, int[] fields) {
        return Arrays.stream(fields).mapToLong(field -> Long.parseLong(values[field])).sum();
    }
}
