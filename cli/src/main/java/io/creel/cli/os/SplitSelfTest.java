package io.creel.cli.os;

import io.creel.core.JvmArguments;
import io.creel.schedulers.latency.LatencyCause;
import io.creel.schedulers.latency.CauseTimeline;
import io.creel.schedulers.latency.SwitchRecords;
import io.creel.schedulers.latency.WorkerTimes;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.os.SchedulingPolicy;
import io.creel.schedulers.os.SwitchRecorder;
import io.creel.schedulers.os.ThreadAccount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Checks both instruments on this machine: it disturbs a computing thread in known ways and compares what the
 * instruments find with the account of the disturbance itself. It takes about 10 s, and needs one CPU of its own.
 */
public final class SplitSelfTest {
    private static final String EXACT = "switch records";
    private static final String ACCOUNT = "thread account";
    private static final long RIVAL_NS = 1_500_000_000;
    private static final int BURSTS = 60;
    private static final long BURST_NS = 5_000_000;
    private static final long PAUSE_NS = 20_000_000;
    private static final int STOPS = 3;
    private static final long STOP_NS = 300_000_000;
    private static final int SIGCONT = 18;
    private static final int SIGSTOP = 19;

    private final int cpu;

    /**
     * Makes a self-test.
     *
     * @param cpu
     *            the CPU that the disturbed thread and its rivals share
     */
    public SplitSelfTest(int cpu) {
        this.cpu = cpu;
    }

    /** What is done to the worker; it returns for how long, in nanoseconds, and by which thread. */
    private interface Disturbance {
        Done run() throws IOException, InterruptedException;
    }

    private record Done(long ns, int tid) {
    }

    /**
     * Runs all disturbances. Blocks the caller.
     *
     * @return a comparison per disturbance and instrument
     * @throws IOException
     *             if a rival cannot be started
     * @throws InterruptedException
     *             if the caller is interrupted
     */
    public List<SplitCheck> run() throws IOException, InterruptedException {
        List<SplitCheck> checks = new ArrayList<>();
        String refusal = KernelThreads.refusal();
        if (refusal != null) {
            return List.of(SplitCheck.refused("all", EXACT + ", " + ACCOUNT, refusal));
        }
        checks.addAll(rival("rival thread of this process", LatencyCause.OWN_THREADS, this::rivalThread));
        checks.addAll(rivalProcess());
        checks.addAll(rival("SCHED_FIFO bursts", LatencyCause.OWN_THREADS, this::bursts));
        checks.addAll(stopped());
        return checks;
    }

    /** Compares, for a rival on the worker's core. */
    private List<SplitCheck> rival(String name, LatencyCause cause, Disturbance disturbance)
            throws IOException, InterruptedException {
        try (SwitchRecorder recorder = SwitchRecorder.open(CpuSet.of(cpu), SwitchRecorder.DEFAULT_RING_BYTES,
                System::nanoTime);
                SpinningWorker worker = new SpinningWorker(cpu)) {
            Done done = disturbance.run();
            if (done.tid < 0) {
                return List.of(SplitCheck.refused(name, EXACT + ", " + ACCOUNT,
                        KernelThreads.policy(0, SchedulingPolicy.fifo(1)) + ""));
            }
            worker.end();
            return compare(name, cause, worker, recorder, done);
        }
    }

    private static List<SplitCheck> compare(String name, LatencyCause cause, SpinningWorker worker,
            SwitchRecorder recorder,
            Done done) {
        List<SplitCheck> checks = new ArrayList<>();
        SwitchRecords records = recorder.stop();
        CauseTimeline byAccount = WorkerTimes.byAccount(worker.log(), worker.beginNs(), worker.endNs());
        double othersMs = done.ns / 1e6;
        if (records == null) {
            checks.add(SplitCheck.refused(name, EXACT, String.valueOf(recorder.refusal())));
        } else {
            CauseTimeline exact = WorkerTimes.exact(worker.log(), records, worker.tid(), KernelThreads.process());
            SwitchRecords.Stops stops = records.stops(worker.tid(), KernelThreads.process());
            long found = stops.holders().getOrDefault(done.tid, 0L);
            // Under its own name, and inside the cause that it belongs to.
            found = Math.min(found, ms(exact, cause, worker));
            checks.add(new SplitCheck(name, EXACT,
                    records.lost() == 0
                            ? cause.text() + ": " + records.name(done.tid)
                            : "void, records were lost: lost=" + records.lost(),
                    done.ns / 1e6, records.lost() == 0 ? found / 1e6 : Double.NaN, null));
            // The thread's account cannot tell its rivals apart: all of them count.
            othersMs += (ms(exact, LatencyCause.OWN_THREADS, worker) + ms(exact, LatencyCause.FOREIGN, worker) - found)
                    / 1e6;
        }
        try (ThreadAccount account = ThreadAccount.open(System::nanoTime)) {
            checks.add(new SplitCheck(name, ACCOUNT, LatencyCause.WORKER_LATE.text(), othersMs,
                    ms(byAccount, LatencyCause.WORKER_LATE, worker) / 1e6, account.refusal()));
        }
        return checks;
    }

    private static long ms(CauseTimeline timeline, LatencyCause cause, SpinningWorker worker) {
        return timeline.times(cause).overlapNs(worker.beginNs(), worker.endNs());
    }

