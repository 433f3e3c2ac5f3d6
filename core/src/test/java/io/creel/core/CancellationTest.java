package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineLock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");

    @AfterEach
    void nothingFailed() {
        assertEquals(List.of(), failures);
    }

    private Coroutine waiting() {
        Coroutine coroutine = Coroutine.create(argument -> {
            try {
                Coroutine.await(stash);
                events.add("resumed");
            } finally {
                events.add("finally");
            }
        }, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    @Test
    void shouldLeaveItsStashAndRunFinallyWhenCancelledAtASuspension() {
        Coroutine coroutine = waiting();
        assertTrue(coroutine.cancel());
        assertEquals(List.of(), events, "takes effect at the next poll");
        assertEquals(1, carrier.poll());
        assertEquals(List.of("finally"), events);
        assertEquals(0, stash.size());
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
        assertEquals(1, carrier.counters().cancelled());
        assertFalse(coroutine.cancel(), "it has ended");
    }

    @Test
    void shouldBeToldOnceWhenCancelledTwice() {
        Coroutine coroutine = waiting();
        coroutine.cancel();
        coroutine.cancel();
        assertEquals(1, carrier.poll());
        assertEquals(List.of("finally"), events);
    }

    @Test
    void shouldNeverRunWhenCancelledBeforeTheStart() {
        Coroutine coroutine = Coroutine.create(argument -> events.add("ran"), null);
        coroutine.cancel();
        carrier.resume(coroutine);
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
        assertEquals(List.of(), events);
    }

    @Test
    void shouldThrowAtTheNextSuspensionWhenCancelledWhileRunning() {
        Coroutine coroutine = Coroutine.create(argument -> {
            Coroutine.current().cancel();
            events.add("still running");
            assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash));
            assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(stash), "and at every later one");
            assertThrows(CoroutineCancelledException.class, Coroutine::checkpoint);
            events.add("ends as it likes");
        }, null);
        carrier.resume(coroutine);
        carrier.poll();
        assertEquals(List.of("still running", "ends as it likes"), events);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldHaveNoStackTraceWhenThrown() {
        assertEquals(0, CoroutineCancelledException.INSTANCE.getStackTrace().length);
    }

    @Test
    void shouldEndAtItsTurnWhenTheStashCannotTakeFromTheMiddle() {
        Stash queue = new Stash("queue") {
            private Coroutine only;

            @Override
            public int size() {
                return only == null ? 0 : 1;
            }

            @Override
            protected boolean insert(Coroutine handle) {
                only = handle;
                return true;
            }

            @Override
            protected Coroutine extract() {
                Coroutine taken = only;
                only = null;
                return taken;
            }
        };
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(queue), null);
        carrier.resume(coroutine);
        coroutine.cancel();
        carrier.poll();
        assertEquals(CoroutineState.STASHED, coroutine.state());
        carrier.resume(queue.pop());
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
    }

    @Test
    void shouldEndWhenItsHolderResumesItWhenHeldByAVariable() {
        Coroutine[] held = {null};
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(self -> {
            held[0] = self;
            return true;
        }), null);
        carrier.resume(coroutine);
        coroutine.cancel();
        carrier.poll();
        assertEquals(CoroutineState.SUSPENDED, coroutine.state(), "the handle is its holder's, cancelled or not");
        carrier.resume(held[0]);
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
    }

    @Test
    void shouldEndOnItsOwnThreadWhenCancelledByAnother() throws InterruptedException {
        Thread[] endedOn = {null};
        boolean[] woken = {false};
        carrier.onSignal(() -> woken[0] = true);
        Coroutine coroutine = Coroutine.create(argument -> {
            try {
                Coroutine.await(stash);
            } finally {
                endedOn[0] = Thread.currentThread();
            }
        }, null);
        carrier.resume(coroutine);
        Thread other = new Thread(coroutine::cancel);
        other.start();
        other.join();
        assertTrue(woken[0]);
        carrier.poll();
        assertEquals(Thread.currentThread(), endedOn[0]);
    }

    @Test
    void shouldCancelAllWhenItsStashIsClosed() {
        Coroutine started = waiting();
        Coroutine unstarted = Coroutine.create(argument -> events.add("ran"), null);
        stash.push(unstarted);
        stash.close();
        assertEquals(CoroutineState.CANCELLED, unstarted.state(), "nothing to run");
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, started.state());
        assertEquals(List.of("finally"), events);
        assertFalse(stash.push(Coroutine.create(argument -> {
        }, null)), "a closed stash refuses");
    }

    @Test
    void shouldCancelWhatItHoldsWhenTheCarrierIsClosed() {
        Coroutine inList = waiting();
        carrier.start(argument -> events.add("ran"), null);
        CoroutineLock lock = new CoroutineLock("lock");
        carrier.resume(Coroutine.create(argument -> {
            lock.lock();
            try {
                Coroutine.await(stash);
            } finally {
                lock.unlock();
            }
        }, null));
        Coroutine inLock = Coroutine.create(argument -> lock.lock(), null);
        carrier.resume(inLock);
        assertEquals(4, carrier.close());
        assertEquals(CoroutineState.CANCELLED, inList.state());
        assertEquals(CoroutineState.CANCELLED, inLock.state());
        assertEquals(List.of("finally"), events);
        assertEquals(0, carrier.close(), "idempotent");
    }

    @Test
    void shouldLeaveAloneWhatOthersHoldWhenTheCarrierIsClosed() {
        TestStash shared = new TestStash("shared") {
            @Override
            protected boolean isShared() {
                return true;
            }
        };
        Carrier other = new Carrier("other");
        Coroutine others = Coroutine.create(argument -> Coroutine.await(shared), null);
        other.resume(others);
        Coroutine mine = Coroutine.create(argument -> Coroutine.await(shared), null);
        carrier.resume(mine);
        assertEquals(1, carrier.close());
        assertEquals(CoroutineState.CANCELLED, mine.state());
        assertEquals(CoroutineState.STASHED, others.state());
        assertEquals(1, shared.size());
    }

    @Test
    void shouldReportWhenASignalComesAfterTheClose() {
        Coroutine coroutine = waiting();
        Coroutine held = stash.pop();
        carrier.close();
        new TestStash("late").push(held);
        coroutine.cancel();
        assertEquals(List.of("carrier is closed: carrier=carrier, coroutine=" + coroutine),
                failures.stream().map(Throwable::getMessage).toList());
        failures.clear();
    }
}
