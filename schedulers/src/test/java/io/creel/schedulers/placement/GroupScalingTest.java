package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.scaling.CoreLending;
import io.creel.schedulers.where.PerWorker;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Workers of a real group are added and removed at the worst moments. Each moment is forced: threads wait for each
 * other and for no time. The policy has a queue per worker, so that a removed worker has something to hand over.
 */
@Timeout(120)
class GroupScalingTest {
    /** Sends a handle to the worker that its argument names, or to the last active one. */
    private static final class Named extends PerWorker {
        volatile Runnable afterChoice = () -> {
        };

        Named() {
            super("named");
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            int chosen = Math.min((Integer) handle.argument(), signals().active() - 1);
            afterChoice.run();
            return chosen;
        }
    }

    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
    private final GivenWorkers scaling = new GivenWorkers(2);
    private final Named where = new Named();
    private volatile Runnable whileLending = () -> {
    };
    private final CoreLending lending = new CoreLending() {
        @Override
        public void lend(int worker) {
            whileLending.run();
            calls.add("lend " + worker + " by " + Thread.currentThread().getName());
        }

        @Override
        public void reclaim(int worker) {
            calls.add("reclaim " + worker);
        }
    };
    private final Placement placement = Placement.builder("net", 2, System::nanoTime).where(where).scaling(scaling)
            .lending(lending).build();
    private final WorkerGroup group = WorkerGroup.builder("net", 2)
            .coroutineFailures((coroutine, failure) -> failures.add(failure))
            .failures((worker, failure) -> failures.add(failure)).build();

    @AfterEach
    void shouldHaveLostNothing() {
        group.close();
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(0, group.counts().outstanding());
        assertTrue(placement.isEmpty());
    }

    private void place(int worker, Body<Integer> body) {
        assertTrue(placement.place(Coroutine.create(body, worker), Where.NONE));
    }

    private void note(String what) {
        ran.add(what + " on " + Thread.currentThread().getName());
    }

    private static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private void untilRan(int count) {
        until(() -> ran.size() == count);
    }

    @Test
    void shouldHandOverTheRestWhenRemovedWhileABatchIsHalfResumed() {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        place(1, _ -> {
            began.countDown();
            until(() -> goesOn.getCount() == 0);
            note("first");
        });
        for (int i = 0; i < 4; i++) {
            place(1, _ -> note("rest"));
        }
        placement.start(group, 8);
        until(() -> began.getCount() == 0);
        scaling.become(1, placement);
        goesOn.countDown();
        untilRan(5);
        assertEquals("first on net-1", ran.getFirst());
        assertEquals(4, Collections.frequency(ran, "rest on net-0"));
        assertEquals(4, placement.handedOver());
        assertEquals(5, group.worker(0).counts().resumed() + group.worker(1).counts().resumed());
    }

    @Test
    void shouldHandOverTheQueueOfARemovedWorkerInItsOrder() {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        placement.start(group, 1); // the batch is one handle: the others are in the queue
        place(1, _ -> {
            began.countDown();
            until(() -> goesOn.getCount() == 0);
        });
        until(() -> began.getCount() == 0);
        for (int i = 0; i < 3; i++) {
            String name = "queued " + i;
            place(1, _ -> note(name));
        }
        scaling.become(1, placement);
        goesOn.countDown();
        untilRan(3);
        assertEquals(List.of("queued 0 on net-0", "queued 1 on net-0", "queued 2 on net-0"), ran);
        assertEquals(3, placement.handedOver());
    }

    /** The order has no quantum, and nothing else waits: only the removal makes the coroutine go. */
    @Test
    void shouldGoOnElsewhereAtTheNextCheckpointWhenItsCoreIsHarvested() {
        CountDownLatch began = new CountDownLatch(1);
        placement.start(group, 8);
        place(1, _ -> {
            note("begins");
            began.countDown();
            until(() -> placement.signals().active() == 1);
            Coroutine.checkpoint();
            note("after one checkpoint");
            Coroutine.checkpoint();
            note("after two checkpoints");
        });
        until(() -> began.getCount() == 0);
        scaling.become(1, placement);
        untilRan(3);
        assertEquals(List.of("begins on net-1", "after one checkpoint on net-0", "after two checkpoints on net-0"),
                ran);
        assertEquals(1, placement.handedOver());
    }

    /** Code with polls instead of checkpoints answers a request, and the word it reads must not stay raised. */
    @Test
    void shouldAskTheRunningCoroutineToMakeRoomAndWithdrawWhenItHasLeft() {
        CountDownLatch began = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        placement.start(group, 8);
        place(1, _ -> {
            began.countDown();
            until(() -> goesOn.getCount() == 0);
            note("ends");
        });
        until(() -> began.getCount() == 0);
        scaling.target = 1;
        placement.maintain();
        until(() -> placement.signals().active() == 1);
        boolean everAsked = false;
        for (int looks = 0; looks < 2 * 16 && !everAsked; looks++) {
            everAsked = group.worker(1).carrier().isPreemptionPending();
            placement.maintain();
        }
        assertTrue(everAsked);
        goesOn.countDown();
        untilRan(1);
        until(() -> calls.contains("lend 1 by net-1"));
        assertEquals(false, group.worker(1).carrier().isPreemptionPending());
    }

