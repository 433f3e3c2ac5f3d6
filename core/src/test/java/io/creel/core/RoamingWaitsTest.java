package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Conditions and events among coroutines that roam between two threads: each item put in is taken out by one coroutine,
 * once.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RoamingWaitsTest {
    private static final int PRODUCERS = 4;
    private static final int CONSUMERS = 4;
    private static final int ITEMS = 5_000;
    private static final int ROOM = 3;

    private final ConcurrentLinkedQueue<Coroutine> anywhere = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger(PRODUCERS + CONSUMERS + 1);
    private final CoroutineLock lock = new CoroutineLock("buffer");
    private final CoroutineCondition notEmpty = new CoroutineCondition("not empty", lock);
    private final CoroutineCondition notFull = new CoroutineCondition("not full", lock);
    private final CoroutineEvent allTaken = new CoroutineEvent("all taken");
    // Guarded by the lock.
    private int filled;
    private int taken;
    private int mostFilled;
    // Written before the event, read after it.
    private int takenAtTheEvent;
    private int seenAfterTheEvent;

    @Test
    void shouldTakeOutWhatWasPutInWhenRoaming() throws InterruptedException {
        add(RoamingWaitsTest::awaitTheEvent, 1);
        add(RoamingWaitsTest::consume, CONSUMERS);
        add(RoamingWaitsTest::produce, PRODUCERS);
        Thread[] threads = {new Thread(() -> serve("a")), new Thread(() -> serve("b"))};
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, failures.size(), failures::toString);
        assertEquals(PRODUCERS * ITEMS, taken);
        assertEquals(0, filled);
        assertEquals(ROOM, mostFilled, "it was full at times, and never more than that");
        assertEquals(PRODUCERS * ITEMS, seenAfterTheEvent);
        assertNull(lock.owner());
    }

    private void add(Body<RoamingWaitsTest> body, int count) {
        for (int i = 0; i < count; i++) {
            anywhere.add(Coroutine.create(body, this, Mobility.ROAMING));
        }
    }

    private void serve(String name) {
        Carrier carrier = new Carrier(name, (coroutine, failure) -> failures.add(failure));
        while (running.get() > 0 && failures.isEmpty()) {
            Coroutine next = anywhere.poll();
            if (next != null) {
                carrier.resume(next);
            }
            carrier.poll();
        }
    }

    private void produce() {
        for (int i = 0; i < ITEMS; i++) {
            lock.lock();
            while (filled == ROOM) {
                notFull.await();
            }
            filled++;
            mostFilled = Math.max(mostFilled, filled);
            notEmpty.signal();
            lock.unlock();
            roamNowAndThen(i);
        }
        running.decrementAndGet();
    }

    private void consume() {
        for (int i = 0; i < PRODUCERS * ITEMS / CONSUMERS; i++) {
            lock.lock();
            while (filled == 0) {
                notEmpty.await();
            }
            filled--;
            taken++;
            if (taken == PRODUCERS * ITEMS) {
                takenAtTheEvent = taken;
                allTaken.signal();
            }
            notFull.signal();
            lock.unlock();
            roamNowAndThen(i);
        }
        running.decrementAndGet();
    }

    private void roamNowAndThen(int i) {
        if (i % 16 == 0) {
            Coroutine.await(anywhere::add);
        }
    }

    private void awaitTheEvent() {
        allTaken.await();
        seenAfterTheEvent = takenAtTheEvent;
        running.decrementAndGet();
    }
}
