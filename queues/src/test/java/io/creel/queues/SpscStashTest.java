package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.Stash;
import org.junit.jupiter.api.Test;

class SpscStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new SpscStash(name, capacity);
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
        assertEquals("ring capacity out of bounds: stash=ring, capacity=3, least=4, most=1073741824",
                assertThrows(IllegalArgumentException.class, () -> new SpscStash("ring", 3)).getMessage());
        assertEquals(128, new SpscStash("ring", 65).capacity());
    }
}
