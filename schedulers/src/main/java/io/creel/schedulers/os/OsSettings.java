package io.creel.schedulers.os;

import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerThreadSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What a group of workers has got from the operating system: cores, a share of them, and threads that keep off.
 *
 * <pre>{@code
 * try (var os = OsSettings.builder().cpus(CpuSet.parse("1")).policy(SchedulingPolicy.nice(-20)).apply();
 *         var workers = WorkerGroup.builder("net", 1).eachThread(os).build()) {
 *     workers.run(program);
 * }
 * }</pre>
 *
 * <p>
 * Whatever is refused is logged once, with what is lost by it; {@link #outcomes()} lists everything. The program runs
 * on. A thread that a worker starts has none of these settings but its CPUs. The close undoes what reaches beyond the
 * workers' threads; if the process is killed, the next {@link OsSettingsBuilder#apply()} or {@code creel undo} does.
 *
 * <p>
 * Threads: {@link #begin} on each worker's thread, everything else on any.
 */
public final class OsSettings implements WorkerThreadSetup, AutoCloseable {
    private static final System.Logger LOG = System.getLogger("io.creel.schedulers.os");
    private static final String LATENCY_FILE = "/dev/cpu_dma_latency";
    private static final String UNTIL_CLOSE = "undone by the close";
    private static final String OWN_THREAD = "it ends with the thread";

    private final SystemFiles files;
    private final ThreadCalls calls;
    private final OsSettingsBuilder asked;
    private final List<OsOutcome> outcomes = new CopyOnWriteArrayList<>();
    private final @Nullable String refusal;
    private final LentCores lending;
    private final Map<Integer, CpuSet> jvmBefore = new LinkedHashMap<>();
    private @Nullable UndoJournal journal;
    private @Nullable CpuPartition partition;
    private @Nullable OutputStream latency;
    private boolean closed;

    OsSettings(OsSettingsBuilder asked) {
        this.asked = asked;
        files = asked.files;
        calls = asked.calls;
        refusal = calls.refusal();
        if (refusal != null) {
            lending = new LentCores(calls, CpuSet.of(), asked.policy);
            lost("settings of the operating system", refusal, "workers run where and when the kernel chooses");
            return;
        }
        cleanUp(files, calls).forEach(said -> LOG.log(System.Logger.Level.WARNING, said));
        if (asked.latencyUs >= 0) {
            requestLatency(asked.latencyUs);
        }
        CpuSet cpus = asked.cpus;
        if (cpus != null) {
            if (asked.partition) {
                makePartition(cpus);
            }
            if (asked.jvmThreadsOff) {
                keepJvmThreadsOff(cpus);
            }
        }
        softirqs(cpus);
        lending = lending(cpus);
    }

    private LentCores lending(@Nullable CpuSet cpus) {
        boolean lends = asked.lendsCores && cpus != null && partition == null;
        if (lends) {
            inForce("lending of CPUs " + cpus, UNTIL_CLOSE);
        } else if (asked.lendsCores) {
            lost("lending of CPUs " + cpus, "they are a partition, whose control group keeps other threads out",
                    "the CPU of an inactive worker is idle");
        }
        return new LentCores(calls, lends && cpus != null ? cpus : CpuSet.of(), asked.policy);
    }

    /**
     * Returns what lends the CPUs of inactive workers: give it to the placement of the group, and let threads of the
     * application borrow. It lends nothing if {@link OsSettingsBuilder#lendCores()} was not asked for or was refused.
     *
     * @return closed together with these settings
     */
    public LentCores lending() {
        return lending;
    }

    /** {@return a builder of settings for this machine} */
    public static OsSettingsBuilder builder() {
        return new OsSettingsBuilder(SystemFiles.REAL, new LinuxThreadCalls());
    }

    /**
     * Undoes what killed processes have left on this machine: control groups, priorities of the kernel's threads.
     *
     * @return a sentence for each process, and for each step that failed; empty if there was nothing
     */
    public static List<String> undoLeftovers() {
        var calls = new LinuxThreadCalls();
        return calls.refusal() == null ? cleanUp(SystemFiles.REAL, calls) : List.of();
    }

    static List<String> cleanUp(SystemFiles files, ThreadCalls calls) {
        return UndoJournal.cleanUp(files, calls);
    }

    /** {@return what became of each setting so far, in order} */
    public List<OsOutcome> outcomes() {
        return List.copyOf(outcomes);
    }

    private void inForce(String setting, String until) {
        outcomes.add(new OsOutcome(setting, true, until));
    }

    private void lost(String setting, String why, String loss) {
        var outcome = new OsOutcome(setting, false, why + "; " + loss);
        outcomes.add(outcome);
        LOG.log(System.Logger.Level.WARNING, outcome.toString());
    }

    private void requestLatency(int us) {
        String setting = "wake-up from power saving within " + us + " us";
        try {
            latency = Files.newOutputStream(files.path(LATENCY_FILE), StandardOpenOption.WRITE);
            latency.write(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder()).putInt(us).array());
            inForce(setting, "the kernel drops it when the process ends, also when it is killed");
        } catch (IOException refused) {
            lost(setting, LATENCY_FILE + " cannot be written: " + String.valueOf(refused.getMessage()),
                    "an idle CPU may take longer to wake");
        }
    }

    private UndoJournal journal() throws IOException {
        if (journal == null) {
            journal = UndoJournal.open(files, calls, ProcessHandle.current().pid());
        }
        return journal;
    }

    private void makePartition(CpuSet cpus) {
        String setting = "a partition of CPUs " + cpus;
        String loss = "other threads of the machine may run on the workers' CPUs";
        try {
            partition = CpuPartition.make(files, journal(), ProcessHandle.current().pid(), cpus);
            inForce(setting, UNTIL_CLOSE);
        } catch (IOException refused) {
            lost(setting, String.valueOf(refused.getMessage()), loss);
            undoJournal();
        }
    }

    private void keepJvmThreadsOff(CpuSet cpus) {
        String setting = "no compiler and collector threads on CPUs " + cpus;
        int moved = 0;
        for (var thread : OtherThreads.ofJvm(files).entrySet()) {
            CpuSet before = calls.affinity(thread.getKey());
            CpuSet rest = before.without(cpus);
            if (!before.isEmpty() && rest.isEmpty()) {
                lost(setting, "no CPU would be left for them: allowed=" + before,
                        "a compilation may stop a worker for milliseconds");
                return;
            }
            if (calls.setAffinity(thread.getKey(), rest) == 0) {
                jvmBefore.put(thread.getKey(), before);
                moved++;
            }
        }
        if (moved == 0) {
            lost(setting, "no such thread was found", "a compilation may stop a worker for milliseconds");
        } else {
            inForce(setting, UNTIL_CLOSE + "; threads=" + moved);
        }
    }

    private void softirqs(@Nullable CpuSet cpus) {
        SchedulingPolicy worker = asked.policy;
        if (!isRaised() || cpus == null) {
            return;
        }
        String loss = "packets and completions of a CPU wait while its worker runs without a break";
        for (int cpu : cpus.numbers()) {
            String setting = "ksoftirqd/" + cpu + " raised with the worker";
            if (!asked.raisesSoftirqs) {
                outcomes.add(new OsOutcome(setting, false, "it was not asked for; " + loss));
                continue;
            }
            // A thread that is bound to a CPU cannot have SCHED_DEADLINE; the lowest FIFO gets what the worker leaves.
            SchedulingPolicy its = worker.kind() == SchedulingPolicy.Kind.DEADLINE ? SchedulingPolicy.fifo(1) : worker;
            String refused = raise(OtherThreads.softirqOf(files, cpu), "ksoftirqd/" + cpu, its);
            if (refused == null) {
                inForce(setting, UNTIL_CLOSE + "; policy=" + its);
            } else {
                lost(setting, refused, loss);
            }
        }
    }

    private @Nullable String raise(int tid, String name, SchedulingPolicy its) {
        SchedulingPolicy before = tid < 0 ? null : calls.policy(tid);
        if (before == null) {
            return "the thread cannot be seen from here";
        }
        try {
            journal().note("policy " + tid + " " + name + " " + before.nice() + " " + before.priority());
        } catch (IOException unwritable) {
            return "it could not be undone after a kill: " + unwritable.getMessage();
        }
        int result = calls.setPolicy(tid, its, false);
        return result < 0 ? Refusals.policy(-result, its, files) : null;
    }

    /**
     * Lets a thread that is no worker run beside the workers, on their CPUs only: moves it into their partition if
     * there is one, otherwise pins it. Its policy stays. The thread may belong to another process; it may be
     * best-effort work that is to have what the workers leave. The pinning ends with the thread.
     *
     * @param tid
     *            the number of the thread in the kernel, as in {@code /proc/PID/task}
     * @return what became of it, also added to {@link #outcomes()}
     */
    public OsOutcome admit(int tid) {
        CpuSet cpus = asked.cpus;
        String setting = "thread " + tid + " beside the workers";
        String loss = "it competes for other CPUs";
        if (refusal != null) {
            lost(setting, refusal, loss);
        } else if (cpus == null) {
            lost(setting, "no CPUs were asked for", loss);
        } else if (partition != null) {
            join(setting, partition, tid);
        } else {
            int result = calls.setAffinity(tid, cpus);
            if (result == 0) {
                inForce(setting, OWN_THREAD);
            } else {
                lost(setting, Refusals.affinity(-result), loss);
            }
        }
        return outcomes.getLast();
    }

    private void join(String setting, CpuPartition its, int tid) {
        try {
            its.join(tid);
            inForce(setting, UNTIL_CLOSE);
        } catch (IOException refused) {
            lost(setting, String.valueOf(refused.getMessage()), "it runs outside the partition");
        }
    }

    /** Applies the settings of a worker's thread to the calling thread. */
    @Override
    public void begin(Worker worker) {
        if (refusal != null) {
            return;
        }
        lending.begins(worker.index());
        CpuSet cpus = asked.cpus;
        boolean deadline = asked.policy.kind() == SchedulingPolicy.Kind.DEADLINE;
        if (cpus != null && partition != null) {
            join(worker, partition);
        }
        if (cpus != null && !deadline) {
            pin(worker, cpus);
        } else if (cpus != null && partition == null) {
            lost("a CPU for worker " + worker, "a thread under SCHED_DEADLINE stays on all CPUs of its root domain, and"
                    + " only a partition makes that smaller", "the kernel moves it between CPUs");
        }
        if (!asked.policy.equals(SchedulingPolicy.DEFAULT)) {
            String setting = asked.policy + " for worker " + worker;
            int result = calls.setPolicy(0, asked.policy, true);
            if (result == 0) {
                inForce(setting, OWN_THREAD);
            } else {
                lost(setting, Refusals.policy(-result, asked.policy, files),
                        "other threads of its CPU compete with it as equals");
            }
        }
    }

    private void join(Worker worker, CpuPartition its) {
        try {
            its.join(calls.self());
        } catch (IOException refused) {
            lost("worker " + worker + " in the partition", String.valueOf(refused.getMessage()), "it runs outside");
        }
    }

    private void pin(Worker worker, CpuSet cpus) {
        int[] numbers = cpus.numbers();
        if (worker.index() >= numbers.length) {
            lost("a CPU for worker " + worker, "there are fewer CPUs than workers: cpus=" + cpus,
                    "the kernel moves it between CPUs");
            return;
        }
        int cpu = numbers[worker.index()];
        String setting = "CPU " + cpu + " for worker " + worker;
        String why = obstacle(cpu);
        if (why == null) {
            int result = calls.setAffinity(0, CpuSet.of(cpu));
            why = result == 0 ? null : Refusals.affinity(-result);
        }
        if (why == null) {
            inForce(setting, OWN_THREAD);
        } else {
            lost(setting, why, "the kernel moves it between CPUs");
        }
    }

    /** Returns why a worker cannot be pinned to a CPU, as far as files tell. */
    private @Nullable String obstacle(int cpu) {
        var topology = new CpuTopology(files);
        if (topology.isKnown() && !topology.online().contains(cpu)) {
            return "the CPU is offline or does not exist: online=" + topology.online();
        }
        CpuSet allowed = CpuLimits.read(files).allowed();
        if (partition == null && allowed != null && !allowed.contains(cpu)) {
            return "the CPU is outside the cpuset of this process: allowed=" + allowed;
        }
        return null;
    }

    /** A thread that spins under a realtime policy is stopped by the kernel, and starves the CPU's other threads. */
    @Override
    public boolean forbidsSpinning() {
        return asked.policy.isRealtime();
    }

    /** A negative nice value lets a spinning worker take nearly all of a core, as a realtime policy does. */
    @Override
    public boolean hasPriority() {
        return isRaised();
    }

    private boolean isRaised() {
        return asked.policy.isRealtime() || asked.policy.nice() < 0;
    }

    private void undoJournal() {
        UndoJournal noted = journal;
        journal = null;
        if (noted != null) {
            noted.undo().forEach(said -> LOG.log(System.Logger.Level.WARNING, said));
        }
    }

    /** Undoes what reaches beyond the workers' threads. Call it after the group's close. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        lending.close();
        jvmBefore.forEach((tid, before) -> {
            var _ = calls.setAffinity(tid, before); // a thread that has ended needs nothing
        });
        undoJournal();
        OutputStream open = latency;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failure) {
                LOG.log(System.Logger.Level.WARNING, "cannot close " + LATENCY_FILE + ": " + failure.getMessage());
            }
        }
    }
}
