package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many more runnable threads than their queues hold. Work is counted in offers to a queue, never in time. */
@Timeout(240)
class FullQueueTest {
    private static final int CAPACITY = 1 << 10;
    private static final int THREADS = 20_000;

    @Test
    void shouldOfferEachThreadAFewTimesAndRunThemInOrder() {
        OneQueue host = new OneQueue(CAPACITY);
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int me = i;
            host.start(() -> ran.add(me));
        }
        assertEquals(THREADS - CAPACITY, host.threads.counts().postponed());
        host.runAll();
        assertEquals(IntStream.range(0, THREADS).boxed().toList(), ran);
        assertTrue(host.offers <= 3L * THREADS, "offers=" + host.offers);
    }

    @Test
    void shouldOfferThreadsThatYieldAFewTimesATurn() {
        OneQueue host = new OneQueue(CAPACITY);
        int turns = 3;
        for (int i = 0; i < THREADS; i++) {
            host.start(() -> {
                for (int turn = 1; turn < turns; turn++) {
                    Thread.yield();
                }
            });
        }
        host.runAll();
        assertEquals(THREADS, host.threads.counts().ended());
        assertTrue(host.offers <= 3L * turns * THREADS, "offers=" + host.offers);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldOfferEachThreadAFewTimesToTheQueueOfAGroup(int workers) throws Exception {
        int many = 100_000;
        MpmcStash queue = new MpmcStash("runnable", CAPACITY);
        LongAdder offers = new LongAdder();
        CountDownLatch done = new CountDownLatch(many);
        WorkerGroup group = WorkerGroup.builder("web", workers).build();
        VirtualThreads threads = new VirtualThreads("web", ThreadQueues.in((handle, by) -> {
            offers.increment();
            return queue.push(handle);
        }, group), System::nanoTime);
        for (int i = 0; i < many; i++) {
            threads.factory().newThread(done::countDown).start();
        }
        group.startEach(index -> {
            Batch batch = new Batch(32);
            return worker -> worker.resume(queue.drain(batch, 32));
        });
        done.await();
        group.close();
        assertEquals(many, threads.counts().ended());
        assertTrue(offers.sum() <= (2L + 2 * workers) * many, "offers=" + offers.sum());
    }

    /** Two queues, one of which no worker serves. */
    private static final class TwoQueues implements ThreadQueues {
        final MpmcStash stuck = new MpmcStash("stuck", 2);
        final MpmcStash served = new MpmcStash("served", 2);
        final VirtualThreads threads = new VirtualThreads("class", this, System::nanoTime);
        final Set<Coroutine> goToServed = new HashSet<>();
        long offers;

        @Override
        public boolean place(Coroutine handle, Worker by) {
            offers++;
            return (goToServed.contains(handle) ? served : stuck).push(handle);
        }

        @Override
        public void wake() {
        }
    }

    @Test
    void shouldPlaceThreadsOfAFreeQueueThatWaitBehindThoseOfAFullOne() {
        TwoQueues queues = new TwoQueues();
        AtomicInteger ran = new AtomicInteger();
        Batch batch = new Batch(2);
        OneQueue host = new OneQueue(2);
        int ours = 0;
        for (int i = 0; i < 1_000; i++) {
            Thread thread = queues.threads.factory().newThread(ran::incrementAndGet);
            if (i % 100 == 99) {
                queues.goToServed.add(VirtualThreads.coroutineOf(thread));
                ours++;
            }
            thread.start();
        }
        for (int round = 0; round < 2; round++) { // again once it has told the worker to sleep
            queues.offers = 0;
            int calls = 0;
            while (queues.threads.retry() + host.carrier.resume(queues.served.drain(batch, 2)) > 0) {
                calls++;
            }
            assertEquals(ours, ran.get());
            assertTrue(calls <= (ours + 2) * (2 + 1_000 / PostponedThreads.MAX_REFUSALS), "calls=" + calls);
            assertTrue(queues.offers <= calls * (PostponedThreads.MAX_REFUSALS + 3L), "offers=" + queues.offers);
            Thread later = queues.threads.factory().newThread(ran::incrementAndGet);
            queues.goToServed.add(VirtualThreads.coroutineOf(later));
            later.start();
            ours++;
        }
    }

    /**
     * A worker takes from its queue and has nothing else to do: it is told to call again until it has seen the whole
     * list.
     */
    @Test
    void shouldNotLetAWorkerSleepBeforeItHasSeenAllThatWaits() throws Exception {
        int stuckAtMost = 500;
        MpmcStash stuck = new MpmcStash("stuck", 2);
        MpmcStash served = new MpmcStash("served", 2);
        int late = 50;
        CountDownLatch done = new CountDownLatch(late);
        Runnable nothing = () -> {
        };
        Set<Coroutine> goToServed = new HashSet<>();
        WorkerGroup group = WorkerGroup.builder("web", 1).build();
        VirtualThreads threads = new VirtualThreads("web",
                ThreadQueues.in((handle, by) -> (goToServed.contains(handle) ? served : stuck).push(handle), group),
                System::nanoTime);
        for (int i = 0; i < stuckAtMost + late; i++) {
            Thread thread = threads.factory().newThread(i < stuckAtMost ? nothing : done::countDown);
            if (i >= stuckAtMost) {
                goToServed.add(VirtualThreads.coroutineOf(thread));
            }
            thread.start();
        }
        AtomicBoolean servesAll = new AtomicBoolean();
        group.startEach(index -> {
            Batch batch = new Batch(2);
            return worker -> worker.resume(served.drain(batch, 2))
                    + (servesAll.get() ? worker.resume(stuck.drain(batch, 2)) : 0);
        });
        done.await();
        servesAll.set(true);
        group.worker(0).wake();
        group.close();
        assertEquals(stuckAtMost + late, threads.counts().ended());
    }
}
