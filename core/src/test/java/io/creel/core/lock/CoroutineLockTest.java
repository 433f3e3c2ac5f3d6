package io.creel.core.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.TestStash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoroutineLockTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private final CoroutineLock lock = new CoroutineLock("table");

    @AfterEach
    void nothingFailed() {
        assertEquals(List.of(), failures);
    }

    private Coroutine start(Body<Object> body) {
        Coroutine coroutine = Coroutine.create(body, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    /** Holds the lock over a suspension. */
    private Coroutine holder(String name) {
        return start(argument -> {
            lock.lock();
            events.add(name + " has it");
            Coroutine.await(stash);
            lock.unlock();
            events.add(name + " gave it back");
        });
    }

    @Test
    void shouldHandOverInOrderWhenSeveralWait() {
        holder("a");
        holder("b");
        holder("c");
        assertEquals(List.of("a has it"), events);
        for (int i = 0; i < 3; i++) {
            carrier.resume(stash.pop());
            carrier.poll();
        }
        assertEquals(List.of("a has it", "a gave it back", "b has it", "b gave it back", "c has it", "c gave it back"),
                events);
        assertNull(lock.owner());
    }

    @Test
    void shouldNotBeOvertakenWhenHandedOver() {
        holder("a");
        holder("b");
        carrier.resume(stash.pop());
        start(argument -> assertFalse(lock.tryLock(), "it is b's already"));
        carrier.poll();
        carrier.resume(stash.pop());
        start(argument -> {
            assertTrue(lock.tryLock());
            lock.unlock();
        });
    }

    @Test
    void shouldFailAndPassTheLocksOnWhenABodyEndsHoldingThem() {
        CoroutineLock other = new CoroutineLock("other");
        Coroutine forgetful = start(argument -> {
            lock.lock();
            other.lock();
            Coroutine.await(stash);
        });
        holder("a");
        carrier.resume(stash.pop());
        carrier.poll();
        assertEquals(List.of("a has it"), events);
        assertEquals(CoroutineState.FAILED, forgetful.state());
        assertEquals("ended holding a lock: coroutine=" + forgetful + ", locks=[other, table]",
                failures.removeFirst().getMessage());
        carrier.resume(stash.pop());
    }

    @Test
    void shouldUnlockInAnyOrderWhenSeveralAreHeld() {
        List<CoroutineLock> locks = List.of(lock, new CoroutineLock("second"), new CoroutineLock("third"));
        start(argument -> {
            locks.forEach(CoroutineLock::lock);
            locks.get(1).unlock();
            locks.get(0).unlock();
            locks.get(2).unlock();
        });
        locks.forEach(one -> assertNull(one.owner()));
    }

    @Test
    void shouldRefuseReEntryWhenHeld() {
        start(argument -> {
            lock.lock();
            assertEquals("lock refused, the coroutine already holds it: lock=table, coroutine=" + Coroutine.current(),
                    assertThrows(IllegalStateException.class, lock::lock).getMessage());
            assertFalse(lock.tryLock());
            lock.unlock();
        });
    }

    @Test
    void shouldNameTheOwnerWhenUnlockedByAnother() {
        Coroutine holder = holder("a");
        start(argument -> assertEquals("unlock refused, the coroutine does not hold it: lock=table, coroutine="
                + Coroutine.current() + ", owner=" + holder,
                assertThrows(IllegalStateException.class, lock::unlock).getMessage()));
        assertEquals("CoroutineLock[name=table, owner=" + holder + ", waiters=0]", lock.toString());
        carrier.resume(stash.pop());
    }

    @Test
    void shouldThrowWhenLockedOutsideACoroutine() {
        assertEquals("lock refused: coroutine=none, reason=the caller does not run in a coroutine",
                assertThrows(IllegalStateException.class, lock::lock).getMessage());
    }

    @Test
    void shouldLeaveTheQueueWhenAWaiterIsCancelled() {
        holder("a");
        Coroutine b = holder("b");
        holder("c");
        b.cancel();
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, b.state());
        carrier.resume(stash.pop());
        carrier.poll();
        assertEquals(List.of("a has it", "a gave it back", "c has it"), events);
        carrier.resume(stash.pop());
        assertNull(lock.owner());
    }

    @Test
    void shouldPassTheLockOnWhenTheHeirIsCancelledOnItsWay() {
        holder("a");
        Coroutine b = holder("b");
        holder("c");
        carrier.resume(stash.pop()); // b is the owner now, and in the inbox
        b.cancel();
        carrier.poll();
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, b.state());
        assertEquals(List.of("a has it", "a gave it back", "c has it"), events);
        carrier.resume(stash.pop());
        assertNull(lock.owner());
    }

    @Test
    void shouldGiveThePermitToTheOldestWhenReleased() {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("slots", 1);
        for (String name : List.of("a", "b", "c")) {
            start(argument -> {
                semaphore.acquire();
                events.add(name);
            });
        }
        assertEquals(List.of("a"), events);
        semaphore.release();
        assertFalse(semaphore.tryAcquire(), "it is b's already");
        carrier.poll();
        semaphore.release();
        carrier.poll();
        assertEquals(List.of("a", "b", "c"), events);
        semaphore.release();
        assertEquals(1, semaphore.availablePermits());
        assertEquals("negative permits: semaphore=slots, permits=-1",
                assertThrows(IllegalArgumentException.class, () -> new CoroutineSemaphore("slots", -1)).getMessage());
    }

    @Test
    void shouldKeepThePermitWhenTheHeirIsCancelledOnItsWay() {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("slots", 0);
        Coroutine waiter = start(argument -> semaphore.acquire());
        semaphore.release();
        waiter.cancel();
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, waiter.state());
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void shouldWakeAllWhenTheEventHappens() {
        CoroutineEvent event = new CoroutineEvent("ready");
        for (String name : List.of("a", "b")) {
            start(argument -> {
                event.await();
                events.add(name);
            });
        }
        event.signal();
        start(argument -> {
            event.await();
            events.add("late");
        });
        carrier.poll();
        assertEquals(List.of("late", "a", "b"), events);
    }

    @Test
    void shouldWaitForTheLockAgainWhenSignalled() {
        CoroutineCondition filled = new CoroutineCondition("filled", lock);
        start(argument -> {
            lock.lock();
            filled.await();
            events.add("filled, holding " + lock.isHeld());
            lock.unlock();
        });
        start(argument -> {
            lock.lock();
            filled.signal();
            events.add("signalled");
            Coroutine.await(stash);
            events.add("unlocks");
            lock.unlock();
        });
        carrier.poll();
        carrier.resume(stash.pop());
        carrier.poll();
        assertEquals(List.of("signalled", "unlocks", "filled, holding true"), events);
        assertNull(lock.owner());
    }

    @Test
    void shouldHoldTheLockWhenCancelledInACondition() {
        CoroutineCondition filled = new CoroutineCondition("filled", lock);
        Coroutine waiter = start(argument -> {
            lock.lock();
            try {
                filled.await();
            } finally {
                events.add("holding " + lock.isHeld());
                lock.unlock();
            }
        });
        holder("a");
        waiter.cancel();
        carrier.poll();
        assertEquals(CoroutineState.STASHED, waiter.state(), "waits for the lock, cancelled or not");
        carrier.resume(stash.pop());
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, waiter.state());
        assertEquals(List.of("a has it", "a gave it back", "holding true"), events);
        assertNull(lock.owner());
    }

    @Test
    void shouldThrowWhenAConditionIsUsedWithoutItsLock() {
        CoroutineCondition filled = new CoroutineCondition("filled", lock);
        start(argument -> assertEquals("await refused, the coroutine does not hold the lock: lock=table, coroutine="
                + Coroutine.current() + ", owner=null",
                assertThrows(IllegalStateException.class, filled::await).getMessage()));
    }
}
