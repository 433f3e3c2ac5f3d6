package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.jbsq.Jbsq;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Group, placement and threads made together, and the errors if they do not fit. */
@Timeout(60)
class SchedulerTest {
    private static WorkerGroup sleepers(String name, int workers) {
        return WorkerGroup.builder(name, workers).idle(() -> new SpinThenPark(0, SpinThenPark.UNTIL_WOKEN)).build();
    }

    @Test
    void shouldRunCoroutinesAndThreadsOnTheSameWorkers() throws Exception {
        CountDownLatch served = new CountDownLatch(100);
        Set<String> carriers = ConcurrentHashMap.newKeySet();
        try (Scheduler net = Scheduler.builder("net", 2).where(new Jbsq(2, 0)).withThreads().start()) {
            for (int i = 0; i < 100; i++) {
                assertTrue(net.place(Coroutine.create(ignored -> {
                    assertTrue(Coroutine.await(net));
                    carriers.add(Thread.currentThread().getName());
                    served.countDown();
                }, null)));
            }
            served.await();
            try (ExecutorService executor = net.threads().executor()) {
                assertTrue(executor.submit(() -> Thread.currentThread().toString()).get().contains("@net-"));
            }
        }
        assertTrue(Set.of("net-0", "net-1").containsAll(carriers), carriers::toString);
    }

    /** The test sets no way to wake the workers, and they sleep until woken. */
    @Test
    void shouldWakeWorkersThatSleepUntilWoken() throws Exception {
        Placement placement = Placement.builder("all", 2, System::nanoTime).build();
        try (WorkerGroup group = sleepers("sleepers", 2)) {
            group.startEach(index -> new PlacementProgram(placement, index, 8, System::nanoTime));
            for (int i = 0; i < 1_000; i++) {
                CountDownLatch ran = new CountDownLatch(1);
                assertTrue(placement.place(Coroutine.create(ignored -> ran.countDown(), null), Where.NONE));
                ran.await();
            }
        }
    }

    @Test
    void shouldSayBothSizesWhenPlacementAndGroupDiffer() {
        Placement two = Placement.builder("two", 2, System::nanoTime).build();
        Placement one = Placement.builder("one", 1, System::nanoTime).build();
        try (WorkerGroup alone = new WorkerGroup("alone", 1); WorkerGroup pair = new WorkerGroup("pair", 2)) {
            assertEquals(
                    "placement refused, it is for another number of workers: placement=two, workers=2, group=alone, size=1",
                    assertThrows(IllegalArgumentException.class, () -> two.start(alone, 8)).getMessage());
            assertEquals(
                    "placement refused, it is for another number of workers: placement=one, workers=1, group=pair, size=2",
                    assertThrows(IllegalArgumentException.class, () -> one.start(pair, 8)).getMessage());
            assertEquals(
                    "placement refused, it is for more workers than there are: placement=two, workers=2, group=alone,"
                            + " size=1",
                    assertThrows(IllegalArgumentException.class, () -> alone
                            .startEach(index -> new PlacementProgram(two, index, 8, System::nanoTime))).getMessage());
            assertEquals("no such worker of a placement: placement=one, worker=1, workers=1",
                    assertThrows(IllegalArgumentException.class, () -> pair
                            .startEach(index -> new PlacementProgram(one, index, 8, System::nanoTime))).getMessage());
        }
    }

    @Test
    void shouldSayHowToGetThreadsWhenNoneWereAskedFor() {
        try (Scheduler net = Scheduler.builder("net", 1).start()) {
            assertEquals("scheduler has no virtual threads, ask its builder withThreads(): scheduler=net",
                    assertThrows(IllegalStateException.class, net::threads).getMessage());
        }
    }

    /** Another group goes on, and starts coroutines here that no worker would ever take. */
    @Test
    void shouldRefuseHandlesAfterItsClose() {
        Carrier other = new Carrier("other");
        Scheduler net = Scheduler.builder("net", 2).where(new Jbsq(2, 0)).start();
        net.close();
        assertFalse(other.start(net, _ -> {
        }, "argument"));
        assertEquals(0, other.counters().created());
        other.close();
    }

    @Test
    void shouldRefuseHandlesOfAClassAfterTheCloseOfItsGroup() {
        Carrier other = new Carrier("other");
        Services services = Services.builder("app", 1, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
                .add("class web: share 100").build();
        WorkerGroup group = new WorkerGroup("group", 1);
        services.start(group, 8);
        group.close();
        assertFalse(other.start(self -> services.get("web").place(self, Where.NONE), _ -> {
        }, "argument"));
        assertEquals(0, other.counters().created());
        other.close();
    }
}
