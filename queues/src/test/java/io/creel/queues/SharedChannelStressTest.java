package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

/**
 * Channels between two real workers: every item is accounted for, whichever coroutines are cancelled and whenever the
 * channel closes.
 */
class SharedChannelStressTest {
    private static final int PRODUCERS = 3;
    private static final int EACH = TestLength.of(20_000, 1_000_000);
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicInteger running = new AtomicInteger();
    private volatile boolean stop;

    /** A worker as a user would write it: it drains its own ready stash in batches. */
    private final class TestWorker {
        final Stash ready;
        final Carrier carrier;
        final Thread thread;

        TestWorker(String name) {
            this(name, new MpscStash(name + " ready", 64));
        }

        TestWorker(String name, Stash from) {
            ready = from;
            carrier = new Carrier(name, (coroutine, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            thread = new Thread(this::run, name);
        }

        void run() {
            Batch batch = new Batch(16);
            while (!stop) {
                if (carrier.poll() + carrier.resume(ready.drain(batch, 16)) == 0) {
                    Thread.yield();
                }
            }
        }

        Coroutine start(Runnable body) {
            running.incrementAndGet();
            Coroutine coroutine = Coroutine.create(Runnable::run, () -> {
                try {
                    body.run();
                } finally {
                    running.decrementAndGet();
                }
            });
            assertTrue(ready.push(coroutine));
            return coroutine;
        }
    }

    @Test
    void shouldAccountForEveryItemWhenReceiversSelectAreCancelledAndItCloses() throws Exception {
        TestWorker first = new TestWorker("first");
        TestWorker second = new TestWorker("second");
        SharedChannel<Integer> a = new SharedChannel<>("a", 4, 16, first.ready, second.ready);
        SharedChannel<Integer> b = new SharedChannel<>("b", 2, 16, first.ready, second.ready);
        AtomicIntegerArray received = new AtomicIntegerArray(PRODUCERS * EACH);
        AtomicIntegerArray sent = new AtomicIntegerArray(PRODUCERS * EACH);
        List<Coroutine> doomed = new ArrayList<>();
        for (int p = 0; p < PRODUCERS; p++) {
            int from = p * EACH;
            first.start(() -> {
                for (int i = from; i < from + EACH; i++) {
                    sent.set(i, ((i & 1) == 0 ? a : b).send(i) ? 1 : 0);
                }
            });
        }
        for (int r = 0; r < 6; r++) {
            int mine = r;
            Coroutine receiver = second.start(() -> {
                if (mine % 3 == 2) {
                    Select<Integer> select = Select.of(a, b);
                    for (Integer item = select.receive(); item != null; item = select.receive()) {
                        received.incrementAndGet(item);
                    }
                } else {
                    Channel<Integer> channel = mine % 3 == 0 ? a : b;
                    for (Integer item = channel.receive(); item != null; item = channel.receive()) {
                        received.incrementAndGet(item);
                    }
                }
            });
            if (mine < 3) {
                doomed.add(receiver);
            }
        }
        first.thread.start();
        second.thread.start();
        for (int i = 0; i < 3; i++) {
            awaitReceived(received, (i + 1) * EACH / 4);
            doomed.get(i).cancel();
        }
        awaitReceived(received, PRODUCERS * EACH * 3 / 4);
        a.close();
        b.close();
        awaitEnd(first, second);
        assertEquals(List.of(), failures);
        for (int i = 0; i < PRODUCERS * EACH; i++) {
            assertEquals(sent.get(i), received.get(i), "item " + i);
        }
        assertEquals(0, a.size() + b.size());
    }

    @Test
    void shouldReceiveInOrderWhenOneSendsAndOneReceives() throws Exception {
        TestWorker first = new TestWorker("first");
        TestWorker second = new TestWorker("second");
        SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 2, first.ready, second.ready);
        int[] wrong = {0};
        first.start(() -> {
            for (int i = 0; i < EACH; i++) {
                channel.send(i);
            }
            channel.close();
        });
        second.start(() -> {
            int expected = 0;
            for (Integer item = channel.receive(); item != null; item = channel.receive()) {
                wrong[0] += item == expected++ ? 0 : 1;
            }
            wrong[0] += expected == EACH ? 0 : 1;
        });
        first.thread.start();
        second.thread.start();
        awaitEnd(first, second);
        assertEquals(0, wrong[0]);
        assertEquals(List.of(), failures);
    }

    /** A woken coroutine may run, and wait again, before the thread that woke it has left its callback. */
    @Test
    void shouldLoseNoWakeUpWhenEitherWorkerResumesTheWokenCoroutine() throws Exception {
        MpmcStash ready = new MpmcStash("ready", 64);
        TestWorker first = new TestWorker("first", ready);
        TestWorker second = new TestWorker("second", ready);
        long[] sums = new long[4];
        for (int pair = 0; pair < sums.length; pair++) {
            int mine = pair;
            SharedChannel<Integer> there = new SharedChannel<>("there", 2, 4, ready, ready);
            SharedChannel<Integer> back = new SharedChannel<>("back", 2, 4, ready, ready);
            first.start(() -> {
                Select<Integer> select = mine % 2 == 0 ? Select.of(there) : null;
                for (int i = 0; i < EACH; i++) {
                    back.send((select == null ? there.receive() : select.receive()) + 1);
                }
            });
            first.start(() -> {
                Select<Integer> select = mine < 2 ? Select.of(back) : null;
                for (int i = 0; i < EACH; i++) {
                    there.send(i);
                    sums[mine] += select == null ? back.receive() : select.receive();
                }
            });
        }
        first.thread.start();
        second.thread.start();
        awaitEnd(first, second);
        assertEquals(List.of(), failures);
        for (long sum : sums) {
            assertEquals(EACH * (EACH + 1L) / 2, sum);
        }
    }

    private void awaitReceived(AtomicIntegerArray received, int count) {
        int probe = 0;
        long deadline = System.nanoTime() + 60_000_000_000L;
        do {
            probe = 0;
            for (int i = 0; i < received.length(); i++) {
                probe += received.get(i);
            }
            assertTrue(System.nanoTime() < deadline, "stuck at " + probe + " of " + count);
            Thread.yield();
        } while (probe < count);
    }

    private void awaitEnd(TestWorker... workers) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (running.get() > 0) {
            assertTrue(System.nanoTime() < deadline, "still running: " + running.get());
            Thread.yield();
        }
        stop = true;
        for (TestWorker worker : workers) {
            worker.thread.join();
        }
    }
}
