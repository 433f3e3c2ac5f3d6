package io.creel.schedulers.placement;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random life of a placement, from a seed: requests come, workers take, finish and are preempted, time passes. After
 * every event the invariants are checked.
 *
 * <ol>
 * <li><b>none twice</b>: a taken handle was placed, and was not taken since;</li>
 * <li><b>none lost</b>: in the end every placed handle has finished, within a bounded number of rounds;</li>
 * <li><b>work conservation</b>, if promised: a worker that takes nothing leaves nothing waiting;</li>
 * <li><b>order</b>, if the order is FIFO: one take brings handles in order of arrival, stolen or not.</li>
 * </ol>
 */
final class RandomStream {
    private static final int EVENTS = 4_000;
    private static final int MAX_WAITING = 200;

    private final SplittableRandom random;
    private final Placement placement;
    private final long[] nowNs;
    private final int workers;
    private final boolean conserves;
    private final boolean ordered;
    private final Set<PlacementDriver.Request> waiting = new HashSet<>();
    private final List<PlacementTaker> takers = new ArrayList<>();
    /** The handle each worker runs, {@code null} for none. */
    private final Coroutine[] running;
    /** Whether removed workers hand over what they have. */
    private boolean handsOver;
    private int placed;
    private int finished;

    RandomStream(long seed, Placement placement, long[] nowNs, int workers, boolean conserves, boolean ordered) {
        random = new SplittableRandom(seed);
        this.placement = placement;
        this.nowNs = nowNs;
        this.workers = workers;
        this.conserves = conserves;
        this.ordered = ordered;
        running = new Coroutine[workers];
        for (int worker = 0; worker < workers; worker++) {
            takers.add(new PlacementTaker(worker, new Batch(1 + random.nextInt(16)), placement));
        }
    }

    /** Lets removed workers hand over what they have, at random moments. */
    RandomStream handingOver() {
        handsOver = true;
        return this;
    }

    void run() {
        for (int i = 0; i < EVENTS; i++) {
            nowNs[0] += 1 + random.nextInt(2_000);
            placement.maintain();
            int worker = random.nextInt(workers);
            if (handsOver && random.nextBoolean()) {
                handOver(worker);
            }
            switch (random.nextInt(5)) {
                case 0, 1 -> place();
                case 2 -> take(worker);
                case 3 -> finish(worker);
                default -> preempt(worker);
            }
        }
        drain();
    }

    private void place() {
        if (waiting.size() >= MAX_WAITING) {
            return;
        }
        PlacementDriver.Request request = new PlacementDriver.Request("r", random.nextInt(2), random.nextInt(64),
                placed + 1_000_000L * placed,
                1 + random.nextInt(1_500));
        int by = random.nextInt(workers + 1) - 1;
        if (placement.place(PlacementDriver.handle(request), by)) {
            placed++;
            waiting.add(request);
        }
    }

    private void take(int worker) {
        if (running[worker] != null) {
            return;
        }
        PlacementTaker taker = takers.get(worker);
        int count = taker.take(placement);
        check(count >= 0, "contended without a second thread");
        if (count == 0) {
            check(!conserves || worker >= placement.signals().active() || lengths() == 0,
                    "worker " + worker + " idles while " + lengths() + " wait");
            return;
        }
        long last = -1;
        for (int i = 0; i < taker.batch().size(); i++) {
            PlacementDriver.Request request = PlacementDriver.request(taker.batch().get(i));
            check(waiting.remove(request), "taken, but was not waiting: " + request);
            check(!ordered || request.deadlineNs() >= last, "out of order: " + request);
            last = request.deadlineNs();
        }
        goOn(worker);
    }

    private void handOver(int worker) {
        PlacementTaker taker = takers.get(worker);
        for (int i = 0; i < taker.batch().size(); i++) {
            waiting.add(PlacementDriver.request(taker.batch().get(i)));
        }
        int before = lengths() + taker.batch().size();
        int gone = taker.handOver();
        check(gone == 0 || worker >= placement.signals().active(), "an active worker hands over");
        check(before == lengths() + taker.batch().size(), "lost or doubled by a hand-over: before=" + before);
        for (int i = 0; i < taker.batch().size(); i++) {
            check(waiting.remove(PlacementDriver.request(taker.batch().get(i))), "kept, but was not held");
        }
    }

    private void finish(int worker) {
        if (running[worker] != null) {
            finished++;
            takers.get(worker).finished();
            goOn(worker);
        }
    }

    private void preempt(int worker) {
        PlacementTaker taker = takers.get(worker);
        Coroutine handle = running[worker];
        if (handle == null || taker.quantumNs() == Long.MAX_VALUE) {
            return;
        }
        nowNs[0] += Math.min(taker.quantumNs(), 100_000);
        if (taker.waits(handle) && taker.preempted(handle)) {
            waiting.add(PlacementDriver.request(handle));
            goOn(worker);
        }
    }

    private void goOn(int worker) {
        PlacementTaker taker = takers.get(worker);
        running[worker] = taker.batch().take();
        if (running[worker] != null) {
            taker.began(running[worker]);
        }
    }

    /**
     * Ends all arrivals: every request ends, within as many rounds as there are requests and some more for handles that
     * move only now and then.
     */
    private void drain() {
        for (int rounds = 0; finished < placed; rounds++) {
            check(rounds < 2 * placed + 10_000,
                    "lost or starved: placed=" + placed + ", finished=" + finished + ", waiting="
                            + waiting.size() + ", lengths=" + lengths());
            nowNs[0] += 1_000;
            placement.maintain();
            for (int worker = 0; worker < workers; worker++) {
                take(worker);
                finish(worker);
            }
        }
        check(waiting.isEmpty() && lengths() == 0, "left over: " + waiting);
    }

    private int lengths() {
        int lengths = 0;
        for (int queue = 0; queue < placement.queues(); queue++) {
            lengths += placement.signals().length(queue);
        }
        return lengths;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
