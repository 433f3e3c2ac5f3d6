package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stack whose loop has returned is entered again, with its former stack chunk if that is possible. */
class RewindTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    private final TestStash ready = new TestStash("ready");
    private final TestStash waiting = new TestStash("waiting");
    private final Batch batch = new Batch(8);
    private final List<String> seen = new ArrayList<>();
    private Stack last;

    private void start(String name, int depth) {
        carrier.start(ready, argument -> {
            seen.add(name + " begins");
            awaitAt(depth);
            seen.add(name + " ends");
        }, null);
    }

    private void awaitAt(int depth) {
        if (depth > 0) {
            awaitAt(depth - 1);
        } else {
            last = Stack.current();
            Coroutine.await(waiting);
        }
    }

    private void resume(TestStash... from) {
        for (TestStash stash : from) {
            stash.drain(batch, 8);
        }
        carrier.resume(batch);
    }

    @Test
    void shouldServeOnTheSameStackWhenTheOneBeforeHasEnded() {
        start("first", 0);
        resume(ready);
        Stack first = last;
        resume(waiting);
        start("second", 3);
        resume(ready);
        assertSame(first, last);
        start("meanwhile", 0);
        resume(ready);
        assertNotSame(first, last);
        resume(waiting);
        assertEquals(List.of("first begins", "first ends", "second begins", "meanwhile begins", "second ends",
                "meanwhile ends"), seen);
        assertEquals(List.of(), failures);
    }

    /**
     * The collector marks a chunk as closed to further freezes, so the next suspension gets another chunk with this one
     * behind it. If the stack kept that chunk, the JVM would crash.
     */
    @Test
    void shouldServeAgainWhenTheStackEndsWithAChunkBehindAnother() {
        List<String> expected = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            start("old", 8);
            resume(ready);
            System.gc();
            System.gc();
            start("behind", 0);
            resume(waiting, ready);
            resume(waiting);
            start("again", 20);
            resume(ready);
            resume(waiting);
            expected.addAll(List.of("old begins", "old ends", "behind begins", "behind ends", "again begins",
                    "again ends"));
        }
        assertEquals(expected, seen);
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldNotBeWalkedWhenTheStackHasEnded() {
        start("first", 0);
        resume(ready);
        resume(waiting);
        assertNull(last.walk(3));
        start("second", 0);
        resume(ready);
        assertEquals(3, last.walk(3).length);
    }
}
