package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.Stash;
import org.junit.jupiter.api.Test;

class MpmcStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new MpmcStash(name, capacity);
    }

    @Override
    void validate(Stash subject) {
        RingStashTest.validate(subject);
    }

    @Override
    boolean isBounded() {
        return true;
    }

    @Override
    boolean removes() {
        return false;
    }

    @Test
    void shouldThrowWhenTheCapacityIsOutOfBounds() {
        assertEquals("ring capacity out of bounds: stash=ring, capacity=1, least=2, most=1073741824",
                assertThrows(IllegalArgumentException.class, () -> new MpmcStash("ring", 1)).getMessage());
        assertEquals(128, new MpmcStash("ring", 65).capacity());
    }
}
