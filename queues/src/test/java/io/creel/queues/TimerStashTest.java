package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimerStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new TimerStash(name, 1000, 0);
    }

    @Override
    void validate(Stash subject) {
        ((TimerStash) subject).validate();
    }

    @Override
    boolean push(Stash subject, Coroutine handle) {
        return ((TimerStash) subject).push(handle, 1001 + number(handle));
    }

    @Override
    boolean await(Stash subject) {
        return ((TimerStash) subject).await(1001);
    }

    private final TimerStash timers = new TimerStash("timers", 1000, 4);
    private final Batch batch = new Batch(8);

    private Coroutine[] at(long... deadlines) {
        Coroutine[] handles = new Coroutine[deadlines.length];
        for (int i = 0; i < deadlines.length; i++) {
            handles[i] = handle(i);
            assertTrue(timers.push(handles[i], deadlines[i]));
            timers.validate();
        }
        return handles;
    }

    @Test
    void shouldBeDueNeverEarlyAndLessThanATickLate() {
        Coroutine[] h = at(1016, 1017, 1032);
        assertNull(timers.popDue(1015));
        assertSame(h[0], timers.popDue(1016));
        assertNull(timers.popDue(1031));
        assertSame(h[1], timers.popDue(1032));
        assertSame(h[2], timers.popDue(1032));
        assertNull(timers.popDue(Long.MAX_VALUE));
    }

    @Test
    void shouldBeDueAtOnceWhenTheDeadlineHasPassedOrOverflowed() {
        timers.popDue(5000);
        Coroutine[] h = at(4000, Long.MAX_VALUE + 1, -1, 999, 1000);
        assertEquals(Long.MIN_VALUE, timers.quietUntil());
        for (Coroutine expected : h) {
            assertSame(expected, timers.popDue(5000));
        }
    }

    @Test
    void shouldComeOutByDeadlineWhenTimeLeapsOverAllLevels() {
        long[] far = {Long.MAX_VALUE, 1L << 62, 1L << 50, 1L << 40, 1L << 30, 1L << 20, 5000};
        Coroutine[] h = at(far);
        timers.drainDue(Long.MAX_VALUE - 16, batch, 8);
        timers.validate();
        assertEquals(6, batch.size());
        for (int i = 0; i < 6; i++) {
            assertSame(h[6 - i], batch.get(i));
        }
        assertEquals(1, timers.size());
        assertNull(timers.popDue(1000), "a time that decreases changes nothing");
        assertSame(h[0], timers.pop());
    }

    @Test
    void shouldKeepTheOrderOfPushWhenOneFallsFromAHigherLevel() {
        TimerStash fine = new TimerStash("fine", 0, 0);
        Coroutine early = handle(0);
        Coroutine late = handle(1);
        fine.push(early, 5000);
        assertNull(fine.popDue(4990));
        fine.push(late, 5000);
        fine.validate();
        assertSame(early, fine.popDue(5000));
        assertSame(late, fine.popDue(5000));
    }

    @Test
    void shouldBeGoneWhenRemovedFromAnyLevel() {
        Coroutine[] h = at(1100, 10_000, 1L << 40, 900);
        for (Coroutine handle : h) {
            assertTrue(timers.remove(handle));
            timers.validate();
        }
        assertEquals(Long.MAX_VALUE, timers.quietUntil());
        assertNull(timers.popDue(Long.MAX_VALUE));
    }

    @Test
    void shouldSayHowLongNothingIsDue() {
        assertEquals(Long.MAX_VALUE, timers.quietUntil());
        at(1000 + 16 * 70);
        assertEquals(1000 + 16 * 64, timers.quietUntil());
        timers.popDue(1000 + 16 * 64);
        assertEquals(1000 + 16 * 70, timers.quietUntil());
        at(1000 + 16 * 66);
        assertEquals(1000 + 16 * 66, timers.quietUntil());
    }

    @Test
    void shouldCoverAllTimesWhenTheStartIsNegative() {
        TimerStash wide = new TimerStash("wide", Long.MIN_VALUE, 0);
        Coroutine[] h = {handle(0), handle(1), handle(2)};
        wide.push(h[0], Long.MAX_VALUE);
        wide.push(h[1], 0);
        wide.push(h[2], Long.MIN_VALUE + 1);
        wide.validate();
        assertNull(wide.popDue(Long.MIN_VALUE));
        assertSame(h[2], wide.popDue(Long.MIN_VALUE + 1));
        assertNull(wide.popDue(-1));
        assertSame(h[1], wide.popDue(0));
        assertNull(wide.popDue(Long.MAX_VALUE - 1));
        assertEquals(Long.MAX_VALUE, wide.quietUntil());
        assertSame(h[0], wide.popDue(Long.MAX_VALUE));
    }

    @Test
    void shouldThrowWhenPushedWithoutADeadlineOrMadeWithABadTick() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=timers, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> timers.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertEquals("tick shift out of bounds: stash=t, tickShift=41, least=0, most=40",
                assertThrows(IllegalArgumentException.class, () -> new TimerStash("t", 0, 41)).getMessage());
    }

    @Test
    void shouldWaitUntilItsTimeWhenAwaited() {
        Carrier carrier = new Carrier("carrier");
        List<Boolean> events = new ArrayList<>();
        carrier.resume(Coroutine.create(ignored -> events.add(timers.await(1010)), null));
        assertEquals(0, carrier.resume(timers.drainDue(1009, batch, 8)));
        assertEquals(1, carrier.resume(timers.drainDue(1016, batch, 8)));
        timers.close();
        assertFalse(timers.push(handle(0), 1));
        assertEquals(List.of(true), events);
    }
}
