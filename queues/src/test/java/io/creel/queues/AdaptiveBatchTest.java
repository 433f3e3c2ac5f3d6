package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AdaptiveBatchTest {
    @Test
    void shouldTakeTheShareRoundedUpWhenBelowTheCap() {
        AdaptiveBatch batch = new AdaptiveBatch(32, 4);
        assertEquals(0, batch.size(0));
        assertEquals(1, batch.size(1));
        assertEquals(1, batch.size(4));
        assertEquals(2, batch.size(5));
        assertEquals(32, batch.size(128));
        assertEquals(32, batch.size(Integer.MAX_VALUE));
    }

    @Test
    void shouldAskTheStashWhenGivenOne() {
        ListStash list = new ListStash("list");
        for (int i = 0; i < 5; i++) {
            list.push(StashContract.handle(i));
        }
        assertEquals(3, new AdaptiveBatch(32, 2).size(list));
    }

    @Test
    void shouldThrowWhenABoundIsMissing() {
        assertEquals("adaptive batch out of bounds, least=1: cap=0, workers=2",
                assertThrows(IllegalArgumentException.class, () -> new AdaptiveBatch(0, 2)).getMessage());
        assertEquals("adaptive batch out of bounds, least=1: cap=1, workers=0",
                assertThrows(IllegalArgumentException.class, () -> new AdaptiveBatch(1, 0)).getMessage());
    }
}