    private Done rivalThread() throws InterruptedException {
        return onAThread("split-rival", SchedulingPolicy.DEFAULT, () -> spinUntil(System.nanoTime() + RIVAL_NS));
    }

    private Done bursts() throws InterruptedException {
        return onAThread("split-fifo", SchedulingPolicy.fifo(1), () -> {
            for (int i = 0; i < BURSTS; i++) {
                spinUntil(System.nanoTime() + BURST_NS);
                LockSupport.parkNanos(PAUSE_NS);
            }
        });
    }

    private Done onAThread(String name, SchedulingPolicy policy, Runnable work) throws InterruptedException {
        long[] done = {0, -1};
        Thread rival = Thread.ofPlatform().name(name).start(() -> {
            KernelThreads.pin(0, CpuSet.of(cpu));
            if (policy != SchedulingPolicy.DEFAULT && KernelThreads.policy(0, policy) != null) {
                return;
            }
            int tid = KernelThreads.self();
            long before = KernelThreads.cpuNs(KernelThreads.process(), tid);
            work.run();
            done[0] = KernelThreads.cpuNs(KernelThreads.process(), tid) - before;
            done[1] = tid;
        });
        rival.join();
        return new Done(done[0], (int) done[1]);
    }

    private static void spinUntil(long untilNs) {
        while (System.nanoTime() - untilNs < 0) {
            Thread.onSpinWait();
        }
    }

    /** A rival that is a process of its own, with a name of its own. */
    private List<SplitCheck> rivalProcess() throws IOException, InterruptedException {
        String name = "split-foreign";
        Path folder = Files.createTempDirectory("creel-split");
        Path script = folder.resolve(name);
        try {
            Files.writeString(script, "#!/bin/sh\nwhile :; do :; done\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
            Process[] rival = new Process[1];
            try {
                return rival("rival process", LatencyCause.FOREIGN, () -> {
                    rival[0] = new ProcessBuilder(script.toString()).start();
                    int pid = (int) rival[0].pid();
                    KernelThreads.pin(pid, CpuSet.of(cpu));
                    long before = KernelThreads.cpuNs(pid, pid);
                    LockSupport.parkNanos(RIVAL_NS);
                    KernelThreads.signal(pid, SIGSTOP); // its account is exact only while it does not run
                    LockSupport.parkNanos(PAUSE_NS);
                    return new Done(KernelThreads.cpuNs(pid, pid) - before, pid);
                });
            } finally {
                if (rival[0] != null) {
                    rival[0].destroyForcibly().waitFor();
                }
            }
        } finally {
            Files.deleteIfExists(script);
            Files.deleteIfExists(folder);
        }
    }

    /** Stops a whole process, which is another JVM, because a shell takes a stopped command for suspended. */
    private List<SplitCheck> stopped() throws IOException, InterruptedException {
        String name = "SIGSTOP, then SIGCONT";
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JvmArguments.lines());
        words.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), SplitSelfTest.class.getName(),
                Integer.toString(cpu)));
        Process process = new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var out = process.inputReader(); var in = process.outputWriter()) {
            if (out.readLine() == null) {
                return List.of(SplitCheck.refused(name, EXACT, "the process that is to be stopped does not start"));
            }
            long stoppedNs = 0;
            for (int i = 0; i < STOPS; i++) {
                KernelThreads.signal((int) process.pid(), SIGSTOP);
                long from = System.nanoTime();
                LockSupport.parkNanos(STOP_NS);
                stoppedNs += System.nanoTime() - from;
                KernelThreads.signal((int) process.pid(), SIGCONT);
                LockSupport.parkNanos(STOP_NS / 2);
            }
            in.write("end\n");
            in.flush();
            String line = out.readLine();
            String[] figures = line == null ? new String[]{"-1", "-1"} : line.split(" ", 3);
            String refusal = figures.length > 2 ? figures[2] : null;
            return List.of(
                    new SplitCheck(name, EXACT, LatencyCause.BLOCKED.text(), stoppedNs / 1e6,
                            Long.parseLong(figures[0]) / 1e6, refusal),
                    new SplitCheck(name, ACCOUNT, LatencyCause.BLOCKED.text(), stoppedNs / 1e6,
                            Long.parseLong(figures[1]) / 1e6, null));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /**
     * The process that is stopped: prints a line when it computes, waits for one, and prints the nanoseconds of both
     * instruments.
     *
     * @param arguments
     *            the CPU
     * @throws IOException
     *             if its input or output is closed
     * @throws InterruptedException
     *             never
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int cpu = Integer.parseInt(arguments[0]);
        try (SwitchRecorder recorder = SwitchRecorder.open(CpuSet.of(cpu), SwitchRecorder.DEFAULT_RING_BYTES,
                System::nanoTime);
                SpinningWorker worker = new SpinningWorker(cpu)) {
            System.out.println("computes");
            while (System.in.read() != '\n') {
                // the words do not matter
            }
            worker.end();
            SwitchRecords records = recorder.stop();
            long exact = records == null
                    ? 0
                    : ms(WorkerTimes.exact(worker.log(), records, worker.tid(), KernelThreads.process()),
                            LatencyCause.BLOCKED,
                            worker);
            long byAccount = ms(WorkerTimes.byAccount(worker.log(), worker.beginNs(), worker.endNs()),
                    LatencyCause.BLOCKED,
                    worker);
            System.out.println(exact + " " + byAccount + (records == null ? " " + recorder.refusal() : ""));
        }
    }
}
