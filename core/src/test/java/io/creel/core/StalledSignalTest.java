package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A thread that cancels loses its processor in the middle of sending: the others do not wait for it. */
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
        waiting.markRequest(); // as far as the other thread has come
        carrier.close();
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        assertEquals(1, ends.get());
    }
}
