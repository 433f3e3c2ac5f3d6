package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each wait ends at its time, and not before, by a clock that the test sets. */
class TimeOutTest {
    private static final long TIME_OUT_NS = 500;

    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private long nowNs = -1_000; // a clock may be below zero

    TimeOutTest() {
        carrier.setClock(() -> nowNs);
        carrier.tick(nowNs);
    }

    @AfterEach
    void nothingFailedAndNothingIsLeft() {
        assertEquals(List.of(), failures);
        assertFalse(carrier.hasDeadlines(), "a deadline is left");
    }

    private Coroutine start(Body<Object> body) {
        Coroutine coroutine = Coroutine.create(body, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    private void at(long timeNs) {
        nowNs = timeNs;
        carrier.tick(timeNs);
        while (carrier.poll() + carrier.resumeStarted() > 0) {
            continue;
        }
    }

    /** It must be the only wait of the coroutine; nothing happens 1 ns before the time. */
    private void assertEndsAtItsTime(String end) {
        long setNs = nowNs;
        at(setNs + TIME_OUT_NS - 1);
        assertEquals(List.of(), events);
        at(setNs + TIME_OUT_NS);
        assertEquals(List.of(end), events);
        assertEquals(1, carrier.counters().timedOut());
    }

    @Test
    void shouldGoOnAtItsTimeWhenAsleep() {
        start(argument -> {
            Coroutine.sleep(TIME_OUT_NS);
            events.add("awake at " + Coroutine.nowNs());
        });
        assertTrue(carrier.hasDeadlines());
        assertEndsAtItsTime("awake at -500");
    }

    @Test
    void shouldCountFromTheClockWhenItWentOnSinceTheTick() {
        nowNs += 100;
        start(argument -> {
            Coroutine.sleep(TIME_OUT_NS);
            events.add("awake");
        });
        assertEndsAtItsTime("awake");
    }

    @Test
    void shouldTimeOutWhenTheHandleStaysInTheStash() {
        Coroutine waiting = start(argument -> events.add("" + Coroutine.await(stash, TIME_OUT_NS)));
        assertEndsAtItsTime("TIMED_OUT");
        assertEquals(0, stash.size());
        assertEquals(CoroutineState.COMPLETED, waiting.state());
    }

    @Test
    void shouldSayResumedWhenAHolderResumesIt() {
        start(argument -> events.add("" + Coroutine.await(stash, TIME_OUT_NS)));
        carrier.resume(stash.pop());
        assertFalse(carrier.hasDeadlines(), "a wait that has ended leaves nothing behind");
        at(nowNs + 2 * TIME_OUT_NS);
        assertEquals(List.of("RESUMED"), events);
        assertEquals(0, carrier.counters().timedOut());
    }

    @Test
    void shouldSayRefusedWhenTheStashIsFullOrTheCallbackHandsBack() {
        TestStash full = new TestStash("full", 0);
        start(argument -> {
            events.add("" + Coroutine.await(full, TIME_OUT_NS));
            events.add("" + Coroutine.transfer(self -> self, TIME_OUT_NS));
        });
        assertEquals(List.of("REFUSED", "REFUSED"), events);
    }

    @Test
    void shouldTimeOutWhenACallbackHasStashedIt() {
        start(argument -> events.add("" + Coroutine.transfer(self -> stash.push(self) ? null : self, TIME_OUT_NS)));
        assertEndsAtItsTime("TIMED_OUT");
    }

    @Test
    void shouldNotWaitWhenTheTimeIsUpAlready() {
        start(argument -> {
            Coroutine.sleep(0);
            Coroutine.sleep(Long.MIN_VALUE);
            events.add("" + Coroutine.await(stash, 0));
            events.add("" + Coroutine.await(stash, -1));
        });
        assertEquals(List.of("TIMED_OUT", "TIMED_OUT"), events);
        assertEquals(0, stash.size());
    }

    @Test
    void shouldNeverTimeOutWhenTheTimeOutIsTheLargestNumber() {
        start(argument -> events.add("" + Coroutine.await(stash, Long.MAX_VALUE)));
        assertFalse(carrier.hasDeadlines(), "nothing to look at the clock for");
        at(Long.MAX_VALUE - 1_001);
        assertEquals(List.of(), events);
        carrier.resume(stash.pop());
        assertEquals(List.of("RESUMED"), events);
    }

    @Test
    void shouldEndInOrderOfTimeWhenManySleep() {
        for (int timeoutNs : new int[]{30, 10, 20, 40, 10}) {
            start(argument -> {
                Coroutine.sleep(timeoutNs);
                events.add("" + timeoutNs);
            });
        }
        at(nowNs + 30);
        assertEquals(List.of("10", "10", "20", "30"), events);
        at(nowNs + 10);
        assertEquals("40", events.getLast());
    }

    @Test
    void shouldGiveTheLockUpWhenTheTimeIsUp() {
        CoroutineLock lock = new CoroutineLock("lock");
        start(argument -> {
            lock.lock();
            Coroutine.await(stash);
            lock.unlock();
        });
        start(argument -> {
            assertFalse(lock.tryLock(0));
            events.add("" + lock.tryLock(TIME_OUT_NS));
        });
        assertEndsAtItsTime("false");
        start(argument -> {
            events.add("" + lock.tryLock(TIME_OUT_NS));
            lock.unlock();
        });
        carrier.resume(stash.pop());
        at(nowNs);
        assertEquals(List.of("false", "true"), events);
        start(argument -> assertTrue(lock.tryLock() && lock.isHeld()));
        failures.clear(); // the last one has ended holding the lock
    }

    @Test
    void shouldTakeNoPermitWhenTheTimeIsUp() {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);
        start(argument -> events.add("" + semaphore.tryAcquire(TIME_OUT_NS)));
        assertEndsAtItsTime("false");
        start(argument -> events.add("" + semaphore.tryAcquire(TIME_OUT_NS)));
        semaphore.release();
        at(nowNs);
        assertEquals(List.of("false", "true"), events);
        semaphore.release();
        assertEquals(1, semaphore.availablePermits());
    }

    @Test
    void shouldHoldTheLockAgainWhenAConditionTimesOut() {
        CoroutineLock lock = new CoroutineLock("lock");
        CoroutineCondition condition = new CoroutineCondition("condition", lock);
        start(argument -> {
            lock.lock();
            boolean signalled = condition.await(TIME_OUT_NS);
            events.add(signalled + " " + lock.isHeld());
            lock.unlock();
        });
        assertEndsAtItsTime("false true");
        start(argument -> {
            lock.lock();
            boolean signalled = condition.await(TIME_OUT_NS);
            events.add(signalled + " " + lock.isHeld());
            lock.unlock();
        });
        start(argument -> {
            lock.lock();
            condition.signal();
            lock.unlock();
        });
        at(nowNs);
        assertEquals(List.of("false true", "true true"), events);
    }

    @Test
    void shouldSayWhetherItHappenedWhenAnEventIsAwaited() {
        CoroutineEvent event = new CoroutineEvent("event");
        start(argument -> events.add("" + event.await(TIME_OUT_NS)));
        assertEndsAtItsTime("false");
        start(argument -> events.add("" + event.await(TIME_OUT_NS)));
        event.signal();
        at(nowNs);
        start(argument -> events.add("" + event.await(0)));
        assertEquals(List.of("false", "true", "true"), events);
    }

    @Test
    void shouldSayWhetherATaskHasEndedWhenAwaitedForAWhile() {
        Task<Boolean> task = Task.of(() -> Coroutine.await(stash));
        carrier.resume(task.coroutine());
        start(argument -> events.add("" + task.awaitEnd(TIME_OUT_NS)));
        assertEndsAtItsTime("false");
        carrier.resume(stash.pop());
        start(argument -> events.add("" + task.awaitEnd(TIME_OUT_NS)));
        assertEquals(List.of("false", "true"), events);
    }

    @Test
    void shouldEndByTheCancellationWhenThatComesFirst() {
        Coroutine sleeping = start(argument -> {
            try {
                Coroutine.sleep(TIME_OUT_NS);
            } finally {
                events.add("left");
            }
        });
        sleeping.cancel();
        at(nowNs);
        assertEquals(CoroutineState.CANCELLED, sleeping.state());
        assertFalse(carrier.hasDeadlines());
        at(nowNs + TIME_OUT_NS);
        assertEquals(List.of("left"), events);
    }

    @Test
    void shouldEndByTheCancellationWhenThatComesBeforeATimedOutOneHasRun() {
        Coroutine sleeping = start(argument -> Coroutine.sleep(TIME_OUT_NS));
        nowNs += TIME_OUT_NS;
        carrier.tick(nowNs);
        sleeping.cancel();
        at(nowNs);
        assertEquals(CoroutineState.CANCELLED, sleeping.state());
    }

    @Test
    void shouldCancelSleepersWhenTheCarrierCloses() {
        List<Coroutine> waiting = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            waiting.add(start(argument -> Coroutine.sleep(TIME_OUT_NS)));
            waiting.add(start(argument -> Coroutine.await(stash, TIME_OUT_NS)));
        }
        assertEquals(200, carrier.close());
        assertTrue(waiting.stream().allMatch(each -> each.state() == CoroutineState.CANCELLED));
        assertEquals(0, carrier.counters().timedOut());
    }

