package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.CoroutineState;
import io.creel.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * One wake-up for several waiters: if the woken waiter is cancelled before it runs, the wake-up is not lost, in
 * whichever order the two events come. The contract holds for every primitive that wakes one waiter.
 *
 * <p>
 * A sender that waits in a {@link LocalChannel} is left out: its item is taken when it is woken, so no wake-up remains
 * that could be passed on.
 */
class CancelledWaiterTest {
    /** The contract of every primitive. */
    abstract static class Contract {
        final ListStash ready = new ListStash("ready");
        private final List<Throwable> failures = new ArrayList<>();
        private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
        private final Carrier other = new Carrier("other", (coroutine, failure) -> failures.add(failure));
        private final Batch batch = new Batch(8);

        /** Waits for one wake-up; called in a coroutine. */
        abstract void waitForOne();

        /** Gives one wake-up; called in a coroutine. */
        abstract void wakeOne();

        private Coroutine waiter(Carrier on) {
            Coroutine waiter = Coroutine.create(ignored -> waitForOne(), null);
            on.resume(waiter);
            assertEquals(CoroutineState.STASHED, waiter.state());
            return waiter;
        }

        private void wake() {
            carrier.resume(Coroutine.create(ignored -> wakeOne(), null));
        }

        private void run() {
            while (carrier.poll() + other.poll() + carrier.resume(ready.drain(batch, 8)) > 0) {
                continue;
            }
        }

        private void assertPassedOn(Coroutine cancelled, Coroutine next) {
            assertEquals(CoroutineState.CANCELLED, cancelled.state());
            assertEquals(CoroutineState.COMPLETED, next.state());
        }

        @AfterEach
        void shouldReportNothing() {
            assertEquals(List.of(), failures);
        }

        @Test
        void shouldWakeTheNextWhenTheFirstIsWokenAndThenCancelled() {
            Coroutine first = waiter(carrier);
            Coroutine next = waiter(carrier);
            wake();
            assertTrue(first.cancel());
            run();
            assertPassedOn(first, next);
        }

        @Test
        void shouldWakeTheNextWhenTheFirstIsCancelledAndThenWoken() {
            Coroutine first = waiter(carrier);
            Coroutine next = waiter(carrier);
            assertTrue(first.cancel());
            wake();
            run();
            assertPassedOn(first, next);
        }

        @Test
        void shouldWakeTheThirdWhenTwoAreCancelled() {
            Coroutine first = waiter(carrier);
            Coroutine second = waiter(carrier);
            Coroutine third = waiter(carrier);
            wake();
            first.cancel();
            second.cancel();
            run();
            assertPassedOn(first, third);
            assertEquals(CoroutineState.CANCELLED, second.state());
        }

        @Test
        void shouldWakeTheNextOnItsCarrierWhenTheFirstWaitsOnAnother() {
            Coroutine first = waiter(other);
            Coroutine next = waiter(carrier);
            wake();
            first.cancel();
            run();
            assertPassedOn(first, next);
        }
    }

    /** A condition; the wake-up is the signal. */
    @Nested
    class OfACondition extends Contract {
        private final CoroutineLock lock = new CoroutineLock("lock");
        private final CoroutineCondition condition = new CoroutineCondition("condition", lock);

        @Override
        void waitForOne() {
            lock.lock();
            try {
                condition.await();
            } finally {
                lock.unlock();
            }
        }

        @Override
        void wakeOne() {
            lock.lock();
            condition.signal();
            lock.unlock();
        }
    }

    /** A semaphore; the wake-up is the permit. */
    @Nested
    class OfASemaphore extends Contract {
        private final CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);

        @Override
        void waitForOne() {
            semaphore.acquire();
        }

