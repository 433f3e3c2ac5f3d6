package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The contract of every stash. A subclass creates the stash and says which operations its kind supports. The structure
 * is validated after every test.
 */
abstract class StashContract {
    private static final String NAME = "waiting";
    private Stash stash;

    /**
     * Makes an empty stash with room for at least {@code capacity} handles; a bounded stash has room for exactly that
     * many.
     */
    abstract Stash create(String name, int capacity);

    /** Throws if the structure is broken. */
    abstract void validate(Stash subject);

    /** Returns whether the stash is bounded by its capacity; {@link #create} then gets a power of two. */
    boolean isBounded() {
        return false;
    }

    /** Returns whether a handle can be taken from the middle. */
    boolean removes() {
        return true;
    }

    /** Returns whether handles come out in the order in which they were pushed. */
    boolean isOrdered() {
        return true;
    }

    /** Pushes a handle with all the arguments that the stash needs. */
    boolean push(Stash subject, Coroutine handle) {
        return subject.push(handle);
    }

    /** Does what {@link #push} does for the calling coroutine, by an await. */
    boolean await(Stash subject) {
        return Coroutine.await(subject);
    }

    @BeforeEach
    void createStash() {
        stash = create(NAME, 64);
        assertEquals(NAME, stash.name());
        assertEquals(NAME, stash.toString());
    }

    @AfterEach
    void validateStash() {
        validate(stash);
    }

    static Coroutine handle(int number) {
        return Coroutine.create(argument -> {
        }, number);
    }

    /** Returns the number that {@link #handle} was given. */
    static int number(Coroutine handle) {
        return handle.argument() == null ? 0 : (Integer) handle.argument();
    }

