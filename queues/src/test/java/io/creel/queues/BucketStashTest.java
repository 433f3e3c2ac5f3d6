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

class BucketStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new BucketStash(name, 64, StashContract::number);
    }

    @Override
    void validate(Stash subject) {
        ((BucketStash) subject).validate();
    }

    private final BucketStash buckets = new BucketStash("buckets", 200);

    @Test
    void shouldPopTheLeastLevelFirstWhenLevelsAreFarApart() {
        Coroutine[] h = {handle(0), handle(1), handle(2), handle(3)};
        int[] levels = {199, 64, 0, 64};
        for (int i = 0; i < 4; i++) {
            assertTrue(buckets.push(h[i], levels[i]));
        }
        buckets.validate();
        assertSame(h[2], buckets.peek());
        for (int expected : new int[]{2, 1, 3, 0}) {
            assertSame(h[expected], buckets.pop());
            buckets.validate();
        }
        assertNull(buckets.peek());
    }

    @Test
    void shouldThrowWhenTheLevelIsOutOfBounds() {
        Coroutine handle = handle(0);
        for (int level : new int[]{-1, 200, Integer.MIN_VALUE}) {
            assertEquals("level out of bounds: stash=buckets, level=" + level + ", levels=200",
                    assertThrows(IllegalArgumentException.class, () -> buckets.push(handle, level)).getMessage());
        }
        BucketStash asking = new BucketStash("asking", 2, ignored -> 2);
        assertEquals("level out of bounds: stash=asking, level=2, levels=2",
                assertThrows(IllegalArgumentException.class, () -> asking.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertEquals("number of levels out of bounds: stash=b, levels=4097, least=1, most=4096",
                assertThrows(IllegalArgumentException.class, () -> new BucketStash("b", 4097)).getMessage());
    }

    @Test
    void shouldThrowWhenPushedWithoutALevel() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=buckets, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> buckets.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldWaitByLevelWhenAwaited() {
        Carrier carrier = new Carrier("carrier");
        List<String> events = new ArrayList<>();
        for (int level = 3; level > 0; level--) {
            carrier.start((Integer mine) -> events.add(mine + " " + buckets.await(mine)), level);
        }
        carrier.resumeStarted();
        carrier.resume(buckets.drain(new Batch(8), 8));
        buckets.close();
        carrier.resume(Coroutine.create(ignored -> events.add("late " + buckets.await(0)), null));
        assertFalse(buckets.push(handle(0), 1));
        assertEquals(List.of("1 true", "2 true", "3 true", "late false"), events);
    }
}