    @Test
    void shouldTakeTheRestAtTheNextTickWhenTooManyAreDue() {
        int count = Deadlines.MAX_PER_CHECK + 1;
        for (int i = 0; i < count; i++) {
            start(argument -> Coroutine.sleep(TIME_OUT_NS));
        }
        at(nowNs + TIME_OUT_NS);
        assertEquals(Deadlines.MAX_PER_CHECK, carrier.counters().timedOut());
        assertEquals(0, carrier.quietNs(nowNs), "it may not sleep");
        at(nowNs);
        assertEquals(count, carrier.counters().timedOut());
    }

    /** Equal and different times. Most deadlines end before their time, as those of flows do. */
    @Test
    void shouldKeepAHundredThousandWhenSoManyWait() {
        int count = 100_000;
        TestStash flows = new TestStash("flows");
        for (int i = 0; i < count; i++) {
            long timeoutNs = TIME_OUT_NS + i % 1_000;
            start(argument -> Coroutine.await(flows, timeoutNs));
        }
        Batch batch = new Batch(count);
        assertEquals(3 * count / 4, carrier.resume(flows.drain(batch, 3 * count / 4)));
        nowNs += 2 * TIME_OUT_NS;
        for (int ticks = 0; carrier.quietNs(nowNs) == 0; ticks++) {
            assertTrue(ticks < count, "it never ends");
            at(nowNs);
        }
        assertEquals(flows.size(), carrier.counters().created() - carrier.counters().ended());
        at(nowNs + TIME_OUT_NS);
        while (carrier.hasDeadlines()) {
            at(nowNs);
        }
        assertEquals(count / 4, carrier.counters().timedOut());
        assertEquals(count, carrier.counters().completed());
    }

