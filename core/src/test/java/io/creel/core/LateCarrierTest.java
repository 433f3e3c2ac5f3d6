package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineEvent;
import io.creel.core.task.Scope;
import io.creel.core.task.TaskCancelledException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Deadlines of a carrier that is busy, closed, or has given its coroutine away. A busy carrier gets no tick; the test
 * sets the clock.
 */
class LateCarrierTest {
    private static final long TIME_OUT_NS = 50_000_000;

    private final List<String> events = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Carrier busy = carrier("busy");
    private final Carrier free = carrier("free");
    private Coroutine hopping;
    private long nowNs = 7_000;

    @BeforeAll
    static void coroutinesRoam() {
        assertEquals(Mobility.ROAMING, JvmArguments.mobility());
    }

    LateCarrierTest() {
        Carrier.shareDeadlines(List.of(busy, free));
        busy.tick(nowNs - 1_000); // each carrier had its first tick at a different time
        free.tick(nowNs);
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(List.of(), failures);
        assertFalse(busy.hasDeadlines() || free.hasDeadlines());
    }

    private Carrier carrier(String name) {
        Carrier made = new Carrier(name, (coroutine, failure) -> failures.add(failure.getMessage()));
        made.setClock(() -> nowNs);
        return made;
    }

    private void cycle(Carrier carrier) {
        carrier.tick(nowNs);
        while (carrier.poll() + carrier.resumeStarted() > 0) {
            continue;
        }
    }

    private static Coroutine start(Carrier where, Body<Object> body) {
        Coroutine started = Coroutine.create(body, null);
        where.resume(started);
        return started;
    }

    /** Suspends until the test resumes {@link #hopping} on some carrier. */
    private void hop() {
        Coroutine.await(self -> {
            hopping = self;
            return true;
        });
    }

    @Test
    void shouldEndTheScopeInTimeWhenTheWorkerThatOpenedItIsBusy() {
        CoroutineEvent never = new CoroutineEvent("never");
        start(busy, argument -> {
            try (Scope scope = Scope.open("timed", TIME_OUT_NS)) {
                hop();
                scope.fork(() -> {
                    try {
                        never.await();
                    } finally {
                        events.add("child left");
                    }
                    return null;
                });
                events.add(assertThrows(TaskCancelledException.class, scope::join).getMessage());
            }
        });
        free.resume(hopping);
        cycle(free);
        nowNs += TIME_OUT_NS;
        cycle(free);
        assertEquals(List.of(), events, "its own worker may still come");
        nowNs += Deadlines.HELP_AFTER_NS;
        cycle(free);
        assertEquals(List.of("child left", "scope ran out of time: scope=timed"), events);
    }

    @Test
    void shouldCancelTheChildInTimeWhenTheOwnersWorkerIsBusy() {
        CoroutineEvent never = new CoroutineEvent("never");
        TestStash taken = new TestStash("taken by the free one");
        taken.takenBy(free);
        start(busy, argument -> {
            try (Scope scope = Scope.open("timed", TIME_OUT_NS)) {
                scope.fork(taken::push, () -> {
                    try {
                        never.await();
                    } finally {
                        events.add("child left");
                    }
                    return null;
                });
                events.add(assertThrows(TaskCancelledException.class, scope::join).getMessage());
            }
        });
        free.resume(taken.pop());
        nowNs += TIME_OUT_NS + Deadlines.HELP_AFTER_NS;
        cycle(free);
        cycle(free);
        assertEquals(List.of("child left"), events);
        cycle(busy);
        assertEquals("scope ran out of time: scope=timed", events.getLast());
    }

    @Test
    void shouldEndTheWaitWhenItsCarrierIsBusyAndAnyThreadMayTake() {
        start(busy, argument -> {
            Coroutine.sleep(TIME_OUT_NS);
            events.add("awake on " + Coroutine.current().carrier.name());
        });
        nowNs += TIME_OUT_NS + Deadlines.HELP_AFTER_NS;
        cycle(free);
        assertEquals(1, free.counters().timedOut());
        assertEquals(List.of(), events, "the helper must not choose the carrier");
        busy.poll();
        assertEquals(List.of("awake on busy"), events);
    }

