package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import org.junit.jupiter.api.Test;

class ListStashTest extends StashContract {
    private final ListStash list = new ListStash("list");

    @Override
    Stash create(String name, int capacity) {
        return new ListStash(name);
    }

    @Override
    void validate(Stash subject) {
        ((ListStash) subject).validate();
        list.validate();
    }

    @Test
    void shouldPopLastInFirstOutWhenPushedInFront() {
        Coroutine a = handle(0);
        Coroutine b = handle(1);
        assertTrue(list.pushFront(a));
        assertTrue(list.pushFront(b));
        assertSame(b, list.peek());
        assertSame(b, list.pop());
        assertSame(a, list.pop());
        assertNull(list.peek());
    }

    @Test
    void shouldTakeTheYoungestWhenPoppedFromTheBack() {
        Coroutine a = handle(0);
        Coroutine b = handle(1);
        list.push(a);
        list.push(b);
        assertSame(b, list.popBack());
        assertSame(a, list.popBack());
        assertNull(list.popBack());
        assertEquals(CoroutineState.UNSTARTED, a.state());
    }

    @Test
    void shouldMoveEverythingInOrderWhenSpliced() {
        ListStash other = new ListStash("other");
        Coroutine[] handles = {handle(0), handle(1), handle(2)};
        list.push(handles[0]);
        other.push(handles[1]);
        other.push(handles[2]);
        assertEquals(2, list.splice(other));
        other.validate();
        assertTrue(other.isEmpty());
        for (Coroutine handle : handles) {
            assertSame(handle, list.pop());
        }
    }

    @Test
    void shouldMoveNothingWhenSplicedIntoItselfOrClosed() {
        list.push(handle(0));
        assertEquals(0, list.splice(list));
        ListStash closed = new ListStash("closed");
        closed.close();
        assertEquals(0, closed.splice(list));
        assertEquals(1, list.size());
    }

    @Test
    void shouldTakeNothingWhenSplicedInTheMiddleOfAnotherUse() {
        ListStash other = new ListStash("other");
        other.push(handle(0));
        assertTrue(list.use().begin("pop"));
        assertEquals("splice refused, the stash is in use: stash=" + list + ", during=pop",
                assertThrows(IllegalStateException.class, () -> list.splice(other)).getMessage());
        assertTrue(list.use().end());
        assertEquals(1, other.size());
        assertEquals(1, list.splice(other));
    }

    @Test
    void shouldRefuseWhenPushedInFrontWhileClosed() {
        Coroutine handle = handle(0);
        list.close();
        assertFalse(list.pushFront(handle));
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldThrowWhenUsedTwiceAtOnce() {
        Coroutine held = handle(0);
        Coroutine handle = handle(1);
        list.push(held);
        assertTrue(list.use().begin("pop"));
        assertEquals("push refused, the stash is in use: stash=list, during=pop",
                assertThrows(IllegalStateException.class, () -> list.push(handle)).getMessage());
        assertEquals("pop refused, the stash is in use: stash=list, during=pop",
                assertThrows(IllegalStateException.class, list::pop).getMessage());
        assertTrue(list.use().end());
        assertEquals(CoroutineState.UNSTARTED, handle.state(), "the caller still has it");
        assertTrue(list.push(handle));
        assertSame(held, list.pop());
    }
}
