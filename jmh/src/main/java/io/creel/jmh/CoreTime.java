package io.creel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a core and the tasks of one process had done at a moment, in nanoseconds since the start of the machine. The
 * difference of two is what they did in between.
 *
 * @param atNs
 *            the moment
 * @param idleNs
 *            in which the core was idle, waits for a disk included; the hypervisor's share counts as such, too
 * @param softirqNs
 *            in softirqs, as the clock's ticks sample it
 * @param tasksNs
 *            in which tasks had the core, the softirqs that interrupted them included
 * @param oursNs
 *            in which tasks of the process had the core
 */
record CoreTime(long atNs, long idleNs, long softirqNs, long tasksNs, long oursNs) {
    private static final Path TASKS = Path.of("/sys/fs/cgroup/cpuacct/cpuacct.usage_percpu");
    private static final long TICK_NS = 10_000_000;
    private static final int USER = 1;
    private static final int NICE = 2;
    private static final int SYSTEM = 3;
    private static final int IDLE = 4;
    private static final int WAIT = 5;
    private static final int SOFTIRQ = 7;
    private static final int STEAL = 8;

    /**
     * Reads the time of a core.
     *
     * @param oursNs
     *            the processor time of a process that is pinned to the core
     */
    static CoreTime now(int core, long oursNs) throws IOException {
        String[] words = Files.readAllLines(Path.of("/proc/stat")).stream()
                .filter(line -> line.startsWith("cpu" + core + " ")).findFirst()
                .orElseThrow(() -> new IOException("no such core: core=" + core)).split(" +");
        long tasks = Files.exists(TASKS)
                ? Long.parseLong(Files.readString(TASKS).strip().split(" ")[core])
                : ticks(words, USER) + ticks(words, NICE) + ticks(words, SYSTEM);
        return new CoreTime(System.nanoTime(), ticks(words, IDLE) + ticks(words, WAIT) + ticks(words, STEAL),
                ticks(words, SOFTIRQ), tasks, oursNs);
    }

    private static long ticks(String[] words, int column) {
        return TICK_NS * Long.parseLong(words[column]);
    }

    /** Returns what was done between another moment and this one. */
    CoreTime since(CoreTime before) {
        return new CoreTime(atNs - before.atNs, idleNs - before.idleNs, softirqNs - before.softirqNs,
                tasksNs - before.tasksNs, oursNs - before.oursNs);
    }

    /** Returns, of a difference, for how long other processes had the core. */
    long foreignNs() {
        return Math.max(0, tasksNs - oursNs);
    }

    /** Returns, of a difference, the time of the core that was not idle and not of other processes. */
    long serverNs() {
        return Math.max(0, atNs - idleNs - foreignNs());
    }
}
