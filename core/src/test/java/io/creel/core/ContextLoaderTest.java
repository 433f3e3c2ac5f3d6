package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A context class loader that a body sets reaches no other coroutine, and not the thread below. */
class ContextLoaderTest {
    private static final class Loader extends ClassLoader {
        private final String called;

        Loader(String called) {
            super(null);
            this.called = called;
        }

        @Override
        public String toString() {
            return called;
        }
    }

    private final Carrier carrier = new Carrier("carrier");
    private final TestStash stash = new TestStash("stash");
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Loader outside = new Loader("outside");
    private final Loader inside = new Loader("inside");
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void setOutside() {
        Thread.currentThread().setContextClassLoader(outside);
    }

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private void see(String name) {
        seen.add(name + " " + Thread.currentThread().getContextClassLoader());
    }

    private void start(String name, boolean sets, boolean suspends, Loader loader) {
        carrier.start(any -> {
            see(name);
            if (sets) {
                Thread.currentThread().setContextClassLoader(loader);
                see(name);
            }
            if (suspends) {
                Coroutine.await(stash);
                see(name);
            }
        }, null);
    }

    @Test
    void shouldNotReachTheNextCoroutineWhenABodySetsItAndSuspends() {
        start("A", true, true, inside);
        start("B", false, false, null);
        carrier.resumeStarted();
        assertSame(outside, Thread.currentThread().getContextClassLoader());
        assertEquals(List.of("A outside", "A inside", "B outside"), seen);
        carrier.resume(stash.pop());
        assertEquals("A outside", seen.getLast());
    }

    /** The second coroutine begins on the stack of the first, by a plain call. */
    @Test
    void shouldNotReachTheNextCoroutineWhenABodySetsItAndEnds() {
        start("A", true, false, inside);
        start("B", false, false, null);
        carrier.resumeStarted();
        assertEquals(List.of("A outside", "A inside", "B outside"), seen);
        assertSame(outside, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void shouldNotReachTheNextCoroutineWhenABodySetsItAndThrows() {
        Carrier quiet = new Carrier("quiet", (coroutine, failure) -> see("handler"));
        quiet.start(any -> {
            Thread.currentThread().setContextClassLoader(inside);
            throw new IllegalStateException("planted");
        }, null);
        quiet.start(any -> see("B"), null);
        quiet.resumeStarted();
        assertEquals("B outside", seen.getLast());
        assertSame(outside, Thread.currentThread().getContextClassLoader());
    }

    @Test
    void shouldBeNoneWhenTheThreadHasNone() {
        Thread.currentThread().setContextClassLoader(null);
        start("A", true, false, inside);
        start("B", false, false, null);
        carrier.resumeStarted();
        assertEquals(List.of("A null", "A inside", "B null"), seen);
    }
}
