package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The hook {@link Body#unfinished} for a body that does not come to its end. */
class UnfinishedTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("net-0", (coroutine, failure) -> {
        failures.add(failure);
        events.add("reported " + coroutine.argument());
    });
    private final TestStash stash = new TestStash("stash");

    /** Waits once; throws if its argument says so. */
    private final class Work implements Body<String> {
        @Override
        public void run(String argument) {
            events.add("begun " + argument);
            Coroutine.await(stash);
            if (argument.startsWith("faulty")) {
                throw new IllegalArgumentException(argument);
            }
        }

        @Override
        public void unfinished(String argument) {
            events.add("unfinished " + argument);
            if (argument.endsWith("hook")) {
                throw new IllegalStateException("the hook of " + argument);
            }
        }
    }

    private void start(String argument) {
        carrier.start(new Work(), argument);
        carrier.resumeStarted();
    }

    @Test
    void shouldNotBeCalledWhenTheBodyReturns() {
        start("a");
        carrier.resume(stash.pop());
        assertEquals(List.of("begun a"), events);
    }

    @Test
    void shouldBeCalledBeforeTheReportWhenTheBodyThrows() {
        start("faulty");
        Coroutine handle = stash.pop();
        carrier.resume(handle);
        assertEquals(List.of("begun faulty", "unfinished faulty", "reported faulty"), events);
        assertNull(handle.argument());
    }

    @Test
    void shouldBeCalledWhenCancelledInTheMiddle() {
        start("a");
        carrier.close();
        assertEquals(List.of("begun a", "unfinished a"), events);
    }

    @Test
    void shouldBeCalledOnceWhenCancelledBeforeItHasBegun() {
        assertTrue(carrier.start(stash, new Work(), "a"));
        stash.close();
        carrier.poll();
        assertEquals(List.of("unfinished a"), events);
        assertEquals(1, carrier.counters().cancelled());
    }

    @Test
    void shouldBeCalledWhenNoCarrierKnowsIt() {
        Coroutine unknown = Coroutine.create(new Work(), "a");
        unknown.abandon();
        assertEquals(List.of("unfinished a"), events);
        assertEquals(CoroutineState.CANCELLED, unknown.state());
        assertNull(unknown.argument());
    }

    @Test
    void shouldEndThereWhenItsCarrierIsClosedAndItHasNotBegun() {
        assertTrue(carrier.start(self -> self.epoch() > 0, new Work(), "a"));
        Coroutine[] kept = {null};
        assertTrue(carrier.start(self -> {
            kept[0] = self;
            return true;
        }, new Work(), "b"));
        carrier.close();
        kept[0].abandon();
        assertEquals(List.of("unfinished b"), events);
        assertEquals(List.of(), failures);
        assertEquals(1, carrier.counters().cancelled());
    }

    @Test
    void shouldAddWhatTheHookThrowsToTheFailure() {
        start("faulty hook");
        carrier.resume(stash.pop());
        assertEquals("faulty hook", failures.getFirst().getMessage());
        assertEquals("the hook of faulty hook", failures.getFirst().getSuppressed()[0].getMessage());
    }

    @Test
    void shouldReportWhatTheHookThrowsAfterACancellation() {
        start("hook");
        carrier.close();
        assertEquals("the hook of hook", failures.getFirst().getMessage());
        assertEquals(1, carrier.counters().failed());
    }

    @Test
    void shouldNotBeCalledWhenTheStartIsRefused() {
        TestStash full = new TestStash("full", 0);
        carrier.start(full, new Work(), "a");
        carrier.start(self -> full.push(self), new Work(), "b");
        IllegalArgumentException fault = new IllegalArgumentException("no place");
        assertSame(fault, assertThrows(IllegalArgumentException.class, () -> carrier.start(self -> {
            throw fault;
        }, new Work(), "c")));
        assertEquals(List.of(), events);
        assertEquals(0, carrier.counters().created());
    }

    @Test
    void shouldTakeNothingWhenTheBodyIsNull() {
        assertThrows(NullPointerException.class, () -> carrier.start(null, "a"));
        assertEquals(0, carrier.counters().created());
    }
}
