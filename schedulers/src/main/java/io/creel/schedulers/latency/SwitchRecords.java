package io.creel.schedulers.latency;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which thread had which core, exactly: context switches of the kernel. Immutable. The idle thread of the kernel has
 * no run. A kernel that sees threads of another name space of processes gives them the number 0; then they cannot be
 * told from the idle thread.
 */
public final class SwitchRecords {
    /** What the kernel calls a thread that has ended when it leaves its core. */
    private static final int ENDED = -1;

    private final long beginNs;
    private final long endNs;
    private final Map<Integer, List<Run>> byCpu;
    private final Map<Integer, String> names;
    private final long lost;

    /** One thread on one core without a break. */
    private record Run(int cpu, long fromNs, long toNs, int pid, int tid, boolean isPreempted) {
    }

    private SwitchRecords(long beginNs, long endNs, Map<Integer, List<Run>> byCpu, Map<Integer, String> names,
            long lost) {
        this.beginNs = beginNs;
        this.endNs = endNs;
        this.byCpu = byCpu;
        this.names = names;
        this.lost = lost;
    }

    /** {@return the time from which switches were recorded} */
    public long beginNs() {
        return beginNs;
    }

    /** {@return the time until which switches were recorded} */
    public long endNs() {
        return endNs;
    }

    /** {@return how many switches found no room or contradict each other; a run with any is void} */
    public long lost() {
        return lost;
    }

    /** {@return the number of runs of threads on all cores} */
    public int size() {
        return byCpu.values().stream().mapToInt(List::size).sum();
    }

    /**
     * {@return the name of a thread, or its number if its name is not known}
     *
     * @param tid
     *            its number in the kernel
     */
    public String name(int tid) {
        return names.getOrDefault(tid, "thread " + tid);
    }

    /**
     * {@return when any of some threads had a core}
     *
     * @param tids
     *            their numbers in the kernel
     */
    public IntervalSet onCore(int... tids) {
        IntervalSet.IntervalBuilder times = new IntervalSet.IntervalBuilder(16);
        for (Run run : runs(tids)) {
            times.add(run.fromNs, run.toNs);
        }
        return times.build();
    }

    private List<Run> runs(int... tids) {
        List<Run> found = new ArrayList<>();
        for (List<Run> runs : byCpu.values()) {
            for (Run run : runs) {
                for (int tid : tids) {
                    if (run.tid == tid) {
                        found.add(run);
                    }
                }
            }
        }
        found.sort(Comparator.comparingLong(Run::fromNs));
        return found;
    }

    /**
     * What kept a thread off its core. While it is off, its core is the one on which it runs next, or ran last.
     *
     * @param onCore
     *            when the thread had a core
     * @param asleep
     *            when it had none because it gave its core up, until it had one again; the kernel does not record when it
     *            was woken
     * @param own
     *            when another thread of its process had its core
     * @param foreign
     *            when a thread of another process had its core
     * @param holders
     *            how long each of these threads had it, in nanoseconds, by number
     */
    public record Stops(IntervalSet onCore, IntervalSet asleep, IntervalSet own, IntervalSet foreign,
            Map<Integer, Long> holders) {
    }

    /**
     * {@return what kept a thread off its core}
     *
     * @param tid
     *            the thread's number in the kernel
     * @param pid
     *            the process whose threads are its own
     */
    public Stops stops(int tid, int pid) {
        List<Run> served = runs(tid);
        IntervalSet.IntervalBuilder asleep = new IntervalSet.IntervalBuilder(64);
        IntervalSet.IntervalBuilder own = new IntervalSet.IntervalBuilder(64);
        IntervalSet.IntervalBuilder foreign = new IntervalSet.IntervalBuilder(64);
        Map<Integer, Long> holders = new HashMap<>();
        long atNs = beginNs;
        for (int i = 0; i <= served.size() && !served.isEmpty(); i++) {
            boolean isLast = i == served.size();
            long toNs = isLast ? endNs : served.get(i).fromNs;
            int cpu = served.get(isLast ? i - 1 : i).cpu;
            if (i > 0 && !served.get(i - 1).isPreempted) {
                asleep.add(atNs, toNs);
            }
            for (Run run : holdersBetween(cpu, atNs, toNs)) {
                long from = Math.max(atNs, run.fromNs);
                long to = Math.min(toNs, run.toNs);
                (run.pid == pid ? own : foreign).add(from, to);
                holders.merge(run.tid, to - from, Long::sum);
            }
            atNs = isLast ? endNs : Math.max(atNs, served.get(i).toNs);
        }
        return new Stops(onCore(tid), asleep.build(), own.build(), foreign.build(), holders);
    }

