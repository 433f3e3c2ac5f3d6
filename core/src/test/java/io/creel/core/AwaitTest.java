package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private final Batch batch = new Batch(4);

    @Test
    void shouldHandOutASuspendedHandleWhenBodyAwaits() {
        AtomicReference<CoroutineState> seen = new AtomicReference<>();
        Coroutine coroutine = Coroutine.create(argument -> {
            events.add("begun with " + argument);
            Coroutine.await(self -> {
                seen.set(self.state());
                assertNull(Coroutine.current(), "the callback runs outside the coroutine");
                return stash.push(self);
            });
            events.add("resumed");
        }, "argument");

        carrier.resume(coroutine);
        assertEquals(List.of("begun with argument"), events);
        assertEquals(CoroutineState.SUSPENDED, seen.get());
        assertEquals(CoroutineState.STASHED, coroutine.state());
        assertEquals(1, carrier.resume(stash.drain(batch, 4)));
        assertEquals(List.of("begun with argument", "resumed"), events);
        assertEquals(CoroutineState.COMPLETED, coroutine.state());
    }

    @Test
    void shouldResumeABatchInOrderWhenDrained() {
        for (int i = 0; i < 6; i++) {
            carrier.start(stash, (Integer n) -> {
                events.add("first " + n);
                Coroutine.await(stash);
                events.add("second " + n);
            }, i);
        }
        assertEquals(4, carrier.resume(stash.drain(batch, 9)));
        assertEquals(List.of("first 0", "first 1", "first 2", "first 3"), events);
        assertEquals(4, carrier.resume(stash.drain(batch, 9)));
        assertEquals(List.of("first 4", "first 5", "second 0", "second 1"), events.subList(4, 8));
        assertEquals(4, carrier.resume(stash.drain(batch, 9)));
        assertEquals(0, carrier.resume(stash.drain(batch, 9)));
        assertEquals(6, carrier.counters().completed());
    }

    @Test
    void shouldRunOnAtOnceWhenCallbackHandsBack() {
        carrier.start(argument -> {
            Coroutine.transfer(self -> self);
            events.add("ran on");
        }, null);
        carrier.resumeStarted();
        assertEquals(List.of("ran on"), events);
    }

    @Test
    void shouldRunTheOtherWhenCallbackTransfers() {
        Coroutine other = Coroutine.create(argument -> events.add("other"), null);
        carrier.start(argument -> {
            Coroutine.transfer(self -> {
                stash.push(self);
                return other;
            });
            events.add("self");
        }, null);
        carrier.resumeStarted();
        assertEquals(List.of("other"), events);
        carrier.resume(stash.pop());
        assertEquals(List.of("other", "self"), events);
    }

    @Test
    void shouldNotGrowTheStackWhenTwoTransferToEachOther() {
        int[] rounds = {0};
        Coroutine[] pair = new Coroutine[2];
        Body<Integer> body = me -> {
            while (rounds[0]++ < 1_000_000) {
                Coroutine.transfer(self -> pair[1 - me]);
            }
        };
        pair[0] = Coroutine.create(body, 0);
        pair[1] = Coroutine.create(body, 1);
        carrier.resume(pair[0]);
        assertEquals(1_000_001, rounds[0]);
    }

    @Test
    void shouldRunOnAndSayFalseWhenStashRefuses() {
        TestStash full = new TestStash("full", 0);
        carrier.start(argument -> {
            assertFalse(Coroutine.await(full));
            events.add("refused");
        }, null);
        carrier.resumeStarted();
        assertEquals(List.of("refused"), events);
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldEndOnlyItselfWhenBodyThrows() {
        IllegalArgumentException fault = new IllegalArgumentException("planted");
        carrier.start(argument -> {
            throw fault;
        }, null);
        carrier.start(argument -> events.add("resumes"), null);
        assertEquals(2, carrier.resumeStarted());
        assertEquals(List.of(fault), failures);
        assertEquals(List.of("resumes"), events);
        assertEquals(1, carrier.counters().failed());
    }

    @Test
    void shouldThrowOutOfTheAwaitWhenCallbackThrows() {
        carrier.start(argument -> {
            IllegalArgumentException caught = assertThrows(IllegalArgumentException.class,
                    () -> Coroutine.await(self -> {
                        throw new IllegalArgumentException("no place");
                    }));
            events.add(caught.getMessage());
        }, null);
        carrier.resumeStarted();
        assertEquals(List.of("no place"), events);
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldReportWhenCallbackThrowsAfterGivingTheHandleAway() {
        IllegalArgumentException fault = new IllegalArgumentException("too late");
        carrier.start(argument -> Coroutine.await(self -> {
            assertTrue(stash.push(self));
            throw fault;
        }), null);
        carrier.resumeStarted();
        assertEquals(List.of(fault), failures);
        carrier.resume(stash.pop());
        assertEquals(1, carrier.counters().completed());
    }

    @Test
    void shouldBeginUnstartedOnesOnTheStackOfTheOneBefore() {
        List<Coroutine> current = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            carrier.start(stash, argument -> current.add(Coroutine.current()), null);
        }
        carrier.resume(stash.drain(batch, 3));
        assertEquals(3, current.stream().distinct().count());
        assertEquals(3, carrier.counters().completed());
    }

    @Test
    void shouldServeTheNextOfABatchWhenOneOnTheSameStackSuspends() {
        for (int i = 0; i < 4; i++) {
            carrier.start(stash, (Integer n) -> {
                events.add("begin " + n);
                if (n == 1) {
                    Coroutine.await(stash);
                }
                events.add("end " + n);
            }, i);
        }
        carrier.resume(stash.drain(batch, 4));
        assertEquals(List.of("begin 0", "end 0", "begin 1", "begin 2", "end 2", "begin 3", "end 3"), events);
        carrier.resume(stash.drain(batch, 4));
        assertEquals("end 1", events.getLast());
        assertEquals(4, carrier.counters().completed());
    }

    @Test
    void shouldRefuseAStaleEpochWhenATimeOutLostItsRace() {
        Coroutine coroutine = Coroutine.create(argument -> {
            Coroutine.await(stash);
            events.add("once");
            Coroutine.await(stash);
            events.add("twice");
        }, null);
        carrier.resume(coroutine);
        long epoch = coroutine.epoch();
        assertSame(true, carrier.resume(coroutine, epoch), "takes it out of its stash");
        assertFalse(carrier.resume(coroutine, epoch));
        assertEquals(List.of("once"), events);
        assertEquals(1, stash.size());
    }

    @Test
    void shouldNotResumeTheNextLifeOfAShellWhenACancelComesLate() {
        carrier.start(stash, argument -> Coroutine.await(stash), null);
        carrier.resume(stash.drain(batch, 1));
        Coroutine shell = stash.pop();
        shell.cancel();
        carrier.resume(shell);
        assertEquals(1, carrier.counters().cancelled());
        carrier.start(stash, argument -> events.add("next life"), null);
        assertEquals(1, carrier.poll());
        assertEquals(List.of(), events);
        assertEquals(1, stash.size());
    }
}
