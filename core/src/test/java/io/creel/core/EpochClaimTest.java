package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The holder of a copy, such as a time-out or a cancellation, takes a handle out of a shared stash after the coroutine
 * has resumed and waits there again. The interleaving is forced inside {@link Stash#unlink}.
 */
class EpochClaimTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final Carrier other = new Carrier("other", (coroutine, failure) -> failures.add(failure));
    private final Slow stash = new Slow();

    /** Runs actions just before and just after a handle is unlinked. */
    private static final class Slow extends TestStash {
        private Runnable before = () -> {
        };
        private Runnable after = () -> {
        };

        Slow() {
            super("shared", 1);
        }

        @Override
        protected boolean isShared() {
            return true;
        }

        @Override
        protected boolean unlink(Coroutine handle) {
            before.run();
            boolean found = super.unlink(handle);
            after.run();
            return found;
        }
    }

    private Coroutine waitingTwice() {
        Coroutine waiting = Coroutine.create(argument -> {
            for (int i = 1; i <= 2; i++) {
                Coroutine.await(stash);
                events.add("wait " + i + " is over");
            }
        }, null, Mobility.ROAMING);
        carrier.resume(waiting);
        return waiting;
    }

    @Test
    void shouldLeaveTheLaterWaitAloneWhenATimeOutComesLate() {
        Coroutine waiting = waitingTwice();
        stash.before = () -> other.resume(stash.pop());
        assertFalse(carrier.resume(waiting, waiting.epoch()));
        assertEquals(List.of("wait 1 is over"), events);
        assertTrue(waiting.isHeldBy(stash), waiting.ownerName());
        carrier.resume(stash.pop());
        assertEquals(CoroutineState.COMPLETED, waiting.state());
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldLeaveTheNextLifeAloneWhenACancellationComesLate() {
        carrier.start(stash, argument -> events.add("first"), null);
        Coroutine shell = stash.pop();
        stash.push(shell);
        shell.cancel();
        stash.before = () -> {
            other.resume(stash.pop());
            other.start(stash, argument -> events.add("second"), null);
        };
        carrier.poll();
        assertTrue(shell.isHeldBy(stash), shell.ownerName());
        carrier.resume(stash.pop());
        assertEquals(List.of("second"), events);
        assertEquals(CoroutineState.COMPLETED, shell.state());
        assertEquals(List.of(), failures);
    }

    private Coroutine homedOnOther() {
        Coroutine waiting = Coroutine.create(argument -> Coroutine.await(stash), null, Mobility.HOMED);
        other.resume(waiting);
        return waiting;
    }

    /** The close of its home would have cancelled it; it came here after that had looked. */
    @Test
    void shouldStayUntouchedInItsStashWhenItsHomeIsClosed() {
        Coroutine waiting = homedOnOther();
        other.shut();
        stash.before = () -> events.add("unlinked");
        String refusal = "resume refused, the coroutine is homed on a carrier that is closed: coroutine=" + waiting
                + ", carrier=other";
        assertEquals(refusal,
                assertThrows(IllegalStateException.class, () -> carrier.resume(waiting, waiting.epoch())).getMessage());
        assertEquals(List.of(), events);
        assertTrue(waiting.isHeldBy(stash), waiting.ownerName());
        assertFalse(carrier.resume(waiting, waiting.epoch() - 1), "a stale time-out is told nothing of it");
        assertEquals(1, stash.size());
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldBeReportedAndNotPutBackWhenItsHomeClosesMeanwhile() {
        Coroutine waiting = homedOnOther();
        stash.after = () -> {
            other.close();
            stash.after = () -> {
            };
        };
        assertTrue(carrier.resume(waiting, waiting.epoch()));
        assertEquals(0, stash.size());
        assertEquals(List.of("carrier is closed: carrier=other, coroutine=" + waiting),
                failures.stream().map(Throwable::getMessage).toList());
        assertFalse(carrier.resume(waiting, waiting.epoch() - 1));
    }

    @Test
    void shouldGoOnWhenThereIsNoRoomToPutItBack() {
        Coroutine waiting = waitingTwice();
        Coroutine late = Coroutine.create(argument -> {
        }, null);
        stash.before = () -> other.resume(stash.pop());
        stash.after = () -> stash.push(late);
        assertFalse(carrier.resume(waiting, waiting.epoch()));
        other.poll();
        assertEquals(CoroutineState.COMPLETED, waiting.state());
        assertEquals(List.of("wait 1 is over", "wait 2 is over"), events);
        assertTrue(late.isHeldBy(stash), late.ownerName());
    }

    @Test
    void shouldBeCancelledWhenTheStashWasClosedMeanwhile() {
        Coroutine waiting = waitingTwice();
        stash.before = () -> other.resume(stash.pop());
        stash.after = stash::close;
        assertFalse(carrier.resume(waiting, waiting.epoch()));
        other.poll();
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        assertEquals(List.of("wait 1 is over"), events);
        assertEquals(List.of(), failures);
    }
}