    private List<Run> holdersBetween(int cpu, long fromNs, long toNs) {
        List<Run> runs = byCpu.getOrDefault(cpu, List.of());
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).toNs <= fromNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int end = low;
        while (end < runs.size() && runs.get(end).fromNs < toNs) {
            end++;
        }
        return runs.subList(low, end);
    }

    /** Takes the kernel's records, per core in the order of their times. One thread. */
    public static final class RecordsBuilder {
        private final long beginNs;
        private final Map<Integer, Core> cores = new HashMap<>();
        private final Map<Integer, String> named = new HashMap<>();
        private long lost;

        /** The open run of a core; there is none if {@code tid} is 0. */
        private static final class Core {
            private final List<Run> runs = new ArrayList<>();
            private long fromNs;
            private int pid;
            private int tid;
            private boolean isKnown;
        }

        /**
         * Begins without records.
         *
         * @param beginNs
         *            the time from which switches are recorded
         */
        public RecordsBuilder(long beginNs) {
            this.beginNs = beginNs;
        }

        private Core core(int cpu) {
            return cores.computeIfAbsent(cpu, _ -> new Core());
        }

        /**
         * Adds that a thread gave its core to another one.
         *
         * @param cpu
         *            the core
         * @param timeNs
         *            the time
         * @param pid
         *            the thread's process
         * @param tid
         *            the thread
         * @param isPreempted
         *            whether it could have gone on
         * @param nextPid
         *            the process of the next thread
         * @param nextTid
         *            the next thread; 0 for the idle thread
         */
        public void out(int cpu, long timeNs, int pid, int tid, boolean isPreempted, int nextPid, int nextTid) {
            Core core = core(cpu);
            if (!core.isKnown) {
                begin(core, beginNs, pid, tid);
            }
            end(cpu, core, timeNs, pid, tid, isPreempted);
            begin(core, timeNs, nextPid, nextTid);
        }

        /**
         * Adds that a thread got its core from another one.
         *
         * @param cpu
         *            the core
         * @param timeNs
         *            the time
         * @param pid
         *            the thread's process
         * @param tid
         *            the thread
         * @param previousPid
         *            the process of the thread before
         * @param previousTid
         *            the thread before; 0 for the idle thread
         */
        public void in(int cpu, long timeNs, int pid, int tid, int previousPid, int previousTid) {
            Core core = core(cpu);
            if (!core.isKnown) {
                begin(core, beginNs, previousPid, previousTid);
            }
            if (core.tid != tid) {
                end(cpu, core, timeNs, previousPid, previousTid, false);
                begin(core, timeNs, pid, tid);
            }
        }

        private static void begin(Core core, long timeNs, int pid, int tid) {
            core.isKnown = true;
            core.fromNs = timeNs;
            core.pid = pid;
            core.tid = tid;
        }

        private void end(int cpu, Core core, long timeNs, int pid, int tid, boolean isPreempted) {
            if (core.tid != tid && core.tid != 0 && tid != ENDED && core.pid != pid) {
                lost++; // a switch between two processes is missing
            }
            if (core.tid != 0 && timeNs > core.fromNs) {
                core.runs.add(new Run(cpu, core.fromNs, timeNs, core.pid, core.tid, isPreempted));
            }
        }

        /**
         * Adds that a thread got a name.
         *
         * @param tid
         *            the thread
         * @param name
         *            its name, of which the latest counts
         */
        public void name(int tid, String name) {
            named.put(tid, name);
        }

        /**
         * Adds records that found no room.
         *
         * @param count
         *            how many
         */
        public void lost(long count) {
            lost += count;
        }

        /**
         * {@return the records}
         *
         * @param endNs
         *            the time until which switches are recorded
         * @param names
         *            the names of threads, by number, unless a record names them
         */
        public SwitchRecords build(long endNs, Map<Integer, String> names) {
            Map<Integer, List<Run>> byCpu = new HashMap<>();
            cores.forEach((cpu, core) -> {
                end(cpu, core, endNs, core.pid, core.tid, true);
                core.tid = 0;
                byCpu.put(cpu, core.runs);
            });
            Map<Integer, String> all = new HashMap<>(names);
            all.putAll(named);
            return new SwitchRecords(beginNs, endNs, byCpu, all, lost);
        }
    }
}
