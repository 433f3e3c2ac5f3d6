package io.creel.core.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Mobility;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Locks, semaphores and conditions among coroutines that roam between two threads, with exact accounting. */
class RoamingLockTest {
    private static final int COROUTINES = 40;
    private static final int ROUNDS = 2_000;

    private final ConcurrentLinkedQueue<Coroutine> anywhere = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger(COROUTINES);
    private final CoroutineLock lock = new CoroutineLock("counter");
    private final CoroutineSemaphore semaphore = new CoroutineSemaphore("pair", 2);
    private final AtomicInteger inside = new AtomicInteger();
    private int guarded;
    private int mostInside;

    @Test
    void shouldExcludeEachOtherWhenRoaming() throws InterruptedException {
        for (int i = 0; i < COROUTINES; i++) {
            anywhere.add(Coroutine.create(RoamingLockTest::work, this, Mobility.ROAMING));
        }
        Thread[] threads = {new Thread(() -> serve("a")), new Thread(() -> serve("b"))};
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, failures.size(), failures::toString);
        assertEquals(COROUTINES * ROUNDS, guarded);
        assertEquals(2, semaphore.availablePermits());
        assertEquals(true, mostInside <= 2);
        assertNull(lock.owner());
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

    private void work() {
        for (int i = 0; i < ROUNDS; i++) {
            lock.lock();
            int before = guarded;
            if (i % 16 == 0) {
                Coroutine.await(anywhere::add); // resumes on any carrier, still the owner
            }
            guarded = before + 1;
            lock.unlock();
            semaphore.acquire();
            int now = inside.incrementAndGet();
            mostInside = Math.max(mostInside, now);
            if (i % 16 == 8) {
                Coroutine.await(anywhere::add);
            }
            inside.decrementAndGet();
            semaphore.release();
        }
        running.decrementAndGet();
    }
}
