package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A user's stash that wakes its coroutines, as locks and events do. */
class WakingStashTest {
    private static final class Waking extends TestStash {
        Waking() {
            super("waking");
        }

        void wakeNext() {
            wake(extract());
        }
    }

    private final List<String> events = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> events.add(failure.getMessage()));
    private final Waking stash = new Waking();

    private Coroutine waiting() {
        Coroutine coroutine = Coroutine.create(argument -> {
            Coroutine.await(stash);
            events.add("woken on " + Coroutine.current().carrier);
        }, null, Mobility.ROAMING);
        carrier.resume(coroutine);
        return coroutine;
    }

    @Test
    void shouldGoOnAtTheNextPollWhenWoken() {
        Coroutine coroutine = waiting();
        stash.wakeNext();
        assertEquals(CoroutineState.STASHED, coroutine.state());
        assertEquals("inbox of carrier", coroutine.ownerName());
        assertEquals(1, carrier.poll());
        assertEquals(List.of("woken on carrier"), events);
    }

    @Test
    void shouldGoOnWithTheWakerWhenItsOwnCarrierIsClosed() {
        Coroutine coroutine = waiting();
        stash.takenBy(new Carrier("other")); // so that the close does not cancel its coroutines
        carrier.close();
        Carrier wakers = new Carrier("waker's");
        wakers.resume(Coroutine.create(argument -> stash.wakeNext(), null));
        wakers.poll();
        assertEquals(List.of("woken on waker's"), events);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldRefuseToWakeWhatHasNeverRun() {
        Coroutine fresh = Coroutine.create(argument -> {
        }, null);
        stash.push(fresh);
        assertEquals(
                "wake refused: coroutine=" + fresh + ", state=STASHED, stash=waking, by=waking",
                assertThrows(IllegalStateException.class, stash::wakeNext).getMessage());
    }
}
