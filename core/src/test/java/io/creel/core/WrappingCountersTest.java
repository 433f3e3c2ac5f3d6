package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineSemaphore;
import org.junit.jupiter.api.Test;

/** Counters near the value at which they wrap. The number of a guest's wait is in {@link GuestTest}. */
class WrappingCountersTest {
    @Test
    void shouldTellTheAgeOfAWaitAcrossTheWrapOfItsClock() {
        assertEquals(7, Coroutine.ageMs(Integer.MAX_VALUE - 3, Integer.MIN_VALUE + 3));
        assertEquals(Integer.MAX_VALUE, Coroutine.ageMs(5, Integer.MIN_VALUE + 4));
        assertEquals(0, Coroutine.ageMs(10, 8), "the clock of another carrier is a little behind");
        assertEquals(0, Coroutine.ageMs(Integer.MIN_VALUE + 1, Integer.MAX_VALUE));
    }

    @Test
    void shouldGiveTheLargestAgeWhenAWaitIsTooOldToMeasure() {
        int dayMs = 24 * 3_600_000;
        assertEquals(Integer.MAX_VALUE, Coroutine.ageMs(-100, -100 + 25 * dayMs));
        assertEquals(Integer.MAX_VALUE, Coroutine.ageMs(1, 1 + 49 * dayMs));
    }

    @Test
    void shouldRefuseAPermitThatCannotBeCounted() {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("pair", Integer.MAX_VALUE);
        assertEquals("release refused, more permits cannot be counted: semaphore=pair, permits=2147483647",
                assertThrows(IllegalStateException.class, semaphore::release).getMessage());
        assertEquals(Integer.MAX_VALUE, semaphore.availablePermits());
        new Carrier("host").resume(Coroutine.create(argument -> assertTrue(semaphore.tryAcquire()), null));
        semaphore.release();
        assertEquals(Integer.MAX_VALUE, semaphore.availablePermits());
    }
}
