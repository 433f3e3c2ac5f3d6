package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.task.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A signal in the inbox of a carrier that its coroutine left long ago. */
class StraySignalTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier first = new Carrier("first", (coroutine, failure) -> failures.add(failure));
    private final Carrier second = new Carrier("second", (coroutine, failure) -> failures.add(failure));

    /** The wake-up joins a pending cancellation in an inbox, although the coroutine is not on that carrier. */
    @Test
    void shouldWakeWhenACancellationStillLiesInTheInboxOfTheCarrierBefore() {
        Coroutine[] handle = {null};
        Coroutine[] child = {null};
        Coroutine parent = Coroutine.create(argument -> {
            try (Scope scope = Scope.open("scope")) {
                scope.fork(self -> {
                    child[0] = self;
                    return true;
                }, () -> null);
                Coroutine.await(self -> {
                    handle[0] = self;
                    return true;
                });
            }
        }, null, Mobility.ROAMING);
        first.resume(parent);
        handle[0].cancel(); // a signal to the first carrier, which is busy
        second.resume(handle[0]); // resumes by the exception, and waits for its child in the close of the scope
        second.resume(child[0]); // ends it, and wakes the parent
        for (int i = 0; i < 3; i++) {
            first.poll();
            second.poll();
        }
        assertEquals(List.of(), failures);
        assertEquals(CoroutineState.CANCELLED, parent.state());
    }
}
