package io.creel.jmh.policy;

import static io.creel.jmh.policy.OpenRequests.rank;

import io.creel.agent.poll.PollPackages;
import io.creel.agent.poll.PollingLoader;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.PollCounters;
import io.creel.core.Stash;
import io.creel.jmh.polled.LongRequest;
import io.creel.schedulers.PreemptionTimer;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.schedulers.program.WorkSource;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.sim.load.ServiceMix;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * Serves one open load on one live worker by code that never calls Creel, in a process of its own. The main thread asks
 * runs of more than a quantum to end.
 *
 * <p>
 * Time is the CPU time of the worker: a request is due at such a time, and takes until such a time. So other load of
 * the machine does not count, except that it makes the main thread ask late.
 */
public final class PollLoadPeer implements WorkSource {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BATCH = 32;
    private static final long SEED = 42;
    private static final long QUANTUM_NS = 20_000;

    private final Constructor<?> body;
    private final Work work;
    private final boolean checkpoints;
    private final long[] dueNs;
    private final int[] pieces;
    private final byte[] types;
    private final long[] tookNs;
    private final int firstMeasured;
    private int next;
    private long beginNs;
    /** How many requests have ended. Written by the worker. */
    private volatile int ended;

    private PollLoadPeer(Constructor<?> body, boolean checkpoints, ServiceMix mix, double load, long warmUpNs,
            long measuredNs, Work work) {
        this.body = body;
        this.checkpoints = checkpoints;
        this.work = work;
        var requests = new OpenRequests(mix, load, warmUpNs, measuredNs, SEED);
        dueNs = requests.dueNs;
        pieces = requests.pieces;
        types = requests.types;
        firstMeasured = requests.firstMeasured;
        tookNs = new long[dueNs.length];
    }

    /** Takes the peer, the mix, the load, the rounds of a piece, and the milliseconds of warm-up and of measuring. */
    public static void main(String[] arguments) throws Exception {
        ClassLoader here = PollLoadPeer.class.getClassLoader();
        ClassLoader loader = arguments[0].equals("polls")
                ? new PollingLoader(here, PollPackages.of(List.of("io.creel.jmh.polled")))
                : here;
        Constructor<?> body = loader.loadClass(LongRequest.class.getName()).getConstructor(int.class,
                LongUnaryOperator.class, Runnable.class);
        new PollLoadPeer(body, arguments[0].equals("checkpoints"), ServiceMix.parse(arguments[1]),
                Double.parseDouble(arguments[2]), ns(arguments[4]), ns(arguments[5]),
                new Work(Integer.parseInt(arguments[3]))).run();
        System.exit(0);
    }

    private static long ns(String ms) {
        return Long.parseLong(ms) * 1_000_000;
    }

    private void run() {
        TwoQueue order = new TwoQueue("order", TwoQueue.MAX_QUANTUM_NS, TwoQueue.DEFAULT_MAX_NEW);
        WorkerGroup group = new WorkerGroup("load", 1);
        PolicyProgram program = new PolicyProgram(order, this, BATCH, System::nanoTime);
        group.startEach(index -> worker -> {
            program.doWork(worker);
            return 1; // idle time is CPU time as well
        });
        long startedNs = System.nanoTime();
        try (PreemptionTimer timer = new PreemptionTimer(group, QUANTUM_NS)) {
            while (ended < dueNs.length) {
                timer.check(System.nanoTime());
                Thread.onSpinWait();
            }
        }
        long tookInAllNs = System.nanoTime() - startedNs;
        PollCounters polls = group.worker(0).carrier().counters().polls();
        System.out.println("polls: preempted=" + polls.preempted() + ", alone=" + polls.alone() + ", locked="
                + polls.locked() + ", unsafe=" + polls.unsafe() + ", frame=" + polls.unsafeFrame()
                + ", share of a core=" + 100 * dueNs[dueNs.length - 1] / tookInAllNs + " %");
        group.close();
        System.out.println(report());
    }

    private long nowNs() {
        long cpuNs = THREADS.getCurrentThreadCpuTime();
        if (beginNs == 0) {
            beginNs = cpuNs;
        }
        return cpuNs - beginNs;
    }

    @Override
    public boolean isReady() {
        return next < dueNs.length && dueNs[next] <= nowNs();
    }

    @Override
    public int poll(Worker worker, Stash entry, int max) {
        long nowNs = nowNs();
        int came = 0;
        while (came < max && next < dueNs.length && dueNs[next] <= nowNs) {
            if (!worker.start(entry, bodyOf(next), null)) {
                throw new IllegalStateException("refused, so nothing can be compared: request=" + next);
            }
            next++;
            came++;
        }
        return came;
    }

    @SuppressWarnings("unchecked")
    private Body<Object> bodyOf(int request) {
        LongUnaryOperator piece = checkpoints ? this::pieceAndCheckpoint : work::piece;
        Runnable end = () -> ended(request);
        try {
            return (Body<Object>) body.newInstance(pieces[request], piece, end);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private long pieceAndCheckpoint(long state) {
        Coroutine.checkpoint();
        return work.piece(state);
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one writer
    private void ended(int request) {
        tookNs[request] = nowNs() - dueNs[request];
        ended++;
    }

    /**
     * Returns the median, the 99th and the 99.9th percentile in nanoseconds of the short requests, and the 99th and the
     * 99.9th percentile of the slowdown of all, in thousandths.
     */
    private String report() {
        int measured = tookNs.length - firstMeasured;
        long[] shortNs = new long[measured];
        long[] slowdownMilli = new long[measured];
        int ofShort = 0;
        for (int i = firstMeasured; i < tookNs.length; i++) {
            slowdownMilli[i - firstMeasured] = 1_000 * tookNs[i] / (pieces[i] * Work.PIECE_NS);
            if (types[i] == 0) {
                shortNs[ofShort++] = tookNs[i];
            }
        }
        Arrays.sort(shortNs, 0, ofShort);
        Arrays.sort(slowdownMilli);
        return shortNs[rank(ofShort, 0.5)] + " " + shortNs[rank(ofShort, 0.99)] + " " + shortNs[rank(ofShort, 0.999)]
                + " " + slowdownMilli[rank(measured, 0.99)] + " " + slowdownMilli[rank(measured, 0.999)];
    }
}