    private List<Coroutine> pushed(int count) {
        List<Coroutine> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Coroutine handle = handle(i);
            assertTrue(push(stash, handle));
            handles.add(handle);
            assertEquals(i + 1, stash.size());
        }
        return handles;
    }

    private void assertOrder(List<Coroutine> expected, List<Coroutine> found) {
        if (isOrdered()) {
            assertEquals(expected, found);
        } else {
            assertEquals(Set.copyOf(expected), Set.copyOf(found));
        }
    }

    private static void refused(String expected, org.junit.jupiter.api.function.Executable misuse) {
        assertEquals(expected, assertThrows(IllegalStateException.class, misuse).getMessage());
    }

    @Test
    void shouldReturnNullWhenEmpty() {
        assertTrue(stash.isEmpty());
        assertEquals(0, stash.size());
        assertNull(stash.pop());
        assertEquals(0, stash.drain(new Batch(4), 4).size());
    }

    @Test
    void shouldOwnAHandleWhenPushedAndGiveItBackWhenPopped() {
        Coroutine handle = handle(0);
        assertTrue(push(stash, handle));
        assertEquals(CoroutineState.STASHED, handle.state());
        assertFalse(stash.isEmpty());
        assertSame(handle, stash.pop());
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertTrue(stash.isEmpty());
        assertTrue(push(stash, handle), "a popped handle can be pushed again");
    }

    @Test
    void shouldPopInOrderWhenSeveralArePushed() {
        List<Coroutine> handles = pushed(10);
        assertOrder(handles, List.of(stash.pop(), stash.pop(), stash.pop(), stash.pop(), stash.pop(), stash.pop(),
                stash.pop(), stash.pop(), stash.pop(), stash.pop()));
        assertNull(stash.pop());
    }

    @Test
    void shouldThrowWhenPushedTwice() {
        Coroutine handle = handle(0);
        push(stash, handle);
        refused("push refused: coroutine=" + handle + ", state=STASHED, stash=waiting, by=waiting",
                () -> push(stash, handle));
        assertEquals(1, stash.size());
        assertSame(handle, stash.pop());
    }

    @Test
    void shouldThrowWhenStashedElsewhere() {
        Coroutine handle = handle(0);
        Stash other = create("other", 64);
        push(other, handle);
        refused("push refused: coroutine=" + handle + ", state=STASHED, stash=other, by=waiting",
                () -> push(stash, handle));
        assertEquals(0, stash.size());
        assertSame(handle, other.pop());
    }

    @Test
    void shouldThrowWhenTheHandleHasEnded() {
        Coroutine handle = handle(0);
        new Carrier("carrier").resume(handle);
        refused("push refused: coroutine=" + handle + ", state=COMPLETED, stash=none, by=waiting",
                () -> push(stash, handle));
    }

    @Test
    void shouldMoveAtMostWhatFitsWhenDrained() {
        List<Coroutine> handles = pushed(10);
        Batch batch = new Batch(4);
        assertSame(batch, stash.drain(batch, 3));
        assertEquals(3, batch.size());
        stash.drain(batch, 100);
        assertEquals(4, batch.size(), "a batch takes what it has room for");
        stash.drain(batch, 100);
        assertEquals(6, stash.size());
        if (isOrdered()) {
            assertOrder(handles.subList(0, 4), List.of(batch.get(0), batch.get(1), batch.get(2), batch.get(3)));
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(CoroutineState.STASHED, batch.get(i).state());
        }
        assertEquals(4, new Carrier("carrier").resume(batch));
    }

    @Test
    void shouldMoveNothingWhenDrainedByZero() {
        pushed(2);
        assertEquals(0, stash.drain(new Batch(4), 0).size());
        assertEquals(2, stash.size());
    }

    @Test
    void shouldThrowWhenDrainedByANegativeNumber() {
        IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class,
                () -> stash.drain(new Batch(1), -1));
        assertEquals("negative batch size: stash=waiting, max=-1", thrown.getMessage());
    }

    @Test
    void shouldTakeFromTheMiddleWhenRemoved() {
        List<Coroutine> handles = pushed(5);
        for (int index : new int[]{2, 0, 4}) {
            assertEquals(removes(), stash.remove(handles.get(index)));
        }
        assumeTrue(removes());
        assertOrder(List.of(handles.get(1), handles.get(3)), List.of(stash.pop(), stash.pop()));
        assertNull(stash.pop());
        assertEquals(CoroutineState.UNSTARTED, handles.get(2).state());
    }

    @Test
    void shouldThrowWhenAForeignHandleIsRemoved() {
        Coroutine free = handle(0);
        refused("remove refused: coroutine=" + free + ", state=UNSTARTED, stash=none, by=waiting",
                () -> stash.remove(free));
        Stash other = create("other", 64);
        push(other, free);
        refused("remove refused: coroutine=" + free + ", state=STASHED, stash=other, by=waiting",
                () -> stash.remove(free));
    }

    @Test
    void shouldRefuseAndCancelWhenClosed() {
        List<Coroutine> handles = pushed(5);
        stash.close();
        stash.close();
        assertTrue(stash.isClosed());
        assertTrue(stash.isEmpty());
        handles.forEach(handle -> assertEquals(CoroutineState.CANCELLED, handle.state()));
        Coroutine late = handle(5);
        assertFalse(push(stash, late));
        assertEquals(CoroutineState.UNSTARTED, late.state());
        assertNull(stash.pop());
        assertEquals(0, stash.drain(new Batch(4), 4).size());
    }

    @Test
    void shouldRefuseWhenFull() {
        assumeTrue(isBounded());
        Stash small = create("small", 4);
        for (int i = 0; i < 4; i++) {
            assertTrue(push(small, handle(i)));
        }
        Coroutine late = handle(4);
        assertFalse(push(small, late));
        assertEquals(CoroutineState.UNSTARTED, late.state());
        assertEquals(4, small.size());
        small.pop();
        assertTrue(push(small, late));
        validate(small);
    }

    @Test
    void shouldRunOnAtOnceWhenAwaitedWhileClosed() {
        Carrier carrier = new Carrier("carrier");
        List<Boolean> waited = new ArrayList<>();
        Coroutine coroutine = Coroutine.create(argument -> {
            waited.add(await(stash));
            waited.add(await(stash));
        }, 0);
        carrier.resume(coroutine);
        assertEquals(1, stash.size());
        Coroutine popped = stash.pop();
        stash.close();
        carrier.resume(popped);
        assertEquals(List.of(true, false), waited);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldLeaveTheStashWhenCancelledWhileItWaits() {
        Carrier carrier = new Carrier("carrier");
        Coroutine coroutine = Coroutine.create(argument -> await(stash), 0);
        carrier.resume(coroutine);
        assertEquals(1, stash.size());
        assertTrue(coroutine.cancel());
        carrier.poll();
        assertEquals(removes() ? CoroutineState.CANCELLED : CoroutineState.STASHED, coroutine.state());
        if (!removes()) {
            carrier.resume(stash.pop());
            assertEquals(CoroutineState.CANCELLED, coroutine.state());
        }
        assertTrue(stash.isEmpty());
    }

    @Test
    void shouldCancelWaitersWhenTheCarrierCloses() {
        Carrier carrier = new Carrier("carrier");
        Coroutine coroutine = Coroutine.create(argument -> await(stash), 0);
        carrier.resume(coroutine);
        stash.takenBy(carrier);
        carrier.close();
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
        assertTrue(stash.isEmpty());
    }

    @Test
    void shouldShowEveryHandleWhenWalked() {
        List<Coroutine> handles = pushed(20);
        List<Coroutine> seen = new ArrayList<>();
        stash.forEach(seen::add);
        assertEquals(20, seen.size());
        assertEquals(Set.copyOf(handles), Set.copyOf(seen));
    }

    @Test
    void shouldStayValidWhenUsedAtRandom() {
        Random random = new Random(42);
        ArrayDeque<Coroutine> free = new ArrayDeque<>();
        List<Coroutine> inside = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            free.add(handle(i));
        }
        for (int i = 0; i < 20_000; i++) {
            int choice = random.nextInt(5);
            if (choice < 2 && !free.isEmpty()) {
                Coroutine handle = free.poll();
                assertTrue(push(stash, handle));
                inside.add(handle);
            } else if (choice == 2 && removes() && !inside.isEmpty()) {
                Coroutine handle = inside.remove(random.nextInt(inside.size()));
                assertTrue(stash.remove(handle));
                free.add(handle);
            } else if (choice > 2) {
                Coroutine handle = stash.pop();
                assertEquals(inside.isEmpty(), handle == null);
                if (handle != null) {
                    assertTrue(inside.remove(handle));
                    free.add(handle);
                }
            }
            assertEquals(inside.size(), stash.size());
            if (i % 100 == 0) {
                validate(stash);
            }
        }
    }
}
