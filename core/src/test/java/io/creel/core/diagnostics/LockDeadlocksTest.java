package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.TestStash;
import io.creel.core.lock.CoroutineLock;
import java.util.List;
import org.junit.jupiter.api.Test;

class LockDeadlocksTest {
    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");
    private final CoroutineLock first = new CoroutineLock("first");
    private final CoroutineLock second = new CoroutineLock("second");

    private Coroutine takeBoth(CoroutineLock one, CoroutineLock other) {
        Coroutine coroutine = Coroutine.create(argument -> {
            one.lock();
            try {
                Coroutine.await(stash);
                other.lock();
                other.unlock();
            } finally {
                one.unlock();
            }
        }, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    @Test
    void shouldPrintTheCycleWhenTwoWaitForEachOther() {
        Coroutine a = takeBoth(first, second);
        Coroutine b = takeBoth(second, first);
        assertEquals(List.of(), LockDeadlocks.find());
        carrier.resume(stash.pop());
        assertEquals(List.of(), LockDeadlocks.find(), "one waits, the other can still continue");
        carrier.resume(stash.pop());
        List<String> found = LockDeadlocks.find();
        String fromA = a + " waits for second, held by " + b;
        String fromB = b + " waits for first, held by " + a;
        assertEquals(1, found.size());
        assertEquals(true, found.getFirst().equals("deadlock: " + fromA + "; " + fromB)
                || found.getFirst().equals("deadlock: " + fromB + "; " + fromA), found::toString);

        a.cancel();
        carrier.poll();
        carrier.poll();
        assertEquals(List.of(), LockDeadlocks.find(), "a cancellation breaks it");
        assertEquals(CoroutineState.COMPLETED, b.state());
    }
}
