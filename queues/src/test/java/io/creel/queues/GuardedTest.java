package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A stash inside a guard is taken from in its middle by whoever can enter, and by nobody else. */
class GuardedTest {
    private boolean inside;
    private int entered;

    private final StashGuard guard = new StashGuard() {
        @Override
        public boolean tryEnter() {
            boolean free = !inside;
            inside = true;
            entered += free ? 1 : 0;
            return free;
        }

        @Override
        public void leave() {
            inside = false;
        }
    };

    static Stream<Stash> stashes() {
        return Stream.of(new ListStash("list"), new TreeStash("tree", handle -> 0));
    }

    private static Coroutine suspended(Carrier carrier, Stash in) {
        Coroutine handle = Coroutine.create(argument -> Coroutine.await(in), null);
        carrier.resume(handle);
        return handle;
    }

    @ParameterizedTest
    @MethodSource("stashes")
    void shouldTakeACancelledHandleOutInsideTheGuard(Stash stash) {
        ((Guarded) stash).guardedBy(guard);
        Carrier carrier = new Carrier("guarded");
        Coroutine first = suspended(carrier, stash);
        Coroutine second = suspended(carrier, stash);
        second.cancel();
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, second.state());
        assertEquals(1, entered);
        assertFalse(inside);
        assertEquals(first, stash.pop());
        first.abandon();
        carrier.close();
    }

    @ParameterizedTest
    @MethodSource("stashes")
    void shouldLeaveACancelledHandleToItsTurnWhenSomebodyIsInside(Stash stash) {
        ((Guarded) stash).guardedBy(guard);
        Carrier carrier = new Carrier("guarded");
        Coroutine handle = suspended(carrier, stash);
        assertTrue(guard.tryEnter());
        handle.cancel();
        carrier.poll();
        assertEquals(CoroutineState.STASHED, handle.state());
        guard.leave();
        carrier.resume(stash.drain(new Batch(1), 1));
        assertEquals(CoroutineState.CANCELLED, handle.state());
        assertEquals(0, stash.size());
    }

    @ParameterizedTest
    @MethodSource("stashes")
    void shouldRemoveOnlyWhereItCanEnter(Stash stash) {
        ((Guarded) stash).guardedBy(guard);
        Coroutine handle = Coroutine.create(argument -> {
        }, null);
        stash.push(handle);
        inside = true;
        assertFalse(stash.remove(handle));
        assertEquals(1, stash.size());
        inside = false;
        assertTrue(stash.remove(handle));
        assertEquals(CoroutineState.UNSTARTED, handle.state());
        assertFalse(inside);
    }
}
