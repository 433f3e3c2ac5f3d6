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
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** The contract of every {@link OrderedStash}. A subclass creates the stash. */
abstract class OrderedStashContract extends StashContract {
    abstract OrderedStash create(String name);

    abstract OrderedStash create(String name, ToLongFunction<Coroutine> keyOf);

    @Override
    final Stash create(String name, int capacity) {
        return create(name, StashContract::number);
    }

    @Override
    final void validate(Stash subject) {
        ((OrderedStash) subject).validate();
        tree.validate();
    }

    final OrderedStash tree = create("tree");
    private final Batch batch = new Batch(8);

    private Coroutine[] keyed(long... keys) {
        Coroutine[] handles = new Coroutine[keys.length];
        for (int i = 0; i < keys.length; i++) {
            handles[i] = handle(i);
            assertTrue(tree.push(handles[i], keys[i]));
        }
        return handles;
    }

    private void assertPopped(Coroutine... expected) {
        for (Coroutine handle : expected) {
            assertSame(handle, tree.pop());
            tree.validate();
        }
        assertNull(tree.pop());
    }

    @Test
    void shouldPopTheLeastFirstWhenKeysAreExtreme() {
        Coroutine[] h = keyed(Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, Double.doubleToRawLongBits(Double.NaN));
        assertSame(h[2], tree.peek());
        assertEquals(Long.MIN_VALUE, tree.peek().key());
        assertPopped(h[2], h[3], h[1], h[4], h[0]);
    }

    @Test
    void shouldPopInOrderOfPushWhenKeysAreEqual() {
        Coroutine[] h = keyed(5, 5, 3, 5, 5, 3);
        assertPopped(h[2], h[5], h[0], h[1], h[3], h[4]);
    }

    @Test
    void shouldThrowWhenPushedWithoutAKey() {
        Coroutine handle = handle(0);
        assertEquals("push refused, key not set: stash=tree, coroutine=" + handle,
                assertThrows(IllegalStateException.class, () -> tree.push(handle)).getMessage());
        assertTrue(tree.push(handle, 1), "the caller still has it");
        tree.validate();
    }

    @Test
    void shouldFindBoundsWhenAsked() {
        assertNull(tree.lowerBound(0));
        Coroutine[] h = keyed(10, 20, 20, 30);
        assertSame(h[0], tree.lowerBound(Long.MIN_VALUE));
        assertSame(h[1], tree.lowerBound(20));
        assertSame(h[3], tree.upperBound(20));
        assertSame(h[1], tree.upperBound(10));
        assertNull(tree.lowerBound(31));
        assertNull(tree.upperBound(Long.MAX_VALUE));
        assertSame(h[2], tree.successor(h[1]));
        assertNull(tree.successor(h[3]));
    }

    @Test
    void shouldThrowWhenAForeignHandleIsRekeyedOrAskedForItsSuccessor() {
        Coroutine free = handle(0);
        assertEquals("rekey refused: coroutine=" + free + ", state=UNSTARTED, stash=none, by=tree",
                assertThrows(IllegalStateException.class, () -> tree.rekey(free, 1)).getMessage());
        assertEquals("successor refused: coroutine=" + free + ", state=UNSTARTED, stash=none, by=tree",
                assertThrows(IllegalStateException.class, () -> tree.successor(free)).getMessage());
    }

    @Test
    void shouldBeTheYoungestOfItsEqualsWhenRekeyed() {
        Coroutine[] h = keyed(1, 2, 3, 2);
        tree.rekey(h[0], 2);
        tree.validate();
        tree.rekey(h[2], 3);
        tree.rekey(h[1], 2);
        tree.validate();
        assertPopped(h[3], h[0], h[1], h[2]);
    }

    @Test
    void shouldMoveTheRangeWhenPoppedByRange() {
        Coroutine[] h = keyed(10, 20, 20, 30, 40);
        assertTrue(tree.popRange(21, 29, batch, 8).isEmpty());
        assertTrue(tree.popRange(30, 20, batch, 8).isEmpty());
        assertEquals(2, tree.popRange(20, 40, batch, 2).size());
        tree.validate();
        assertEquals(3, tree.popRange(15, 30, batch, 8).size());
        assertEquals(List.of(h[1], h[2], h[3]), List.of(batch.get(0), batch.get(1), batch.get(2)));
        assertPopped(h[0], h[4]);
    }

    @Test
    void shouldStopAtTheFirstThatFailsWhenPoppedWhile() {
        Coroutine[] h = keyed(1, 2, 30, 4);
        tree.popWhile(handle -> handle.key() < 4, batch, 8);
        assertEquals(2, batch.size());
        assertPopped(h[3], h[2]);
    }

    @Test
    void shouldThrowWhenTheConditionUsesTheStash() {
        Coroutine[] h = keyed(1);
        assertEquals("pop refused, the stash is in use: stash=tree, during=popWhile", assertThrows(
                IllegalStateException.class,
                () -> tree.popWhile(handle -> tree.pop() == handle, batch, 8)).getMessage());
        assertPopped(h[0]);
    }

    @Test
    void shouldRefuseASecondThreadWhenOneIsInTheMiddleOfAPush() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        OrderedStash slow = create("slow", handle -> {
            inside.countDown();
            awaitQuietly(leave);
            return 1;
        });
        Coroutine handle = handle(1);
        Thread other = new Thread(() -> slow.push(handle), "filler");
        other.start();
        inside.await();
        assertEquals(
                "pop refused, this stash is for one thread, use a stash between threads, such as an MpscStash, or one for"
                        + " each thread: stash=slow, thread=filler, by=main",
                assertThrows(IllegalStateException.class, slow::pop).getMessage());
        leave.countDown();
        other.join();
        slow.validate();
        assertSame(handle, slow.pop(), "the interrupted push has completed");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void shouldThrowWhenPushedWhileInUse() {
        Coroutine handle = handle(0);
        assertTrue(tree.use.begin("rekey"));
        assertEquals("push refused, the stash is in use: stash=tree, during=rekey",
                assertThrows(IllegalStateException.class, () -> tree.push(handle, 1)).getMessage());
        tree.use.end();
        assertEquals(CoroutineState.UNSTARTED, handle.state());
    }

    @Test
    void shouldWaitByKeyWhenAwaited() {
        Carrier carrier = new Carrier("carrier");
        List<String> events = new ArrayList<>();
        for (int key = 3; key > 0; key--) {
            carrier.start((Integer mine) -> events.add(mine + " " + tree.await(mine)), key);
        }
        carrier.resumeStarted();
        carrier.resume(tree.drain(batch, 2));
        Coroutine last = tree.pop();
        tree.close();
        carrier.resume(last);
        carrier.resume(Coroutine.create(ignored -> events.add("late " + tree.await(0)), null));
        assertEquals(List.of("1 true", "2 true", "3 true", "late false"), events);
        assertFalse(tree.push(handle(0), 1));
    }
}
