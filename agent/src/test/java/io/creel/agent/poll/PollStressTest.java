package io.creel.agent.poll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.PreemptionTimer;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.when.timeslice.TimeSlice;
import io.creel.schedulers.where.Where;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.MpscUnboundedXaddArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Woven code on two live workers that share one queue, while a timer asks every run to end, as fast as it can. So
 * coroutines are preempted at arbitrary polls, and roam. Nothing throws, nothing hangs, nothing is let in twice.
 */
@Timeout(120)
class PollStressTest {
    private static final int COROUTINES = 8;
    private static final int ROUNDS = 300;
    private static final int PREEMPTIONS = 300;

    private final Watch watch = new Watch();
    private final Stage stage = Stage.ofPolled();
    private final WorkerGroup group = WorkerGroup.builder("net", 2).build();
    private final Placement placement = Placement.builder("net", 2, () -> 0)
            .when(queue -> new TimeSlice(queue, TimeSlice.MAX_QUANTUM_NS)).build();

    private long preempted() {
        return group.worker(0).carrier().counters().polls().preempted()
                + group.worker(1).carrier().counters().polls().preempted();
    }

    /** Keeps eight coroutines in the scene until enough runs were preempted. Returns how many have begun. */
    private int play(Scene scene, Runnable meanwhile) throws ReflectiveOperationException {
        placement.onWake(index -> group.worker(index).wake());
        group.startEach(index -> new PlacementProgram(placement, index, 8, () -> 0));
        int begun = 0;
        try (PreemptionTimer timer = new PreemptionTimer(group, 1)) {
            while (preempted() < PREEMPTIONS || group.counts().completed() < begun) {
                if (preempted() < PREEMPTIONS && begun - group.counts().completed() < COROUTINES) {
                    assertTrue(placement.place(Coroutine.create(stage.body(scene, ROUNDS), watch), Where.NONE));
                    begun++;
                }
                timer.check(System.nanoTime());
                meanwhile.run();
                assertEquals(0, group.counts().failed());
            }
        }
        meanwhile.run();
        group.close();
        return begun;
    }

    @ParameterizedTest
    @CsvSource({"SynchronizedCaller,true", "SynchronizedBlock,true", "ComputesIfAbsent,false", "UsesALock,true",
            "UsesAReadLock,false", "UsesStamps,false", "HasACriticalMethod,false",
            "Initialises,false", "Free,false"})
    void shouldKeepLocksWhenRunsArePreemptedAtArbitraryPolls(String name, boolean exclusive)
            throws ReflectiveOperationException {
        play(stage.scene(name), () -> {
        });
        if (exclusive) {
            assertEquals(0, watch.letInTwice.get());
        }
    }

    @Test
    void shouldNeverHangTheConsumerWhenProducersOfARingArePolled() throws ReflectiveOperationException {
        MpscUnboundedXaddArrayQueue<Integer> ring = new MpscUnboundedXaddArrayQueue<>(16);
        int[] taken = {0};
        int begun = play(stage.scene("RingProducer", ring), () -> {
            while (ring.poll() != null) { // waits for a claimed slot to be filled
                taken[0]++;
            }
        });
        assertEquals(begun * ROUNDS * 20, taken[0]);
    }

    /** Virtual threads and coroutines on the same workers. The threads are not preempted, but they poll. */
    @Test
    void shouldServeVirtualThreadsBesideCoroutinesWhenBothPoll() throws Exception {
        Scene scene = stage.scene("Free");
        CountDownLatch ended = new CountDownLatch(COROUTINES);
        AtomicInteger thrown = new AtomicInteger();
        VirtualThreads threads = new VirtualThreads("net", ThreadQueues.in(placement::place, group), System::nanoTime);
        for (int i = 0; i < COROUTINES; i++) {
            threads.factory().newThread(() -> {
                try {
                    for (int round = 0; round < ROUNDS; round++) {
                        scene.act(watch);
                        Thread.yield();
                    }
                } catch (Throwable any) {
                    thrown.incrementAndGet();
                }
                ended.countDown();
            }).start();
        }
        play(scene, () -> {
        });
        ended.await();
        assertEquals(0, thrown.get());
        assertTrue(group.worker(0).carrier().counters().polls().unsafe()
                + group.worker(1).carrier().counters().polls().unsafe() > 0, "a thread was asked");

    }
}