    @Test
    void shouldLeaveTheWaitToItsCarrierWhenOnlyThatMayTake() {
        TestStash list = new TestStash("list");
        start(busy, argument -> events.add("" + Coroutine.await(list, TIME_OUT_NS)));
        start(busy, argument -> {
            Coroutine.sleep(TIME_OUT_NS + 1);
            events.add("awake");
        });
        nowNs += TIME_OUT_NS + 1 + Deadlines.HELP_AFTER_NS;
        cycle(free);
        assertEquals(1, list.size());
        assertEquals(1, free.counters().timedOut(), "the one behind it was not held up");
        assertEquals(0, busy.quietNs(nowNs));
        cycle(busy);
        assertEquals(List.of("awake", "TIMED_OUT"), events);
        assertEquals(1, busy.counters().timedOut());
    }

    @Test
    void shouldTimeOutOnTheOtherCarrierWhenTheHandleHasMovedThere() {
        TestStash here = new TestStash("here");
        TestStash there = new TestStash("there");
        there.takenBy(free);
        start(busy, argument -> events
                .add(Coroutine.await(here, TIME_OUT_NS) + " on " + Coroutine.current().carrier.name()));
        there.push(here.pop());
        nowNs += TIME_OUT_NS;
        cycle(busy);
        assertEquals(1, there.size(), "only the other one may take from there");
        assertEquals(List.of(), events);
        cycle(free);
        assertEquals(List.of("TIMED_OUT on free"), events);
    }

    @Test
    void shouldForgetTheTimeOutWhenResumedOnTheOtherCarrier() {
        TestStash stash = new TestStash("stash");
        stash.takenBy(free);
        start(busy, argument -> {
            events.add("" + Coroutine.await(stash, TIME_OUT_NS));
            events.add("" + Coroutine.await(stash, 2 * TIME_OUT_NS));
        });
        free.resume(stash.pop());
        assertFalse(busy.hasDeadlines());
        nowNs += TIME_OUT_NS;
        cycle(busy);
        cycle(free);
        assertEquals(List.of("RESUMED"), events);
        nowNs += TIME_OUT_NS;
        cycle(free);
        assertEquals(List.of("RESUMED", "TIMED_OUT"), events);
    }

    /**
     * The coroutine sets each deadline on one carrier and ends it on the other. Each pool gets its own deadlines back.
     */
    @Test
    void shouldHaveRoomForEverWhenDeadlinesEndOnTheOtherCarrier() {
        TestStash stash = new TestStash("stash");
        start(busy, argument -> {
            while (Coroutine.await(stash, TIME_OUT_NS) == WaitResult.RESUMED) {
                nowNs++;
            }
        });
        for (int i = 0; i < 10_000; i++) {
            Carrier next = i % 2 == 0 ? free : busy;
            stash.takenBy(next);
            next.resume(stash.pop());
        }
        assertEquals(0, busy.deadlines().pooled(), "it is in use");
        assertEquals(1, free.deadlines().pooled());
        nowNs += TIME_OUT_NS;
        cycle(busy);
        cycle(free);
    }

    @Test
    void shouldGiveADeadlineBackToItsPoolWhenItHasMoved() {
        TestStash there = new TestStash("there");
        there.takenBy(free);
        TestStash here = new TestStash("here");
        start(busy, argument -> {
            while (Coroutine.await(here, TIME_OUT_NS) == WaitResult.TIMED_OUT) {
                hop();
            }
        });
        for (int i = 0; i < 100; i++) {
            there.push(here.pop());
            nowNs += TIME_OUT_NS;
            cycle(busy);
            cycle(free);
            assertEquals(1, busy.deadlines().pooled(), "it is back");
            here.takenBy(busy);
            busy.resume(hopping);
        }
        busy.resume(here.pop());
        assertEquals(0, free.deadlines().pooled());
    }

    @Test
    void shouldTimeOutWhenTheCarrierThatSetTheDeadlineIsClosed() {
        Carrier closing = carrier("closing"); // in no group
        Carrier other = carrier("other");
        closing.tick(nowNs - 17);
        other.tick(nowNs);
        CoroutineEvent never = new CoroutineEvent("never");
        start(closing, argument -> {
            try (Scope scope = Scope.open("timed", TIME_OUT_NS)) {
                hop();
                scope.fork(() -> {
                    never.await();
                    return null;
                });
                events.add(assertThrows(TaskCancelledException.class, scope::join).getMessage());
            }
        });
        other.resume(hopping);
        cycle(other);
        closing.close();
        assertTrue(other.hasDeadlines());
        nowNs += TIME_OUT_NS - 1;
        cycle(other);
        assertEquals(List.of(), events);
        nowNs++;
        cycle(other);
        assertEquals(List.of("scope ran out of time: scope=timed"), events);
    }

