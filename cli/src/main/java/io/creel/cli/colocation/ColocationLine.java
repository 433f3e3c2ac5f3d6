package io.creel.cli.colocation;

import io.creel.schedulers.os.SchedulingPolicy;
import java.util.List;

/**
 * One line of the table: what runs the echo and the work, and which settings the operating system gets.
 *
 * @param id
 *            its name on the command line; its first letter is its part
 * @param text
 *            what it is, for the table
 * @param server
 *            what runs the echo and the work
 * @param echo
 *            the policy of the thread that echoes, or of Creel's worker
 * @param work
 *            the policy of the thread that works; unused if one thread does both
 * @param raisesSoftirqs
 *            whether {@code ksoftirqd} of the core is raised with the echo
 */
record ColocationLine(String id, String text, ServerKind server, SchedulingPolicy echo, SchedulingPolicy work,
        boolean raisesSoftirqs) {
    private static final SchedulingPolicy PLAIN = SchedulingPolicy.DEFAULT;
    private static final SchedulingPolicy FIRST = SchedulingPolicy.nice(-20);
    private static final SchedulingPolicy LAST = SchedulingPolicy.nice(19);
    private static final SchedulingPolicy FIFO = SchedulingPolicy.fifo(50);
    private static final SchedulingPolicy DEADLINE = SchedulingPolicy.MICRO_QUANTA;

    /** All lines in the order of the table. */
    static final List<ColocationLine> ALL = List.of(
            line("a", "two kernel threads", ServerKind.KERNEL_THREADS, PLAIN, PLAIN, false),
            line("b1", "two virtual threads", ServerKind.VIRTUAL_THREADS, PLAIN, PLAIN, false),
            line("b2", "two virtual threads, the work yields", ServerKind.YIELDING_VIRTUAL_THREADS, PLAIN, PLAIN,
                    false),
            line("b3", "two virtual threads on Creel's worker", ServerKind.CREEL_THREADS, PLAIN, PLAIN, false),
            line("c1", "kernel threads, nice -20 and 19", ServerKind.KERNEL_THREADS, FIRST, LAST, false),
            line("c2", "c1, ksoftirqd raised", ServerKind.KERNEL_THREADS, FIRST, LAST, true),
            line("c3", "kernel threads, echo under SCHED_FIFO", ServerKind.KERNEL_THREADS, FIFO, PLAIN, false),
            line("c4", "c3, ksoftirqd raised", ServerKind.KERNEL_THREADS, FIFO, PLAIN, true),
            line("c5", "kernel threads, echo under SCHED_DEADLINE", ServerKind.KERNEL_THREADS, DEADLINE, PLAIN, false),
            line("c6", "c5, ksoftirqd raised", ServerKind.KERNEL_THREADS, DEADLINE, PLAIN, true),
            line("d", "one Creel worker, two classes, slices of 5 us", ServerKind.CREEL_CLASSES, PLAIN, PLAIN, false),
            line("e", "one Creel worker, MicroQuanta 0.9/1 ms", ServerKind.CREEL_MICRO_QUANTA, PLAIN, PLAIN, false),
            line("f1", "Creel's worker beside a process", ServerKind.CREEL_BESIDE_PROCESS, PLAIN, PLAIN, false),
            line("f2", "f1, nice -20 and 19, ksoftirqd raised", ServerKind.CREEL_BESIDE_PROCESS, FIRST, LAST, true),
            line("f3", "f1, worker under SCHED_DEADLINE, ksoftirqd raised", ServerKind.CREEL_BESIDE_PROCESS, DEADLINE,
                    PLAIN, true));

    private static ColocationLine line(String id, String text, ServerKind server, SchedulingPolicy echo,
            SchedulingPolicy work,
            boolean raises) {
        return new ColocationLine(id, text, server, echo, work, raises);
    }

    /** Returns whether a thread under SCHED_DEADLINE needs a root domain of its own to stay on the core. */
    boolean needsPartition() {
        return echo.kind() == SchedulingPolicy.Kind.DEADLINE;
    }

    /** Returns whether the line needs a privilege: a negative nice value or a realtime policy. */
    boolean needsRoot() {
        return echo.isRealtime() || echo.nice() < 0;
    }
}
