package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Mobility;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A taker that can enter the guard of a stash may take a handle from its middle; a taker that cannot enter may not. */
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
            Runnable next = afterLeaving;
            afterLeaving = () -> {
            };
            next.run();
        }
    };
    /** The operation that another thread performs as soon as the guard is free. */
    private Runnable afterLeaving = () -> {
    };

    static Stream<Stash> stashes() {
        return Stream.of(new ListStash("list"), new TreeStash("tree", handle -> 0),
                new RedBlackStash("red-black", handle -> 0));
    }

    private static Coroutine suspended(Carrier carrier, Stash in) {
        Coroutine handle = Coroutine.create(argument -> Coroutine.await(in), null);
        carrier.resume(handle);
        return handle;
    }

    /** The home closes right after the handle was unlinked: it must not be linked in again outside of the guard. */
    @ParameterizedTest
    @MethodSource("stashes")
    void shouldNotComeBackOutsideTheGuardWhenItsHomeClosesMeanwhile(Stash stash) {
        ((Guarded) stash).guardedBy(guard);
        List<String> lost = new ArrayList<>();
        Carrier home = new Carrier("home", (handle, failure) -> lost.add(failure.getMessage()));
        Coroutine homed = Coroutine.create(argument -> Coroutine.await(stash), null, Mobility.HOMED);
        home.resume(homed);
        afterLeaving = home::close;
        assertTrue(new Carrier("other").resume(homed, homed.epoch()));
        assertEquals(0, stash.size());
        assertEquals(1, entered);
        assertEquals(List.of("carrier is closed: carrier=home, coroutine=" + homed), lost);
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
    void shouldLeaveACancelledHandleToItsTurnWhenAnotherThreadIsInside(Stash stash) {
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
    void shouldRemoveOnlyIfItCanEnter(Stash stash) {
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

    /** One taker has unlinked the handle and not yet moved it on when the other taker enters the guard. */
    @ParameterizedTest
    @MethodSource("stashes")
    void shouldGiveAHandleToOneOfTwoTakers(Stash stash) {
        ((Guarded) stash).guardedBy(guard);
        List<Throwable> failures = new ArrayList<>();
        Carrier one = new Carrier("one", (_, failure) -> failures.add(failure));
        Carrier other = new Carrier("other", (_, failure) -> failures.add(failure));
        Coroutine before = suspended(other, stash);
        List<String> ends = new ArrayList<>();
        Coroutine wanted = Coroutine.create(_ -> {
            try {
                Coroutine.await(stash);
            } finally {
                ends.add("end");
            }
        }, null);
        other.resume(wanted);
        Coroutine behind = suspended(other, stash);
        wanted.cancel();
        afterLeaving = other::poll;
        assertTrue(one.resume(wanted, wanted.epoch()));
        assertEquals(List.of(), failures);
        assertEquals(List.of("end"), ends);
        assertEquals(2, stash.size());
        assertEquals(before, stash.pop());
        assertEquals(behind, stash.pop());
        before.abandon();
        behind.abandon();
        one.close();
        other.close();
    }

    /** The first wait has ended and the second one lasts when a late taker for the first wait enters the guard. */
    @ParameterizedTest
    @MethodSource("stashes")
    void shouldResumeACoroutineThatALateTakerMeetsInItsNextWait(Stash stash) {
        boolean[] late = {false};
        ((Guarded) stash).guardedBy(new StashGuard() {
            @Override
            public boolean tryEnter() {
                if (late[0]) {
                    late[0] = false;
                    again.run();
                }
                return guard.tryEnter();
            }

            @Override
            public void leave() {
                guard.leave();
            }
        });
        Carrier one = new Carrier("one");
        Carrier other = new Carrier("other");
        List<String> events = new ArrayList<>();
        Coroutine handle = Coroutine.create(_ -> {
            Coroutine.await(stash);
            events.add("first wait is over");
            Coroutine.await(stash);
            events.add("second wait is over");
        }, null);
        other.resume(handle);
        again = () -> other.resume(stash.pop());
        late[0] = true;
        assertFalse(one.resume(handle, handle.epoch()));
        assertEquals(List.of("first wait is over"), events);
        assertEquals(0, stash.size());
        other.poll();
        assertEquals(List.of("first wait is over", "second wait is over"), events);
        one.close();
        other.close();
    }

    private Runnable again = () -> {
    };
}
