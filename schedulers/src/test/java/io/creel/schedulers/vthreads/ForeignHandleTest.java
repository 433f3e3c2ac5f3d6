package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A holder of {@link VirtualThreads#coroutineOf} uses the handle while the thread does not wait in Creel. */
@Timeout(60)
class ForeignHandleTest {
    private final OneQueue host = new OneQueue(2);
    private final ListStash stash = new ListStash("foreign");
    private final List<String> log = new ArrayList<>();

    private void assertRefused(Thread thread) {
        Coroutine handle = VirtualThreads.coroutineOf(thread);
        String reason = " refused, its thread does not wait in Creel: coroutine=" + handle
                + ", state=BLOCKED, stash=none, by=";
        assertEquals(CoroutineState.BLOCKED, handle.state());
        assertEquals("push" + reason + "foreign",
                assertThrows(IllegalStateException.class, () -> stash.push(handle)).getMessage());
        assertEquals("resume" + reason + "host",
                assertThrows(IllegalStateException.class, () -> host.carrier.resume(handle)).getMessage());
        assertFalse(host.carrier.resume(handle, handle.epoch()), "as a time-out");
        assertTrue(assertThrows(IllegalStateException.class, handle::abandon).getMessage()
                .startsWith("cancel" + reason));
        assertFalse(thread.isInterrupted(), "a refusal changes nothing");
    }

    private void assertWakes(Thread thread) {
        LockSupport.unpark(thread);
        host.runAll();
        assertFalse(thread.isAlive());
        assertEquals(CoroutineState.COMPLETED, VirtualThreads.coroutineOf(thread).state());
    }

    @Test
    void shouldRefuseTheHandleOfAThreadThatIsParked() {
        Thread thread = host.start(LockSupport::park);
        host.runAll();
        assertRefused(thread);
        assertWakes(thread);
    }

    @Test
    void shouldRefuseTheHandleOfAThreadThatHasNotBegun() {
        Thread thread = host.threads.factory().newThread(() -> log.add("runs"));
        assertRefused(thread);
        thread.start();
        assertWakes(thread);
        assertEquals(List.of("runs"), log);
    }

    @Test
    void shouldRefuseTheHandleOfAThreadThatWaitsForALockOfTheJdk() {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Thread thread = host.start(() -> {
            lock.lock();
            lock.unlock();
        });
        host.runAll();
        assertRefused(thread);
        lock.unlock();
        assertWakes(thread);
    }

    @Test
    void shouldRefuseTheHandleOfARunnableThreadWhoseQueueIsFull() {
        Thread first = host.start(() -> log.add("first"));
        Thread second = host.start(() -> log.add("second"));
        Thread third = host.start(() -> log.add("third"));
        assertEquals(1, host.threads.counts().postponed());
        assertRefused(third);
        host.runAll();
        assertFalse(first.isAlive() || second.isAlive() || third.isAlive());
        assertEquals(List.of("first", "second", "third"), log);
    }

    @Test
    void shouldTakeTheHandleOfAThreadThatWaitsInCreel() {
        Thread thread = host.start(() -> {
            Coroutine.await(self -> log.add("suspended"));
            LockSupport.park();
        });
        host.runAll();
        Coroutine handle = VirtualThreads.coroutineOf(thread);
        assertTrue(stash.push(handle));
        host.carrier.resume(stash.drain(new Batch(1), 1));
        assertRefused(thread);
        assertWakes(thread);
    }

    /**
     * Before the queue takes the handle it was given, a foreign stash does: the thread runs when that handle is
     * resumed.
     */
    @Test
    void shouldNotThrowInTheUnparkerWhenTheHandleIsTakenOnItsWayToTheQueue() {
        Thread thread = host.start(() -> {
            LockSupport.park();
            log.add("runs");
        });
        host.runAll();
        host.before = stash::push;
        LockSupport.unpark(thread);
        host.before = handle -> {
        };
        IllegalStateException told = assertThrows(IllegalStateException.class, host.threads::retry);
        assertEquals("push refused: coroutine=" + VirtualThreads.coroutineOf(thread)
                + ", state=STASHED, stash=foreign, by=runnable", told.getMessage());
        host.runAll();
        assertEquals(List.of(), log);
        host.carrier.resume(stash.drain(new Batch(1), 1));
        assertEquals(List.of("runs"), log);
        assertEquals(0, host.threads.counts().postponed());
    }

    @Test
    void shouldKeepAThreadWhoseQueueThrowsAndTellAWorker() {
        IllegalStateException thrown = new IllegalStateException("thrown for this test");
        host.before = handle -> {
            throw thrown;
        };
        Thread thread = host.start(() -> log.add("runs"));
        assertEquals(thrown, assertThrows(IllegalStateException.class, host.threads::retry));
        assertRefused(thread);
        host.before = handle -> {
        };
        host.runAll();
        assertEquals(List.of("runs"), log);
    }
}
