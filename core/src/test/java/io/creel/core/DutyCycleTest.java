package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DutyCycleTest {
    private final DutyCycle cycle = DutyCycle.ofWorker();
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldBeHereWithinACycleOnItsThreadOnly() throws Exception {
        assertFalse(cycle.isHere());
        assertNull(DutyCycle.here());
        int before = DutyCycle.changes();
        cycle.begin();
        assertNotEquals(before, DutyCycle.changes());
        assertTrue(cycle.isHere());
        assertSame(cycle, DutyCycle.here());
        var seen = new ArrayList<Boolean>();
        Thread other = Thread.ofPlatform().start(() -> seen.add(cycle.isHere() || DutyCycle.here() != null));
        other.join();
        assertEquals(List.of(false), seen);
        cycle.end();
        assertFalse(cycle.isHere());
        before = DutyCycle.changes();
        cycle.begin();
        cycle.end();
        assertEquals(before, DutyCycle.changes());
    }

    @Test
    void shouldBeFoundOnlyIfItIsAWorkers() {
        DutyCycle call = DutyCycle.ofCall();
        call.begin();
        assertTrue(call.isHere());
        assertNull(DutyCycle.here());
        call.end();
    }

    @Test
    void shouldNeverBeHereOnAVirtualThread() throws Exception {
        var seen = new ArrayList<Boolean>();
        Thread.ofVirtual().start(() -> {
            cycle.begin();
            seen.add(cycle.isHere());
            cycle.end();
        }).join();
        assertEquals(List.of(false), seen);
    }

    @Test
    void shouldDoWhatWasPutOffOnceInOrderAndAllOfIt() {
        cycle.begin();
        assertTrue(cycle.atEnd(() -> done.add("one")));
        assertTrue(cycle.atEnd(() -> {
            done.add("here=" + cycle.isHere());
            throw new IllegalStateException("faulty");
        }));
        assertTrue(cycle.atEnd(() -> done.add("three")));
        assertEquals("faulty", assertThrows(IllegalStateException.class, cycle::end).getMessage());
        assertEquals(List.of("one", "here=false", "three"), done);
        cycle.begin();
        cycle.end();
        assertEquals(3, done.size());
    }

    @Test
    void shouldRefuseWhatItHasNoRoomFor() {
        cycle.begin();
        for (int i = 0; i < DutyCycle.MAX_ENDINGS; i++) {
            assertTrue(cycle.atEnd(() -> done.add("x")));
        }
        assertFalse(cycle.atEnd(() -> done.add("y")));
        cycle.end();
        assertEquals(DutyCycle.MAX_ENDINGS, done.size());
        assertFalse(done.contains("y"));
    }
}
