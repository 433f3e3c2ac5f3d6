package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.queues.MpscStash;
import io.creel.schedulers.program.PolicyProgram;
import io.creel.schedulers.program.StashSource;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Packets beside CPU-bound jobs on real workers, pushed by other threads through a ring per worker. Counts are exact;
 * no time is asserted.
 */
@Timeout(120)
class LiveTest {
    private static final int PRODUCERS = 2;
    private static final int PACKETS = 20_000;
    private static final int JOB_EVERY = 200;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger unwound = new AtomicInteger();
    private final List<MpscStash> rings = new ArrayList<>();
    private final List<When> policies = new ArrayList<>();
    private WorkerGroup group;

    @AfterEach
    void shouldHaveReportedNothing() {
        assertEquals(List.of(), List.copyOf(failures));
        policies.forEach(when -> assertEquals(0, when.size(), when.name()));
        assertEquals(begun.get(), unwound.get(), "finally ran exactly once for each that began");
    }

    @ParameterizedTest
    @CsvSource({"fifo, 1", "fifo, 2", "two, 1", "two, 2"})
    void shouldServeEveryPacketOnceBesideLongJobs(String policy, int workers) throws Exception {
        open(policy, workers);
        List<Producer> producers = produce(new SplittableRandom(7), PACKETS);
        for (Producer producer : producers) {
            producer.thread.join();
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> group.counts().ended() == PRODUCERS * PACKETS);
        group.close();
        WorkerCounts counts = group.counts();
        assertEquals(PRODUCERS * PACKETS, counts.created());
        assertEquals(PRODUCERS * PACKETS, counts.completed());
        assertTrue(counts.resumed() >= 2L * PRODUCERS * PACKETS, "each was resumed after its await");
        assertEquals(0, counts.outstanding());
        long preemptions = policies.stream().mapToLong(When::preemptions).sum();
        assertEquals(policy.equals("two"), preemptions > 0, () -> policy + " preempted " + preemptions);
    }

    @ParameterizedTest
    @CsvSource({"fifo, 1", "fifo, 2", "two, 1", "two, 2"})
    void shouldLoseNoCoroutineWhenCancelledAndClosedUnderLoad(String policy, int workers) throws Exception {
        open(policy, workers);
        List<Producer> producers = produce(new SplittableRandom(11), Integer.MAX_VALUE);
        await().atMost(Duration.ofMinutes(1)).until(() -> group.counts().completed() > 20_000);
        group.close();
        WorkerCounts counts = group.counts();
        assertEquals(0, counts.outstanding());
        assertEquals(counts.created(), counts.completed() + counts.cancelled());
        for (Producer producer : producers) {
            producer.stopping = true;
            producer.thread.join();
        }
        rings.forEach(MpscStash::close);
        long all = 0;
        long completed = 0;
        for (Producer producer : producers) {
            all += producer.made.size();
            completed += producer.made.stream().filter(made -> made.state() == CoroutineState.COMPLETED).count();
            assertTrue(producer.made.stream().allMatch(made -> made.state().isEnd()));
        }
        assertTrue(all >= counts.created(), "what came after the close was never the group's");
        assertEquals(counts.completed(), completed);
        assertTrue(counts.cancelled() > 0);
    }

    private void open(String policy, int workers) {
        Function<String, When> make = policy.equals("fifo")
                ? Fifo::new
                : name -> new TwoQueue(name, 5_000, TwoQueue.DEFAULT_MAX_NEW);
        group = WorkerGroup.builder("net", workers)
                .idle(() -> new SpinThenPark(10, SpinThenPark.UNTIL_WOKEN))
                .coroutineFailures((coroutine, failure) -> note(failure))
                .failures((worker, failure) -> note(failure)).build();
        for (int i = 0; i < workers; i++) {
            rings.add(new MpscStash("ring-" + i, 256));
            policies.add(make.apply("policy-" + i));
        }
        group.startEach(index -> new PolicyProgram(policies.get(index), new StashSource(rings.get(index)), 32,
                System::nanoTime));
    }

    private void note(Throwable failure) {
        if (!String.valueOf(failure.getMessage()).startsWith("carrier is closed: ")) { // a cancel after the close
            failures.add(failure);
        }
    }

    private List<Producer> produce(SplittableRandom random, int packets) {
        List<Producer> producers = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            producers.add(new Producer(random.split(), packets));
        }
        producers.forEach(producer -> producer.thread.start());
        return producers;
    }

    /** The argument of a packet or a job: the policy of the worker it was sent to. */
    private record Load(When when, boolean job) {
        void checkpoints() {
            for (int i = 0; i < 2_000; i++) {
                Coroutine.checkpoint();
            }
        }
    }

    private void live(Load load) {
        begun.incrementAndGet();
        try {
            if (load.job) {
                load.checkpoints();
            }
            Coroutine.await(load.when.entry());
        } finally {
            unwound.incrementAndGet();
        }
    }

    /** Pushes coroutines into rings chosen at random; without a bound on packets it cancels some of them, too. */
    private final class Producer implements Runnable {
        private final List<Coroutine> made = new ArrayList<>();
        private final SplittableRandom random;
        private final int packets;
        private final Thread thread = new Thread(this, "producer");
        private volatile boolean stopping;

        Producer(SplittableRandom random, int packets) {
            this.random = random;
            this.packets = packets;
        }

        @Override
        public void run() {
            for (int i = 0; i < packets && !stopping; i++) {
                int target = random.nextInt(rings.size());
                boolean job = i % JOB_EVERY == 0;
                Coroutine packet = Coroutine.create(LiveTest.this::live, new Load(policies.get(target), job));
                made.add(packet);
                while (!rings.get(target).push(packet)) {
                    if (stopping) {
                        made.removeLast();
                        return;
                    }
                    Thread.onSpinWait();
                }
                group.worker(target).wake();
                if (packets == Integer.MAX_VALUE && random.nextInt(50) == 0) {
                    made.get(made.size() - 1 - random.nextInt(Math.min(made.size(), 300))).cancel();
                }
            }
        }
    }
}
