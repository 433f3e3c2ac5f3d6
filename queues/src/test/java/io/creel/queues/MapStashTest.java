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

class MapStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new MapStash(name, StashContract::number);
    }

    @Override
    void validate(Stash subject) {
        ((MapStash) subject).validate();
    }

    @Override
    boolean isOrdered() {
        return false;
    }

    private final MapStash map = new MapStash("map");
    private final Batch batch = new Batch(8);

    private Coroutine[] keyed(long... keys) {
        Coroutine[] handles = new Coroutine[keys.length];
        for (int i = 0; i < keys.length; i++) {
            handles[i] = handle(i);
            assertTrue(map.push(handles[i], keys[i]));
            map.validate();
        }
        return handles;
    }

    @Test
    void shouldPopInOrderOfPushWhenPoppedByKey() {
        Coroutine[] h = keyed(7, 8, 7, -1L, 7, Long.MIN_VALUE);
        assertEquals(4, map.keys());
        assertEquals(3, map.count(7));
        assertSame(h[0], map.peek(7));
        assertSame(h[0], map.pop(7));
        assertSame(h[2], map.pop(7));
        assertSame(h[4], map.pop(7));
        map.validate();
        assertNull(map.pop(7));
        assertNull(map.peek(7));
        assertSame(h[3], map.pop(-1));
        assertSame(h[5], map.pop(Long.MIN_VALUE));
        assertEquals(1, map.size());
    }

    @Test
    void shouldMoveOnlyItsWaitersWhenAKeyIsDrained() {
        Coroutine[] h = keyed(1, 2, 1, 1, 2);
        assertEquals(2, map.drain(1, batch, 2).size());
        assertEquals(2, map.drain(3, batch, 2).size());
        map.drain(2, batch, 8);
        assertEquals(List.of(h[0], h[2], h[1], h[4]),
                List.of(batch.get(0), batch.get(1), batch.get(2), batch.get(3)));
        assertSame(h[3], map.pop());
        map.validate();
    }

    @Test
    void shouldGoBehindItsNewEqualsWhenRekeyed() {
        Coroutine[] h = keyed(1, 2, 1);
        map.rekey(h[0], 2);
        map.validate();
        assertSame(h[2], map.pop(1));
        assertSame(h[1], map.pop(2));
        assertSame(h[0], map.pop(2));
        assertEquals("rekey refused: coroutine=" + h[0] + ", state=UNSTARTED, stash=none, by=map",
                assertThrows(IllegalStateException.class, () -> map.rekey(h[0], 1)).getMessage());
    }

    @Test
    void shouldThrowWhenChangedWhileWalked() {
        keyed(1, 1, 2);
        assertEquals("walk refused to go on, the stash was changed meanwhile: stash=map, changes=1",
                assertThrows(IllegalStateException.class, () -> map.walk(handle -> map.pop(1))).getMessage());
        assertEquals("walk refused to go on, the stash was changed meanwhile: stash=map, changes=1",
                assertThrows(IllegalStateException.class,
                        () -> map.walk(1, handle -> map.push(handle(9), 9))).getMessage());
        int[] seen = {0};
        map.walk(handle -> seen[0]++);
        map.walk(1, handle -> seen[0]++);
        assertEquals(4, seen[0]);
        map.validate();
    }

    @Test
    void shouldThrowWhenPushedWithoutAKey() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=map, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> map.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldThrowWhenPushedWhileInUse() {
        Coroutine handle = handle(0);
        assertTrue(map.use.begin("drain"));
        assertEquals("push refused, the stash is in use: stash=map, during=drain",
                assertThrows(IllegalStateException.class, () -> map.push(handle, 1)).getMessage());
        map.use.end();
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldKeepEveryKeyWhenTheTableGrowsOverSeveralSegments() {
        int count = 5 * HashedStash.SEGMENT + 3;
        Coroutine[] handles = new Coroutine[count];
        for (int i = 0; i < count; i++) {
            handles[i] = handle(i);
            map.push(handles[i], (long) i << 40);
        }
        map.validate();
        for (int i = 0; i < count; i++) {
            assertSame(handles[i], map.pop((long) i << 40));
        }
        assertTrue(map.isEmpty());
        map.validate();
    }

    @Test
    void shouldWaitByKeyWhenAwaited() {
        Carrier carrier = new Carrier("carrier");
        List<String> events = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            carrier.start((Integer mine) -> events.add(mine + " " + map.await(mine % 2)), i);
        }
        carrier.resumeStarted();
        carrier.resume(map.drain(0, batch, 8));
        Coroutine last = map.pop(1);
        map.close();
        assertFalse(map.push(last, 1));
        carrier.resume(last);
        carrier.resume(Coroutine.create(ignored -> events.add("late " + map.await(0)), null));
        assertEquals(List.of("0 true", "2 true", "1 true", "late false"), events);
    }
}
