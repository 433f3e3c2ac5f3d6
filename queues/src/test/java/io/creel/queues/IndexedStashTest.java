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

class IndexedStashTest extends StashContract {
    @Override
    Stash create(String name, int capacity) {
        return new IndexedStash(name, capacity);
    }

    @Override
    void validate(Stash subject) {
        ((IndexedStash) subject).validate();
    }

    @Override
    boolean push(Stash subject, Coroutine handle) {
        return ((IndexedStash) subject).push(handle, number(handle), number(handle) % 3);
    }

    @Override
    boolean await(Stash subject) {
        return ((IndexedStash) subject).await(0, 0);
    }

    @Override
    boolean isBounded() {
        return true;
    }

    private final IndexedStash both = new IndexedStash("both", 8);
    private final Batch batch = new Batch(8);

    private Coroutine[] pairs(long... ordersAndKeys) {
        Coroutine[] handles = new Coroutine[ordersAndKeys.length / 2];
        for (int i = 0; i < handles.length; i++) {
            handles[i] = handle(i);
            assertTrue(both.push(handles[i], ordersAndKeys[2 * i], ordersAndKeys[2 * i + 1]));
            both.validate();
        }
        return handles;
    }

    @Test
    void shouldBeGoneFromBothWhenTakenByEither() {
        Coroutine[] h = pairs(30, 1, 10, 2, 20, 1);
        assertSame(h[0], both.pop(1));
        both.validate();
        assertSame(h[1], both.pop());
        both.validate();
        assertNull(both.pop(2));
        assertEquals(1, both.count(1));
        assertTrue(both.remove(h[2]));
        assertNull(both.pop(1));
        assertTrue(both.isEmpty());
        for (Coroutine handle : h) {
            assertEquals(CoroutineState.UNSTARTED, handle.state());
        }
    }

    @Test
    void shouldMoveTheWaitersOfAKeyWhenDrained() {
        Coroutine[] h = pairs(30, 1, 10, 2, 20, 1, 40, 1);
        both.drain(1, batch, 2);
        both.validate();
        assertEquals(List.of(h[0], h[2]), List.of(batch.get(0), batch.get(1)));
        assertSame(h[1], both.pop());
        assertSame(h[3], both.pop());
    }

    @Test
    void shouldMoveDueHandlesWhenPoppedUpToAnOrder() {
        Coroutine[] h = pairs(30, 1, 10, 2, 20, 1);
        both.popUpTo(20, batch, 8);
        assertEquals(List.of(h[1], h[2]), List.of(batch.get(0), batch.get(1)));
        both.popUpTo(20, batch, 8);
        assertEquals(2, batch.size());
        assertEquals(1, both.count(1));
    }

    @Test
    void shouldChangeTheOrderOfAllWhenATenantIsReordered() {
        Coroutine[] h = pairs(10, 1, 20, 2, 30, 1, 40, 2);
        assertEquals(2, both.reorderAll(1, order -> order + 100));
        both.validate();
        assertEquals(0, both.reorderAll(3, order -> 0));
        both.reorder(h[3], 0);
        both.validate();
        for (int expected : new int[]{3, 1, 0, 2}) {
            assertSame(h[expected], both.pop());
        }
    }

    @Test
    void shouldMoveBetweenKeysWhenRekeyed() {
        Coroutine[] h = pairs(10, 1, 20, 2, 30, 1);
        both.rekey(h[0], 2);
        both.validate();
        assertEquals(2, both.keyOf(h[0]));
        assertSame(h[1], both.pop(2));
        assertSame(h[0], both.pop(2));
        assertSame(h[2], both.pop(1));
    }

    @Test
    void shouldThrowWhenTheHandleIsForeignOrTheStashInUse() {
        Coroutine free = handle(0);
        String tail = " refused: coroutine=" + free + ", state=UNSTARTED, stash=none, by=both";
        assertEquals("rekey" + tail,
                assertThrows(IllegalStateException.class, () -> both.rekey(free, 1)).getMessage());
        assertEquals("reorder" + tail,
                assertThrows(IllegalStateException.class, () -> both.reorder(free, 1)).getMessage());
        assertEquals("keyOf" + tail,
                assertThrows(IllegalStateException.class, () -> both.keyOf(free)).getMessage());
        pairs(10, 1);
        assertEquals("pop refused, the stash is in use: stash=both, during=reorderAll",
                assertThrows(IllegalStateException.class, () -> both.reorderAll(1, order -> both.pop().key()))
                        .getMessage());
        both.validate();
    }

    @Test
    void shouldThrowWhenPushedWithoutAKeyOrMadeWithoutRoom() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=both, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> both.push(handle)).getMessage());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertEquals("capacity out of bounds: stash=i, capacity=0, least=1, most=67108864",
                assertThrows(IllegalArgumentException.class, () -> new IndexedStash("i", 0)).getMessage());
    }

    @Test
    void shouldHaveOneOwnerWhenATimeOutAndAKeyRace() {
        Carrier carrier = new Carrier("carrier");
        List<Boolean> events = new ArrayList<>();
        Coroutine waiting = Coroutine.create(ignored -> events.add(both.await(100, 7)), null);
        carrier.resume(waiting);
        Coroutine byKey = both.pop(7);
        assertSame(waiting, byKey);
        assertEquals(0, both.popUpTo(100, batch, 8).size(), "the time-out comes too late");
        carrier.resume(byKey);
        both.close();
        assertFalse(both.push(handle(0), 1, 1));
        assertEquals(List.of(true), events);
    }

    /**
     * The arguments of an await stay in the stash until the push, which never happens here; the next await must not
     * find them.
     */
    @Test
    void shouldForgetTheKeysWhenAnAwaitThrowsBeforeItSuspends() {
        IndexedStash set = new IndexedStash("set", 4);
        Carrier carrier = new Carrier("carrier");
        List<String> told = new ArrayList<>();
        carrier.resume(Coroutine.create(any -> {
            Coroutine.current().cancel();
            try {
                told.add("" + set.await(1, 2));
            } finally {
                told.add("left");
            }
        }, null));
        carrier.resume(Coroutine.create(any -> told.add("" + set.await(3, 4)), null));
        Coroutine waiting = set.peek();
        assertEquals(3, waiting.key());
        assertEquals(4, set.keyOf(waiting));
        carrier.resume(set.pop());
        assertEquals(List.of("left", "true"), told);
    }

    @Test
    void shouldRefuseAPushWithOneKey() {
        IndexedStash set = new IndexedStash("set", 4);
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=set, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> set.push(handle, 1)).getMessage());
        assertTrue(set.push(handle, 1, 2), "the caller still has it");
    }
}