    @Test
    void shouldGoOnWithTheHelperWhenItsOwnCarrierIsClosed() {
        TestStash shared = new TestStash("shared") {
            @Override
            protected boolean isShared() {
                return true;
            }
        };
        start(busy, argument -> events
                .add(Coroutine.await(shared, TIME_OUT_NS) + " on " + Coroutine.current().carrier.name()));
        busy.shut(); // as if the handle had come into the stash after the last pass
        nowNs += TIME_OUT_NS + Deadlines.HELP_AFTER_NS;
        cycle(free);
        assertEquals(List.of("TIMED_OUT on free"), events);
    }

    @Test
    void shouldSayThatTheTimeOutIsLostWhenTheTakerOfTheStashIsGone() {
        TestStash here = new TestStash("here");
        TestStash there = new TestStash("there");
        Carrier closed = carrier("closed");
        there.takenBy(closed);
        closed.close();
        Coroutine waiting = start(busy, argument -> Coroutine.await(here, TIME_OUT_NS));
        there.push(here.pop());
        nowNs += TIME_OUT_NS;
        cycle(busy);
        assertEquals(List
                .of("time-out lost, the carrier that takes from the stash is closed, or no thread tells it the time: coroutine="
                        + waiting + ", stash=there, carrier=closed"),
                failures);
        failures.clear();
        busy.resume(there.pop());
    }

    @Test
    void shouldSleepNoLongerThanTheOthersDeadlinesWhenTheyShare() {
        assertEquals(Long.MAX_VALUE, free.quietNs(nowNs), "before the first deadline of the group");
        int[] wakes = {0};
        free.onSignal(() -> wakes[0]++);
        start(busy, argument -> Coroutine.sleep(TIME_OUT_NS));
        assertEquals(1, wakes[0], "a sleeping carrier must be woken");
        assertEquals(TIME_OUT_NS, busy.deadlines().quietNs(nowNs));
        assertEquals(DeadlineGroup.MAX_QUIET_NS, free.quietNs(nowNs));
        nowNs += TIME_OUT_NS - 1_000;
        assertEquals(1_000 + Deadlines.HELP_AFTER_NS, free.quietNs(nowNs));
        nowNs += 1_000;
        cycle(busy);
        start(busy, argument -> Coroutine.sleep(TIME_OUT_NS));
        assertEquals(1, wakes[0], "it looks by itself from now on");
        nowNs += TIME_OUT_NS;
        cycle(busy);
    }

    @Test
    void shouldReportAndRecheckWhenAStashThrows() {
        int[] faults = {1};
        TestStash faulty = new TestStash("faulty") {
            @Override
            protected boolean unlink(Coroutine handle) {
                if (faults[0]-- > 0) {
                    throw new IllegalArgumentException("planted");
                }
                return super.unlink(handle);
            }
        };
        start(busy, argument -> events.add("" + Coroutine.await(faulty, TIME_OUT_NS)));
        nowNs += TIME_OUT_NS;
        cycle(busy);
        assertEquals(List.of("planted"), failures);
        failures.clear();
        nowNs += busy.quietNs(nowNs);
        cycle(busy);
        assertEquals(List.of("TIMED_OUT"), events);
    }

    @Test
    void shouldTimeOutWhenAGuestWaits() {
        TestStash stash = new TestStash("stash");
        FakeGuest guest = new FakeGuest(() -> {
            Coroutine.sleep(TIME_OUT_NS);
            events.add("" + Coroutine.await(stash, TIME_OUT_NS));
            events.add("" + Coroutine.await(stash, TIME_OUT_NS));
        });
        busy.resume(guest.coroutine);
        nowNs += TIME_OUT_NS;
        cycle(busy);
        nowNs += TIME_OUT_NS;
        cycle(busy);
        assertEquals(List.of("TIMED_OUT"), events);
        free.resume(stash.pop());
        assertEquals(List.of("TIMED_OUT", "RESUMED"), events);
    }
}
