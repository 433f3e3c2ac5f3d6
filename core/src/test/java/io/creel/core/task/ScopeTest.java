package io.creel.core.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.TestStash;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScopeTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private final Batch batch = new Batch(8);

    @AfterEach
    void nothingFailed() {
        assertEquals(List.of(), failures);
    }

    private Coroutine start(Body<Object> body) {
        Coroutine coroutine = Coroutine.create(body, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    private void runUntilQuiet() {
        while (carrier.poll() + carrier.resumeStarted() > 0) {
            continue;
        }
    }

    private String waitFor(String name) {
        try {
            Coroutine.await(stash);
            events.add(name + " done");
            return name;
        } finally {
            events.add(name + " left");
        }
    }

    @Test
    void shouldGiveTheValueWhenAwaited() {
        Task<String> task = Task.of(() -> waitFor("task"));
        carrier.resume(task.coroutine());
        start(argument -> events.add("got " + task.await()));
        assertEquals(Outcome.PENDING, task.outcome());
        carrier.resume(stash.pop());
        runUntilQuiet();
        assertEquals(Outcome.VALUE, task.outcome());
        assertEquals(List.of("task done", "task left", "got task"), events);
        start(argument -> events.add("late " + task.await()));
        assertEquals("late task", events.getLast());
    }

    @Test
    void shouldGiveTheErrorWhenAwaited() {
        IllegalArgumentException fault = new IllegalArgumentException("planted");
        Task<String> task = Task.of(() -> {
            throw fault;
        });
        carrier.resume(task.coroutine());
        assertEquals(Outcome.ERROR, task.outcome());
        start(argument -> assertSame(fault, assertThrows(TaskFailedException.class, task::await).getCause()));
    }

    @Test
    void shouldTellCancellationFromErrorWhenAwaited() {
        Task<String> task = Task.of(() -> waitFor("task"));
        carrier.resume(task.coroutine());
        start(argument -> {
            String message = assertThrows(TaskCancelledException.class, task::await).getMessage();
            assertEquals("task was cancelled: coroutine=" + task.coroutine(), message);
            events.add("told");
        });
        task.cancel();
        runUntilQuiet();
        assertEquals(Outcome.CANCELLED, task.outcome());
        assertEquals(List.of("task left", "told"), events);
    }

    @Test
    void shouldEndWithoutRunningWhenCancelledBeforeTheStart() {
        Task<String> task = Task.of(() -> waitFor("task"));
        task.cancel();
        carrier.resume(task.coroutine());
        assertEquals(Outcome.CANCELLED, task.outcome());
        assertEquals(List.of(), events);
    }

    @Test
    void shouldThrowWhenATaskAwaitsItself() {
        Task<?>[] task = {null};
        task[0] = Task.of(() -> task[0].await());
        carrier.resume(task[0].coroutine());
        assertEquals("await refused, the task would wait for its own end: coroutine=" + task[0].coroutine(),
                task[0].error().getMessage());
    }

    @Test
    void shouldJoinWhenAllChildrenHaveEnded() {
        start(argument -> {
            try (Scope scope = Scope.open("pair")) {
                Task<String> a = scope.fork(() -> waitFor("a"));
                Task<String> b = scope.fork(stash::push, () -> "b");
                scope.join();
                events.add(a.await() + b.await());
            }
        });
        runUntilQuiet();
        assertEquals(2, carrier.resume(stash.drain(batch, 8)));
        runUntilQuiet();
        assertEquals(List.of("a done", "a left", "ab"), events);
    }

    @Test
    void shouldCancelTheOthersWhenAChildFails() {
        IllegalArgumentException fault = new IllegalArgumentException("planted");
        start(argument -> {
            try (Scope scope = Scope.open("pair")) {
                scope.fork(() -> waitFor("a"));
                scope.fork(() -> {
                    throw fault;
                });
                TaskFailedException failed = assertThrows(TaskFailedException.class, scope::join);
                assertSame(fault, failed.getCause());
                events.add("joined");
            }
        });
        runUntilQuiet();
        assertEquals(List.of("a left", "joined"), events);
    }

    @Test
    void shouldCancelTheChildrenWhenTheOwnerIsCancelled() {
        Coroutine owner = start(argument -> {
            try (Scope scope = Scope.open("one")) {
                scope.fork(() -> waitFor("a"));
                scope.join();
            } finally {
                events.add("owner left");
            }
        });
        runUntilQuiet();
        owner.cancel();
        runUntilQuiet();
        assertEquals(List.of("a left", "owner left"), events);
        assertEquals(CoroutineState.CANCELLED, owner.state());
    }

    @Test
    void shouldCancelAndWaitWhenClosedWithoutAJoin() {
        start(argument -> {
            try (Scope scope = Scope.open("one")) {
                scope.fork(() -> waitFor("a"));
                Coroutine.await(stash);
            }
            events.add("closed");
        });
        carrier.resumeStarted();
        carrier.resume(stash.pop());
        runUntilQuiet();
        assertEquals(List.of("a left", "closed"), events);
    }

    @Test
    void shouldCancelTheChildrenWhenTheDeadlinePasses() {
        carrier.tick(1_000);
        start(argument -> {
            try (Scope scope = Scope.open("timed", 500)) {
                scope.fork(() -> waitFor("a"));
                assertEquals("scope ran out of time: scope=timed",
                        assertThrows(TaskCancelledException.class, scope::join).getMessage());
            }
            events.add("closed");
        });
        runUntilQuiet();
        carrier.tick(1_499);
        runUntilQuiet();
        assertEquals(List.of(), events);
        carrier.tick(1_500);
        runUntilQuiet();
        assertEquals(List.of("a left", "closed"), events);
    }

    @Test
    void shouldRefuseADeadlineWhenTheCarrierHasNoClock() {
        start(argument -> assertEquals(
                "deadline refused, no thread tells the carrier the time, see Carrier.tick: carrier=carrier",
                assertThrows(IllegalStateException.class, () -> Scope.open("timed", 1)).getMessage()));
    }

    @Test
    void shouldRefuseForksWhenClosedOrForeign() {
        Scope[] opened = {null};
        Coroutine owner = start(argument -> {
            opened[0] = Scope.open("mine");
            Coroutine.await(stash);
            opened[0].close();
        });
        start(argument -> assertEquals("fork refused: scope=mine, owner=" + owner + ", by=" + Coroutine.current()
                + ", closed=false",
                assertThrows(IllegalStateException.class, () -> opened[0].fork(() -> "b")).getMessage()));
        carrier.resume(stash.pop());
        assertEquals("fork refused: coroutine=none, reason=the caller does not run in a coroutine",
                assertThrows(IllegalStateException.class, () -> opened[0].fork(() -> "b")).getMessage());
    }

    /** First, last and middle, so that each way out of the list is taken. */
    @Test
    void shouldCancelExactlyTheRestWhenSomeHaveEnded() {
        TestStash forked = new TestStash("forked");
        List<Task<Integer>> tasks = new ArrayList<>();
        carrier.start(argument -> {
            try (Scope scope = Scope.open("five")) {
                for (int i = 0; i < 5; i++) {
                    int value = i;
                    tasks.add(scope.fork(forked::push, () -> value));
                }
                Coroutine.await(stash);
            }
        }, null);
        carrier.resumeStarted();
        for (int ended : new int[]{0, 4, 2}) {
            forked.remove(tasks.get(ended).coroutine());
            carrier.resume(tasks.get(ended).coroutine());
        }
        carrier.resume(stash.pop()); // closes the scope, and waits for the children that it cancels
        carrier.resume(forked.pop());
        carrier.resume(forked.pop());
        carrier.poll();
        assertEquals(List.of(Outcome.VALUE, Outcome.CANCELLED, Outcome.VALUE, Outcome.CANCELLED, Outcome.VALUE),
                tasks.stream().map(Task::outcome).toList());
        assertEquals(1, carrier.counters().completed() - 3, "and the owner has left the scope");
    }

    /** The carrier of the owner closes. The child waits on another one, which has not handled its cancellation yet. */
    @Test
    void shouldEndAfterAChildOnAnotherCarrierWhenTheCarrierOfTheOwnerCloses() {
        Carrier other = new Carrier("other", (coroutine, failure) -> failures.add(failure));
        TestStash ofTheOther = new TestStash("of the other");
        Coroutine owner = start(argument -> {
            try (Scope scope = Scope.open("scope")) {
                scope.fork(self -> ofTheOther.push(self), () -> waitFor("child"));
                scope.join();
            } finally {
                events.add("owner left");
            }
        });
        Coroutine child = ofTheOther.pop();
        other.resume(child); // awaits the stash there
        carrier.close();
        assertEquals(List.of(), events);
        other.close();
        assertEquals(List.of("child left", "owner left"), events);
        assertEquals(CoroutineState.CANCELLED, owner.state());
        assertEquals(0, stash.size());
    }
}
