package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects for one thread: the threads that may use them, and the refusals of the others. */
class ThreadBindingTest {
    private final ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "one"));
    private final ExecutorService two = Executors.newSingleThreadExecutor(task -> new Thread(task, "two"));
    private final List<Carrier> carriers = new ArrayList<>();
    private final ThreadBinding binding = new ThreadBinding("numbers", "channel", "a SharedChannel");

    @AfterEach
    void stop() {
        one.shutdown();
        two.shutdown();
    }

    private static String on(ExecutorService thread, Runnable what) throws Exception {
        Future<String> done = thread.submit(() -> {
            try {
                what.run();
                return "done";
            } catch (IllegalStateException refused) {
                return refused.getMessage();
            }
        });
        return done.get();
    }

    private String use(ExecutorService thread) throws Exception {
        return on(thread, () -> binding.check("send"));
    }

    /** Makes a thread that of a carrier and keeps the carrier, because the registry is weak. */
    private void carry(ExecutorService thread) throws Exception {
        Carrier carrier = new Carrier("carrier");
        carriers.add(carrier);
        assertEquals("done", on(thread, carrier::cancelWaiting));
    }

    private static String refused(String user, String by) {
        return "send refused, this channel is for one thread, use a SharedChannel: channel=numbers, thread=" + user
                + ", by=" + by;
    }

    @Test
    void shouldRefuseEveryOtherThreadWhenACarriersThreadUsesIt() throws Exception {
        carry(one);
        assertEquals("done", use(one));
        assertEquals(refused("one", "two"), use(two));
        assertEquals("done", use(one));
        String main = Thread.currentThread().getName();
        assertEquals(refused("one", main),
                assertThrows(IllegalStateException.class, () -> binding.check("send")).getMessage());
    }

    @Test
    void shouldPassOnOnceWhenTheFirstUserIsNoCarriersThread() throws Exception {
        assertEquals("done", use(one));
        assertEquals("done", use(one));
        assertEquals("done", use(two), "it was only made ready");
        assertEquals(refused("two", "one"), use(one));
        assertEquals("done", use(two));
    }

    /** A thread that drove a carrier until its close prepares an object as any other thread. */
    @Test
    void shouldNotPassOnWhenTheFirstUserHasBoundItsCarrierBefore() throws Exception {
        Carrier carrier = new Carrier("carrier");
        carriers.add(carrier);
        assertEquals("done", on(one, carrier::bindThread));
        assertEquals("done", use(one));
        assertEquals(refused("one", "two"), use(two));
        assertEquals("bind refused, the carrier belongs to another thread: carrier=carrier, thread=one, by=two",
                on(two, carrier::bindThread));
    }

    @Test
    void shouldPassOnWhenTheCarrierOfTheFirstUserHasClosed() throws Exception {
        carry(one);
        assertEquals("done", on(one, carriers.getFirst()::close));
        assertEquals("done", use(one));
        assertEquals("done", use(two));
    }

    @Test
    void shouldPassOnWhenHandedOver() throws Exception {
        carry(one);
        assertEquals("done", use(one));
        assertEquals(refused("one", "two").replace("send", "hand-over"), on(two, binding::handOver));
        assertEquals("done", on(one, binding::handOver));
        assertEquals("done", use(two));
    }

    @Test
    void shouldPassOnWhenTheThreadHasEnded() throws Exception {
        Thread ending = new Thread(() -> {
            new Carrier("carrier").cancelWaiting();
            binding.check("send");
        });
        ending.start();
        ending.join();
        assertEquals("done", use(two));
    }

    @Test
    void shouldFollowACarrierWhenItMoves() throws Exception {
        Carrier carrier = new Carrier("carrier");
        assertEquals("done", on(one, () -> {
            carrier.cancelWaiting();
            binding.check("send");
        }));
        Thread[] next = new Thread[1];
        two.submit(() -> next[0] = Thread.currentThread()).get();
        assertEquals("done", on(one, () -> assertTrue(carrier.moveTo(next[0]))));
        assertEquals("done", use(two));
        assertEquals(refused("two", "one"), use(one));
    }

    @Test
    void shouldLetACoroutineAndItsCarrierInWhenEitherCameFirst() {
        Carrier carrier = new Carrier("carrier");
        carrier.resume(Coroutine.create(argument -> binding.check("send"), null));
        binding.check("send");
        assertTrue(binding.isHere());
    }

    @Test
    void shouldLetAVirtualThreadInWhenItDrivesACarrier() throws Exception {
        List<String> told = new ArrayList<>();
        Thread.ofVirtual().name("driver").start(() -> {
            Carrier carrier = new Carrier("carrier");
            carrier.resume(Coroutine.create(argument -> binding.check("send"), null));
            binding.check("send");
            try {
                told.add(use(one));
            } catch (Exception unexpected) {
                told.add(unexpected.toString());
            }
        }).join();
        assertEquals(List.of(refused("driver", "one")), told);
    }

    /** Also without assertions, which would not notice the loss. */
    @Test
    void shouldRefuseAStartWhenTheCarrierIsAnotherThreads() throws Exception {
        Carrier carrier = new Carrier("carrier");
        carry(two);
        assertEquals("done", on(one, () -> {
            carrier.start(argument -> {
            }, null);
            carrier.resumeStarted();
        }));
        String told = "start refused, a carrier is for one thread, use a stash between threads, such as an MpscStash:"
                + " carrier=carrier, thread=one, by=two";
        assertEquals(told, on(two, () -> carrier.start(argument -> {
        }, null)));
        assertEquals(told, on(two, () -> carrier.start(new TestStash("stash"), argument -> {
        }, null)));
        assertEquals(1, carrier.counters().created());
    }

    @Test
    void shouldRefuseABatchWhenItIsAnotherThreads() throws Exception {
        Batch batch = new Batch(4);
        TestStash stash = new TestStash("stash");
        Carrier first = new Carrier("first");
        Carrier second = new Carrier("second");
        assertEquals("done", on(one, () -> {
            first.cancelWaiting();
            first.resume(batch);
        }));
        assertEquals("resume refused, this batch is for one thread, use one for each thread: batch=batch, thread=one,"
                + " by=two", on(two, () -> second.resume(batch)));
        assertEquals("done", on(two, () -> second.start(stash, argument -> {
        }, null)));
        assertEquals("drain refused, this batch is for one thread, use one for each thread: batch=batch of stash,"
                + " thread=one, by=two", on(two, () -> stash.drain(batch, 1)));
        assertEquals(1, stash.size());
        assertEquals("done", on(two, () -> second.resume(stash.drain(new Batch(4), 1))));
    }

    /** Two threads use a new object at the same time: one is bound. */
    @Test
    void shouldLetOneInWhenTwoComeFirst() throws Exception {
        carry(one);
        carry(two);
        for (int i = 0; i < 1_000; i++) {
            ThreadBinding fresh = new ThreadBinding("numbers", "channel", "a SharedChannel");
            CountDownLatch both = new CountDownLatch(2);
            Runnable first = () -> {
                both.countDown();
                while (both.getCount() > 0) {
                    Thread.onSpinWait();
                }
                fresh.check("send");
            };
            Future<?> here = one.submit(first);
            Future<?> there = two.submit(first);
            assertEquals(1, failures(here) + failures(there));
        }
    }

    private static int failures(Future<?> use) throws InterruptedException {
        try {
            use.get();
            return 0;
        } catch (java.util.concurrent.ExecutionException refused) {
            return 1;
        }
    }
}