    @Test
    void shouldTakeItFromNoVariableWhenTheTimeIsUp() {
        start(argument -> events.add("" + Coroutine.await(stash, TIME_OUT_NS)));
        Coroutine held = stash.pop();
        at(nowNs + TIME_OUT_NS);
        assertEquals(CoroutineState.SUSPENDED, held.state());
        carrier.resume(held);
        assertEquals(List.of("RESUMED"), events);
    }

    @Test
    void shouldTimeOutInTheNextStashWhenAHolderHasMovedIt() {
        start(argument -> events.add("" + Coroutine.await(stash, TIME_OUT_NS)));
        Coroutine held = stash.pop();
        at(nowNs + TIME_OUT_NS);
        assertEquals(List.of(), events);
        TestStash other = new TestStash("other");
        other.push(held);
        at(nowNs + carrier.quietNs(nowNs));
        assertEquals(List.of("TIMED_OUT"), events);
        assertEquals(0, other.size());
    }

    @Test
    void shouldRecheckSeldomWhenAHolderKeepsTheHandle() {
        start(argument -> Coroutine.await(stash, TIME_OUT_NS));
        Coroutine held = stash.pop();
        int looks = 0;
        for (long waitedNs = 0; waitedNs < 1_000_000_000; waitedNs += carrier.quietNs(nowNs)) {
            at(nowNs + carrier.quietNs(nowNs));
            looks++;
        }
        assertTrue(looks < 20, "looks in a second: " + looks);
        carrier.resume(held);
    }

    @Test
    void shouldRefuseWhenTheCarrierIsNeverToldTheTime() {
        Carrier timeless = new Carrier("timeless", (coroutine, failure) -> failures.add(failure));
        timeless.resume(Coroutine.create(argument -> {
            assertEquals("deadline refused, no thread tells the carrier the time, see Carrier.tick: carrier=timeless",
                    assertThrows(IllegalStateException.class, () -> Coroutine.sleep(1)).getMessage());
            assertEquals("time refused, no thread tells the carrier the time, see Carrier.tick: carrier=timeless",
                    assertThrows(IllegalStateException.class, Coroutine::nowNs).getMessage());
        }, null));
    }

    @Test
    void shouldRefuseWhenTheCallerIsNoCoroutine() {
        assertEquals("sleep refused: coroutine=none, reason=the caller does not run in a coroutine",
                assertThrows(IllegalStateException.class, () -> Coroutine.sleep(1)).getMessage());
    }

    /** A stash that cannot remove from its middle, as a user may write it. */
    private static final class Pile extends Stash {
        private Coroutine held;

        Pile() {
            super("pile");
        }

        @Override
        public int size() {
            return held == null ? 0 : 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            held = handle;
            return true;
        }

        @Override
        protected Coroutine extract() {
            Coroutine out = held;
            held = null;
            return out;
        }
    }

    @Test
    void shouldRefuseAtOnceWhenTheStashCannotTakeFromItsMiddle() {
        Pile pile = new Pile();
        start(argument -> assertEquals(
                "await refused, the stash cannot end a wait by a time-out, because it cannot take a"
                        + " handle out of its middle; use a list, a tree or a map: stash=pile, type="
                        + Pile.class.getName(),
                assertThrows(IllegalArgumentException.class, () -> Coroutine.await(pile, TIME_OUT_NS)).getMessage()));
        assertEquals(0, pile.size());
    }

    @Test
    void shouldRefuseWhenTheCarrierKeepsTooMany() {
        Deadlines many = carrier.deadlines();
        Coroutine some = Coroutine.create(argument -> {
        }, null);
        List<Deadline> set = new ArrayList<>();
        for (int i = 0; i < Deadlines.MAX; i++) {
            set.add(many.set(some, some, 1_000_000 - i));
        }
        assertEquals("deadline refused, the carrier keeps too many: carrier=carrier, deadlines=1048576, most=1048576,"
                + " coroutine=" + some,
                assertThrows(IllegalStateException.class, () -> many.set(some, some, 1)).getMessage());
        set.forEach(Deadline::end);
        many.set(some, some, 1).end();
        carrier.resume(some);
    }
}
