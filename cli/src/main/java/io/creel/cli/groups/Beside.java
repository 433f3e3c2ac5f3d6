package io.creel.cli.groups;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongSupplier;

/** What ran beside a measurement: the load average, and the processor time of other processes. */
final class Beside {
    private static final int TICK_NS = 10_000_000; // USER_HZ is 100 on every architecture that Linux runs JVMs on
    /** The largest share of a CPU that other processes may use in a run that counts. */
    private static final double MOST_FOREIGN = 0.05;
    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int STEAL = 8;

    private final LongSupplier nanoClock;
    private final long beganNs;
    private final long busyNs;
    private final long ownNs;

    /** Begins. */
    Beside(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        beganNs = nanoClock.getAsLong();
        busyNs = busyNs();
        ownNs = ownNs();
    }

    /** {@return a sentence about the time since this was made} */
    String sentence() {
        double lasted = nanoClock.getAsLong() - beganNs;
        long foreignNs = Math.max(0, busyNs() - busyNs - (ownNs() - ownNs));
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return String.format(Locale.ROOT,
                "Beside it: load average %.2f, other processes used %.1f %% of a CPU; CPUs: %d; measured for %.0f s.%s",
                load, 100 * foreignNs / lasted, Runtime.getRuntime().availableProcessors(), lasted / 1e9,
                verdict(foreignNs, lasted));
    }

    /** {@return what makes the run void; empty if it counts} */
    static String verdict(long foreignNs, double lastedNs) {
        return foreignNs > MOST_FOREIGN * lastedNs
                ? String.format(Locale.ROOT, " VOID: other processes used more than %.0f %%.", 100 * MOST_FOREIGN)
                : "";
    }

    private static long ownNs() {
        return ProcessHandle.current().info().totalCpuDuration().map(java.time.Duration::toNanos).orElse(0L);
    }

    /** {@return the time that all CPUs were busy or taken by the hypervisor; 0 if the system does not tell} */
    private static long busyNs() {
        try {
            String[] words = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
            long ticks = 0;
            for (int i = 1; i <= STEAL; i++) {
                ticks += i == IDLE || i == IO_WAIT ? 0 : Long.parseLong(words[i]);
            }
            return ticks * TICK_NS;
        } catch (IOException none) {
            return 0;
        }
    }
}
