package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.task.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A full or closed place loses nothing: a coroutine that awaits it resumes at once, and a caller that starts a
 * coroutine there keeps the argument.
 */
class RefusalTest {
    private final List<String> events = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("net-0", (coroutine, failure) -> failures.add(failure));
    private final TestStash full = new TestStash("full", 0);
    private final TestStash open = new TestStash("open");

    @Test
    void shouldRunOnAtOnceWhenTheCallbackRefuses() {
        carrier.start(argument -> events.add("waited: " + Coroutine.await(self -> full.push(self))), null);
        carrier.resumeStarted();
        assertEquals(List.of("waited: false"), events);
        assertEquals(1, carrier.counters().completed());
    }

    @Test
    void shouldSayThatItWaitedWhenTheCallbackKeepsTheHandle() {
        carrier.start(argument -> events.add("waited: " + Coroutine.await(self -> open.push(self))), null);
        carrier.resumeStarted();
        assertEquals(List.of(), events);
        carrier.resume(open.pop());
        assertEquals(List.of("waited: true"), events);
    }

    @Test
    void shouldLoseNothingWhenTenStartInAStashWithRoomForTwo() {
        TestStash two = new TestStash("two", 2);
        int refused = 0;
        for (int i = 0; i < 10; i++) {
            refused += carrier.start(self -> two.push(self), events::add, "body " + i) ? 0 : 1;
        }
        assertEquals(8, refused);
        assertEquals(2, carrier.counters().created());
        carrier.resume(two.drain(new Batch(4), 4));
        assertEquals(List.of("body 0", "body 1"), events);
        assertEquals(carrier.counters().created(), carrier.counters().completed());
    }

    @Test
    void shouldStartNothingWhenTheStashOfTheCallbackIsClosed() {
        open.close();
        assertFalse(carrier.start(self -> open.push(self), events::add, "body"));
        assertEquals(0, carrier.counters().created());
        assertEquals(List.of(), events);
    }

    @Test
    void shouldThrowWhenACallbackRefusesAHandleThatItHasGivenAway() {
        String message = assertThrows(IllegalStateException.class, () -> carrier.start(self -> {
            assertTrue(open.push(self));
            return false;
        }, events::add, "body")).getMessage();
        assertTrue(message.startsWith("start refused by a callback that has given the handle away: carrier=net-0,"),
                message);
        carrier.resume(open.pop());
        assertEquals(List.of("body"), events);
        assertEquals(1, carrier.counters().completed());
    }

    @Test
    void shouldReportWhenTheCallbackOfAnAwaitRefusesAHandleThatItHasGivenAway() {
        carrier.start(argument -> events.add("waited: " + Coroutine.await(self -> {
            assertTrue(open.push(self));
            return false;
        })), null);
        carrier.resumeStarted();
        assertTrue(failures.getFirst().getMessage().startsWith("transfer refused: "), failures::toString);
        carrier.resume(open.pop());
        assertEquals(List.of("waited: true"), events);
    }

    @Test
    void shouldCancelTheChildWhenItsPlaceRefusesIt() {
        carrier.start(argument -> {
            try (Scope scope = Scope.open("scope")) {
                String message = assertThrows(IllegalStateException.class,
                        () -> scope.fork(self -> full.push(self), () -> events.add("ran"))).getMessage();
                assertTrue(message.startsWith("fork refused, there is no place for the child: scope=scope, coroutine="),
                        message);
            }
            events.add("closed");
        }, null);
        while (carrier.resumeStarted() + carrier.poll() > 0) {
            continue;
        }
        assertEquals(List.of(), failures);
        assertEquals(List.of("closed"), events, "the scope waits for no child that cannot begin");
    }
}