        @Override
        void wakeOne() {
            semaphore.release();
        }
    }

    /** A lock; the wake-up is the lock itself. */
    @Nested
    class OfALock extends Contract {
        private final CoroutineLock lock = new CoroutineLock("lock");
        private final ListStash holding = new ListStash("holding");
        private final Carrier holders = new Carrier("holders");

        /** Starts a coroutine that holds the lock until the test asks it to wake a waiter. */
        OfALock() {
            holders.resume(Coroutine.create(ignored -> {
                lock.lock();
                Coroutine.await(holding);
                lock.unlock();
            }, null));
        }

        @Override
        void waitForOne() {
            lock.lock();
            lock.unlock();
        }

        @Override
        void wakeOne() {
            holders.resume(holding.pop());
        }
    }

    /** An event, which wakes all waiters. */
    @Nested
    class OfAnEvent extends Contract {
        private final CoroutineEvent event = new CoroutineEvent("event");

        @Override
        void waitForOne() {
            event.await();
        }

        @Override
        void wakeOne() {
            event.signal();
        }
    }

    /** The end of a task, which wakes all waiters. */
    @Nested
    class OfATask extends Contract {
        private final Task<Integer> task = Task.of(() -> 1);

        @Override
        void waitForOne() {
            task.await();
        }

        @Override
        void wakeOne() {
            new Carrier("of the task").resume(task.coroutine());
        }
    }

    /** Receivers in a local channel; the wake-up is the item. */
    @Nested
    class OfALocalChannel extends Contract {
        private final LocalChannel<Integer> channel = new LocalChannel<>("c", 1, ready);

        @Override
        void waitForOne() {
            channel.receive();
        }

        @Override
        void wakeOne() {
            channel.send(1);
        }
    }

    /** Receivers in a shared channel; the wake-up is the item. */
    @Nested
    class OfASharedChannel extends Contract {
        private final SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 8, ready, ready);

        @Override
        void waitForOne() {
            channel.receive();
        }

        @Override
        void wakeOne() {
            channel.send(1);
        }
    }

    /** Senders in a shared channel; the wake-up is the room. */
    @Nested
    class OfAFullSharedChannel extends Contract {
        private final SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 8, ready, ready);

        /** Fills the channel. */
        OfAFullSharedChannel() {
            channel.trySend(1);
            channel.trySend(2);
        }

        @Override
        void waitForOne() {
            channel.send(3);
        }

        @Override
        void wakeOne() {
            channel.receive();
        }
    }

    /** Selects over local channels; the wake-up is the item. */
    @Nested
    class OfALocalSelect extends Contract {
        private final LocalChannel<Integer> quiet = new LocalChannel<>("quiet", 1, ready);
        private final LocalChannel<Integer> channel = new LocalChannel<>("c", 1, ready);

        @Override
        void waitForOne() {
            Select.of(quiet, channel).receive();
        }

        @Override
        void wakeOne() {
            channel.send(1);
        }
    }

    /** Selects over shared channels; the wake-up is the item. */
    @Nested
    class OfASharedSelect extends Contract {
        private final SharedChannel<Integer> quiet = new SharedChannel<>("quiet", 2, 8, ready, ready);
        private final SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 8, ready, ready);

        @Override
        void waitForOne() {
            Select.of(quiet, channel).receive();
        }

        @Override
        void wakeOne() {
            channel.send(1);
        }
    }

    /** Selects that send into a shared channel; the wake-up is the room. */
    @Nested
    class OfASharedSelectThatSends extends Contract {
        private final SharedChannel<Integer> quiet = new SharedChannel<>("quiet", 2, 8, ready, ready);
        private final SharedChannel<Integer> channel = new SharedChannel<>("c", 2, 8, ready, ready);

        /** Fills the channel. */
        OfASharedSelectThatSends() {
            channel.trySend(1);
            channel.trySend(2);
        }

        @Override
        void waitForOne() {
            Select<Integer> select = Select.of(quiet);
            select.sending(channel).offer(3);
            select.receive();
        }

        @Override
        void wakeOne() {
            channel.receive();
        }
    }
}
