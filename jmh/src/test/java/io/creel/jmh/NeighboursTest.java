package io.creel.jmh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NeighboursTest {
    /** Of 100 + 1 + 20 + 3 + 4 busy ticks, this process used 11 + 12 and its children 5 + 6. */
    @Test
    void shouldCountTheTicksOfOtherPrograms() {
        assertEquals(128 - 34, Neighbours.foreignTicks("cpu  100 1 20 4000 50 3 4 0 0 0\ncpu0 1 1 1 1 1 1 1 0 0 0\n",
                "77 (java (x) y) S 1 77 77 0 -1 0 0 0 0 0 11 12 5 6 20 0 30 0"));
    }
}