    @Test
    void shouldHandOverAHandleThatWasPlacedWhileItsWorkerLeft() {
        placement.start(group, 8);
        where.afterChoice = () -> {
            where.afterChoice = () -> {
            };
            scaling.become(1, placement);
            until(() -> calls.contains("lend 1 by net-1")); // it has looked for the last time, and sleeps or will
        };
        place(1, _ -> note("late"));
        untilRan(1);
        assertEquals(List.of("late on net-0"), ran);
        assertEquals(1, placement.handedOver());
    }

    @Test
    void shouldTakeACoroutineInElsewhereWhenItSuspendsOnARemovedWorker() {
        CountDownLatch began = new CountDownLatch(1);
        placement.start(group, 8);
        place(1, _ -> {
            began.countDown();
            until(() -> placement.signals().active() == 1);
            Coroutine.transfer(placement);
            note("resumed");
        });
        until(() -> began.getCount() == 0);
        scaling.become(1, placement);
        untilRan(1);
        assertEquals(List.of("resumed on net-0"), ran);
    }

    @Test
    void shouldKeepTheLastWorkerWhateverThePolicySays() {
        scaling.target = 0;
        placement.start(group, 8);
        until(() -> placement.signals().active() == 1);
        place(0, _ -> note("served"));
        untilRan(1);
        assertEquals(List.of("served on net-0"), ran);
        until(() -> !calls.isEmpty());
        assertEquals(List.of("lend 1 by net-1"), List.copyOf(calls));
    }

    @Test
    void shouldReclaimOnTheWorkersThreadWhenItIsAddedWhileItLends() {
        CountDownLatch lends = new CountDownLatch(1);
        CountDownLatch added = new CountDownLatch(1);
        whileLending = () -> {
            lends.countDown();
            until(() -> added.getCount() == 0);
        };
        placement.start(group, 8);
        scaling.become(1, placement);
        until(() -> lends.getCount() == 0);
        scaling.become(2, placement);
        added.countDown();
        place(1, _ -> note("served"));
        untilRan(1);
        assertEquals(List.of("served on net-1"), ran);
        assertEquals(List.of("lend 1 by net-1", "reclaim 1"), List.copyOf(calls));
    }

    @Test
    void shouldEndEveryHandleWhenItGrowsWhileItCloses() throws Exception {
        CountDownLatch began = new CountDownLatch(1);
        placement.start(group, 8);
        scaling.become(1, placement);
        until(() -> calls.contains("lend 1 by net-1"));
        place(0, _ -> {
            began.countDown();
            until(() -> calls.contains("reclaim 1"));
            note("ends");
        });
        until(() -> began.getCount() == 0);
        List<Coroutine> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Coroutine handle = Coroutine.create(_ -> note("served"), i % 2);
            waiting.add(handle);
            assertTrue(placement.place(handle, Where.NONE));
        }
        Thread closing = new Thread(group::close);
        closing.start();
        until(() -> !group.isRunning());
        scaling.become(2, placement);
        closing.join();
        assertTrue(waiting.stream().allMatch(handle -> handle.state().isEnd()));
        assertEquals(ran.size(), group.counts().completed());
        assertEquals(9, group.counts().completed() + group.counts().cancelled());
    }

    /**
     * Bursts of handles, half of them with checkpoints, while the group changes its size in the midst of each. The long
     * form has 10,000 cycles: {@code -Dcreel.scaling.cycles=10000}.
     */
    @Test
    void shouldRunEveryHandleOnceWhenTheGroupChangesItsSizeAgainAndAgain() {
        int cycles = Integer.getInteger("creel.scaling.cycles", 500);
        int burst = 16;
        AtomicIntegerArray runs = new AtomicIntegerArray(cycles * burst);
        AtomicIntegerArray ended = new AtomicIntegerArray(1);
        placement.start(group, 8);
        for (int cycle = 0; cycle < cycles; cycle++) {
            int first = cycle * burst;
            for (int i = 0; i < burst; i++) {
                int number = first + i;
                if (i == burst / 2) {
                    scaling.become(1, placement);
                }
                place(i % 2, _ -> {
                    for (int step = number % 3; step > 0; step--) {
                        Coroutine.checkpoint();
                    }
                    runs.getAndIncrement(number);
                    ended.getAndIncrement(0);
                });
            }
            until(() -> ended.get(0) == first + burst);
            scaling.become(2, placement);
        }
        for (int i = 0; i < cycles * burst; i++) {
            assertEquals(1, runs.get(i), "handle " + i);
        }
        assertEquals(cycles * burst, group.counts().completed());
        List<String> said = List.copyOf(calls);
        for (int i = 0; i < said.size(); i++) {
            assertTrue(said.get(i).startsWith(i % 2 == 0 ? "lend 1" : "reclaim 1"), () -> said.toString());
        }
    }
}
