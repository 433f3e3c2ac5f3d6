package io.creel.schedulers.os;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what a group asks of the operating system. Not thread-safe. */
public final class OsSettingsBuilder {
    final SystemFiles files;
    final ThreadCalls calls;
    @Nullable
    CpuSet cpus;
    boolean partition;
    boolean jvmThreadsOff;
    boolean raisesSoftirqs;
    boolean lendsCores;
    SchedulingPolicy policy = SchedulingPolicy.DEFAULT;
    /** In microseconds; negative for no request. */
    int latencyUs = -1;

    OsSettingsBuilder(SystemFiles files, ThreadCalls calls) {
        this.files = files;
        this.calls = calls;
    }

    /**
     * Pins the workers: worker number i runs on the i-th of these CPUs only.
     *
     * @param its
     *            as many CPUs as there are workers
     * @return this builder
     */
    public OsSettingsBuilder cpus(CpuSet its) {
        if (its.isEmpty()) {
            throw new IllegalArgumentException("no CPU to pin workers to: cpus=" + its);
        }
        cpus = its;
        return this;
    }

    /**
     * Keeps every other thread of the machine off the workers' CPUs, by a control group. Machine-wide; needs root and
     * {@link #cpus}. It is what a worker under {@code SCHED_DEADLINE} is pinned by.
     *
     * @return this builder
     */
    public OsSettingsBuilder partition() {
        partition = true;
        return this;
    }

    /**
     * Keeps the JVM's own threads (compilers, collectors) off the workers' CPUs; needs {@link #cpus}, and a CPU more.
     *
     * @return this builder
     */
    public OsSettingsBuilder keepJvmThreadsOff() {
        jvmThreadsOff = true;
        return this;
    }

    /**
     * Sets the kernel's scheduling policy of the workers.
     *
     * @param its
     *            the policy
     * @return this builder
     */
    public OsSettingsBuilder policy(SchedulingPolicy its) {
        policy = Objects.requireNonNull(its, "policy");
        return this;
    }

    /**
     * Raises the kernel's thread that delivers packets ({@code ksoftirqd}) of the workers' CPUs together with the
     * workers. Machine-wide; needs root and {@link #cpus}.
     *
     * @return this builder
     */
    public OsSettingsBuilder raiseSoftirqs() {
        raisesSoftirqs = true;
        return this;
    }

    /**
     * Lends the CPUs of inactive workers to threads of this process that borrow, see {@link OsSettings#lending()}.
     * Needs {@link #cpus}. Not together with {@link #partition}, whose control group keeps other threads out.
     *
     * @return this builder
     */
    public OsSettingsBuilder lendCores() {
        lendsCores = true;
        return this;
    }

    /**
     * Asks the machine to wake from power saving within a time, as long as the settings are open. Machine-wide.
     *
     * @param us
     *            microseconds; 0 keeps every CPU awake
     * @return this builder
     */
    public OsSettingsBuilder cpuLatencyUs(int us) {
        if (us < 0) {
            throw new IllegalArgumentException("latency must not be negative: us=" + us);
        }
        latencyUs = us;
        return this;
    }

    /**
     * Applies what concerns the machine and the JVM; each worker's thread applies the rest to itself when it begins.
     * Before that, this undoes what killed processes have left.
     *
     * @return the settings; close them after the group
     * @throws IllegalArgumentException
     *             if a setting needs {@link #cpus} and none are given
     */
    public OsSettings apply() {
        if (cpus == null && (partition || jvmThreadsOff || raisesSoftirqs || lendsCores)) {
            throw new IllegalArgumentException("CPUs of the workers are needed: partition=" + partition
                    + ", keepJvmThreadsOff=" + jvmThreadsOff + ", raiseSoftirqs=" + raisesSoftirqs + ", lendCores="
                    + lendsCores);
        }
        return new OsSettings(this);
    }
}
