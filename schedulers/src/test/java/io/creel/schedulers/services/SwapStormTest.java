package io.creel.schedulers.services;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.where.Where;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two workers, two producers, and a thread that swaps both classes between all policies as fast as possible. Counts are
 * exact.
 */
@Timeout(120)
class SwapStormTest {
    private static final int REQUESTS = 40_000;
    private static final int SWAPS = 20;

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger ran = new AtomicInteger();
    private volatile boolean produced;

    private final class Producer implements Runnable {
        private final Services services;
        private final Thread thread = new Thread(this, "producer");
        private final List<Coroutine> made = new ArrayList<>();

        Producer(Services services) {
            this.services = services;
        }

        @Override
        public void run() {
            for (int i = 0; i < REQUESTS || swaps(services) < SWAPS; i++) {
                ServiceClass to = services.classes().get(i & 1);
                Coroutine handle = Coroutine.create(SwapStormTest.this::live, to);
                made.add(handle);
                while (!to.place(handle, Where.NONE)) {
                    Thread.onSpinWait();
                }
            }
        }
    }

    private void live(ServiceClass service) {
        for (int i = 0; i < 20; i++) {
            Coroutine.checkpoint();
        }
        Coroutine.transfer(service);
        ran.incrementAndGet();
    }

    @Test
    void shouldLoseAndDoubleNoHandleWhileClassesAreSwapped() throws Exception {
        Services services = Services
                .builder("storm", 2,
                        PolicyContext.of(new SplittableRandom(1), System::nanoTime)
                                .withTypes(2, handle -> handle.hashCode() & 1)
                                .withFlow(Object::hashCode))
                .add("class a: where central, starving 0s, capacity 256\nclass b: where stealing, starving 0s").build();
        WorkerGroup group = WorkerGroup.builder("storm", 2).idle(() -> new SpinThenPark(10, SpinThenPark.UNTIL_WOKEN))
                .coroutineFailures((coroutine, failure) -> failures.add(failure))
                .failures((worker, failure) -> failures.add(failure)).build();
        services.start(group, 16);
        List<Producer> producers = List.of(new Producer(services), new Producer(services));
        Thread swapper = new Thread(() -> swapAll(services), "swapper");
        swapper.start();
        producers.forEach(producer -> producer.thread.start());
        for (Producer producer : producers) {
            producer.thread.join();
        }
        produced = true;
        swapper.join();
        int made = producers.stream().mapToInt(producer -> producer.made.size()).sum();
        await().atMost(Duration.ofMinutes(1)).until(() -> ran.get() >= made || !failures.isEmpty());
        group.close();
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(made, ran.get());
        assertEquals(made, group.counts().completed());
        for (Producer producer : producers) {
            assertTrue(producer.made.stream().allMatch(handle -> handle.state() == CoroutineState.COMPLETED));
        }
    }

    private static long swaps(Services services) {
        return services.classes().stream().mapToLong(ServiceClass::swaps).sum();
    }

    private void swapAll(Services services) {
        SplittableRandom random = new SplittableRandom(5);
        List<String> wheres = List.copyOf(Policies.names(PolicyAxis.WHERE));
        List<String> whens = List.copyOf(Policies.names(PolicyAxis.WHEN));
        while (!produced) {
            ServiceClass swapped = services.classes().get(random.nextInt(2));
            swapped.swap(swapped.spec().where(wheres.get(random.nextInt(wheres.size())))
                    .when(whens.get(random.nextInt(whens.size()))));
            Thread.yield();
        }
    }
}
