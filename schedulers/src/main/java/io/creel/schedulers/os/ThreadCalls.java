package io.creel.schedulers.os;

import org.jspecify.annotations.Nullable;

/**
 * The system calls about threads. A thread is named by its number in the kernel ({@code tid}); 0 is the calling thread.
 * Calls that change something return 0 or the negative error number.
 */
interface ThreadCalls {
    /** Returns why no call is possible, as a clause; {@code null} if calls are possible. */
    @Nullable
    String refusal();

    /** Returns the number of the calling thread. */
    int self();

    /** Returns on which CPUs a thread may run; empty if there is no such thread. */
    CpuSet affinity(int tid);

    int setAffinity(int tid, CpuSet cpus);

    /** Returns the policy of a thread; {@code null} if there is no such thread. */
    @Nullable
    SchedulingPolicy policy(int tid);

    /** Sets the policy. If {@code resetOnFork}, threads that it starts get the default policy. */
    int setPolicy(int tid, SchedulingPolicy policy, boolean resetOnFork);
}
