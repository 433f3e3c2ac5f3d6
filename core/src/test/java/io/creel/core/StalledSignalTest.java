package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A cancelling thread is descheduled in the middle of sending: no other thread waits for it. */
class StalledSignalTest {
    @Test
    void shouldEndWhatWaitsWhenTheCarrierClosesInTheMeantime() {
        AtomicInteger ends = new AtomicInteger();
        Carrier carrier = new Carrier("carrier");
        TestStash stash = new TestStash("stash");
        Coroutine waiting = Coroutine.create(argument -> {
            try {
                Coroutine.await(stash);
            } finally {
                ends.incrementAndGet();
            }
        }, null);
        carrier.resume(waiting);
        waiting.markRequest(); // the state that the other thread has reached
        carrier.close();
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        assertEquals(1, ends.get());
    }
}
