package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import jdk.internal.vm.Continuation;
import jdk.internal.vm.ContinuationScope;
import org.junit.jupiter.api.Test;

/** Fact 3: scoped values neither leak out of a suspended coroutine nor into another one. */
class ScopedValueTest {
    private static final ScopedValue<String> NAME = ScopedValue.newInstance();

    private final List<String> seen = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");
    private final Batch batch = new Batch(8);

    private void look(String where) {
        seen.add(where + "=" + NAME.orElse("unbound"));
    }

    @Test
    void shouldKeepBindingsApartWhenCoroutinesSuspendInTheirScopes() {
        for (String name : List.of("a", "b")) {
            carrier.start(argument -> {
                look(name + " at start");
                ScopedValue.where(NAME, name).run(() -> {
                    Coroutine.await(stash);
                    look(name + " in scope");
                });
                look(name + " after");
            }, null);
        }
        ScopedValue.where(NAME, "worker").run(() -> {
            carrier.resumeStarted();
            look("worker");
            carrier.resume(stash.drain(batch, 8));
            look("worker");
        });
        look("outside");
        assertEquals(
                List.of("a at start=unbound", "b at start=unbound", "worker=worker", "a in scope=a", "a after=unbound",
                        "b in scope=b", "b after=unbound", "worker=worker", "outside=unbound"),
                seen);
    }

    @Test
    void shouldShowTheCarriersBindingsWhenACallbackRuns() {
        carrier.start(argument -> ScopedValue.where(NAME, "coroutine").run(() -> Coroutine.await(self -> {
            look("callback");
            return stash.push(self);
        })), null);
        ScopedValue.where(NAME, "worker").run(carrier::resumeStarted);
        carrier.resume(stash.pop());
        assertEquals(List.of("callback=worker"), seen);
    }

    @Test
    void shouldBeginUnboundWhenTheOneBeforeOnTheSameStackWasBound() {
        carrier.start(argument -> ScopedValue.where(NAME, "first").run(() -> look("first")), null);
        carrier.start(argument -> look("second"), null);
        carrier.resumeStarted();
        assertEquals(List.of("first=first", "second=unbound"), seen);
    }

    /** The canary: a bare continuation leaks, so the tests above would notice. */
    @Test
    void shouldLeakWhenABareContinuationSuspends() {
        ContinuationScope scope = new ContinuationScope("bare");
        Continuation bare = new Continuation(scope,
                () -> ScopedValue.where(NAME, "leaked").run(() -> Continuation.yield(scope)));
        bare.run();
        look("worker");
        bare.run();
        assertEquals(List.of("worker=leaked"), seen);
    }
}
