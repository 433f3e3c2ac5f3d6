package io.creel.schedulers.os;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells, without root, what kept the calling thread from making progress since the reading before. It reads four
 * values: the clock W, the thread's CPU time C, its run delay R, its voluntary switches V. Then
 *
 * <pre>
 *   late = ΔR      stolen = ΔW − ΔC − ΔR  if ΔV = 0      blocked = the same  if ΔV > 0
 * </pre>
 *
 * Four reads are not one, so they are read again if the clock moves by more than {@value #STEADY_NS} ns across them.
 *
 * <p>
 * Threads: the thread that opened it, alone. A reading takes 1 to 2 µs and allocates nothing. Read again after each
 * sleep ({@link #restart()}), because a sleep is a voluntary switch.
 */
public final class ThreadAccount implements AutoCloseable {
    /** The most by which the clock may move across the four reads, in nanoseconds. */
    public static final long STEADY_NS = 20_000;
    private static final int MAX_READS = 16;

    private final AccountCalls calls;
    private long wallNs;
    private long cpuNs;
    private long runDelayNs;
    private long switches;
    private long lateNs;
    private long stolenNs;
    private long blockedNs;
    private long unsteady;

    ThreadAccount(AccountCalls calls) {
        this.calls = calls;
        if (calls.refusal() == null) {
            read();
        }
    }

    /**
     * {@return the account of the calling platform thread; never fails, see {@link #refusal()}}
     *
     * @param nanoClock
     *            {@code System::nanoTime}
     */
    public static ThreadAccount open(LongSupplier nanoClock) {
        return new ThreadAccount(new LinuxAccountCalls(nanoClock));
    }

    /** {@return why there is no account, as a clause; {@code null} if there is one} Without one, all parts are 0. */
    public @Nullable String refusal() {
        return calls.refusal();
    }

    /** Begins a new interval. */
    public void restart() {
        if (calls.refusal() == null) {
            read();
        }
    }

    /** Ends the interval, so that its parts can be read, and begins a new one. */
    public void next() {
        if (calls.refusal() != null) {
            return;
        }
        long beforeWall = wallNs;
        long beforeCpu = cpuNs;
        long beforeDelay = runDelayNs;
        long beforeSwitches = switches;
        read();
        lateNs = runDelayNs - beforeDelay;
        long rest = Math.max(0, wallNs - beforeWall - (cpuNs - beforeCpu) - lateNs);
        stolenNs = switches == beforeSwitches ? rest : 0;
        blockedNs = switches == beforeSwitches ? 0 : rest;
    }

    private void read() {
        for (int i = 0; i < MAX_READS; i++) {
            wallNs = calls.wallNs();
            cpuNs = calls.cpuNs();
            runDelayNs = calls.runDelayNs();
            switches = calls.voluntarySwitches();
            if (calls.wallNs() - wallNs <= STEADY_NS) {
                return;
            }
        }
        unsteady++;
    }

    /**
     * {@return the time of the reading that ended the interval} A gap ends here, not at a reading of the clock before:
     * the reads themselves invite the kernel to preempt the thread.
     */
    public long atNs() {
        return calls.refusal() == null ? wallNs : calls.wallNs();
    }

    /** {@return how long the thread waited for a core in the interval, in nanoseconds} */
    public long lateNs() {
        return lateNs;
    }

    /** {@return how long the hypervisor had the core in the interval, in nanoseconds} */
    public long stolenNs() {
        return stolenNs;
    }

    /** {@return how long the thread slept in the interval, in nanoseconds} */
    public long blockedNs() {
        return blockedNs;
    }

    /** {@return how many readings were interrupted {@value #MAX_READS} times in a row, and may be inexact} */
    public long unsteady() {
        return unsteady;
    }

    @Override
    public void close() {
        calls.close();
    }
}
