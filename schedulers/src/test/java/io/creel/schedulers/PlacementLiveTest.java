package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.schedulers.placement.PlacementDriver;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.placement.PlacementSuite;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every where policy under two orders on two real workers, fed by two other threads. Counts are exact; no time is
 * asserted.
 */
@Timeout(120)
class PlacementLiveTest {
    private static final int PRODUCERS = 2;
    private static final int REQUESTS = 4_000;
    private static final int JOB_EVERY = 100;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger unwound = new AtomicInteger();
    private Placement placement;
    private WorkerGroup group;

    static Stream<Arguments> policies() {
        return PlacementSuite.wheres().flatMap(where -> Stream.of("fifo", "two-queue")
                .map(when -> Arguments.of(where.name(), when, where)));
    }

    @AfterEach
    void shouldHaveReportedNothing() {
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(begun.get(), unwound.get(), "finally ran exactly once for each that began");
        for (int queue = 0; queue < placement.queues(); queue++) {
            assertEquals(0, placement.when(queue).size(), "queue " + queue);
        }
    }

    @ParameterizedTest(name = "{0} x {1}")
    @MethodSource("policies")
    void shouldServeEveryRequestOnce(String where, String when, PlacementSuite.NamedWhere made) throws Exception {
        open(when, made);
        List<Producer> producers = produce(REQUESTS);
        for (Producer producer : producers) {
            producer.thread.join();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> group.counts().ended() == PRODUCERS * REQUESTS);
        group.close();
        assertEquals(PRODUCERS * REQUESTS, group.counts().completed());
        assertEquals(0, group.counts().outstanding());
    }

    @ParameterizedTest(name = "{0} x {1}")
    @MethodSource("policies")
    void shouldLoseNoCoroutineWhenCancelledAndClosedUnderLoad(String where, String when, PlacementSuite.NamedWhere made)
            throws Exception {
        open(when, made);
        List<Producer> producers = produce(Integer.MAX_VALUE);
        await().atMost(Duration.ofMinutes(1)).until(() -> group.counts().completed() > REQUESTS);
        for (Producer producer : producers) {
            producer.stopping = true;
            producer.thread.join();
        }
        group.close();
        assertEquals(0, group.counts().outstanding());
        for (Producer producer : producers) {
            for (Coroutine coroutine : producer.made) {
                assertTrue(coroutine.state().isEnd(), () -> coroutine + " " + coroutine.state());
            }
        }
        long completed = producers.stream().flatMap(producer -> producer.made.stream())
                .filter(coroutine -> coroutine.state() == CoroutineState.COMPLETED).count();
        assertEquals(group.counts().completed(), completed);
    }

    private void open(String when, PlacementSuite.NamedWhere made) {
        Function<String, When> order = when.equals("fifo") ? Fifo::new : TwoQueue::new;
        placement = made.configure(Placement.builder("live", 2, System::nanoTime)).when(order).capacity(256).build();
        group = WorkerGroup.builder("live", 2).idle(() -> new SpinThenPark(10, SpinThenPark.UNTIL_WOKEN))
                .coroutineFailures((coroutine, failure) -> note(failure))
                .failures((worker, failure) -> note(failure)).build();
        placement.onWake(worker -> group.worker(worker).wake());
        group.startEach(index -> new PlacementProgram(placement, index, 32, System::nanoTime));
    }

    private void note(Throwable failure) {
        if (!String.valueOf(failure.getMessage()).startsWith("carrier is closed: ")) { // a cancel after the close
            failures.add(failure);
        }
    }

    private List<Producer> produce(int requests) {
        List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(new Producer(new SplittableRandom(i), requests));
        }
        producers.forEach(producer -> producer.thread.start());
        return producers;
    }

    private void live(PlacementDriver.Request request) {
        begun.incrementAndGet();
        try {
            for (int i = 0; i < request.type() * 500; i++) {
                Coroutine.checkpoint();
            }
            Coroutine.transfer(placement);
        } finally {
            unwound.incrementAndGet();
        }
    }

    private final class Producer implements Runnable {
        private final List<Coroutine> made = new ArrayList<>();
        private final SplittableRandom random;
        private final int requests;
        private final Thread thread = new Thread(this, "producer");
        private volatile boolean stopping;

        Producer(SplittableRandom random, int requests) {
            this.random = random;
            this.requests = requests;
        }

        @Override
        public void run() {
            for (int i = 0; i < requests && !stopping; i++) {
                int type = i % JOB_EVERY == 0 ? 1 : 0;
                Coroutine handle = Coroutine.create(PlacementLiveTest.this::live,
                        new PlacementDriver.Request("r", type, random.nextInt(64), 0, 1_000));
                made.add(handle);
                while (!placement.place(handle, Where.NONE)) {
                    if (stopping) {
                        made.removeLast();
                        return;
                    }
                    Thread.onSpinWait();
                }
                if (requests == Integer.MAX_VALUE && random.nextInt(20) == 0) {
                    made.get(made.size() - 1 - random.nextInt(Math.min(made.size(), 300))).cancel();
                }
            }
        }
    }
}
