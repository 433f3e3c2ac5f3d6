package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A dump of a program with too many of everything: it is bounded, and says what it leaves out. */
class CoroutineDumpBoundsTest {
    private final Carrier carrier = new Carrier("bounded-carrier");
    private final TestStash stash = new TestStash("bounded-stash");

    @AfterEach
    void endAll() {
        Batch batch = new Batch(1_000);
        while (!stash.isEmpty()) {
            carrier.resume(stash.drain(batch, 1_000));
        }
        carrier.close();
    }

    /** Waits below one frame per bit of {@code path}, so that different numbers have different stacks. */
    private void left(int path, int bits) {
        descend(path, bits);
    }

    private void right(int path, int bits) {
        descend(path, bits);
    }

    private void descend(int path, int bits) {
        if (bits == 0) {
            Coroutine.await(stash);
        } else if ((path & 1) == 0) {
            left(path >>> 1, bits - 1);
        } else {
            right(path >>> 1, bits - 1);
        }
    }

    private void suspend(int path, int bits) {
        carrier.resume(Coroutine.create(argument -> descend(path, bits), null));
    }

    private static CoroutineDump.Waiting called(String name, CoroutineDump dump) {
        return dump.waiting().stream().filter(waiting -> waiting.stash().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void shouldCountEachWhenAHundredThousandWait() {
        IntStream.range(0, CoroutineDump.MAX_WALKED).forEach(i -> suspend(i % 4, 2));
        CoroutineDump.Waiting waiting = called("bounded-stash", CoroutineDump.take());
        assertEquals(CoroutineDump.MAX_WALKED, waiting.size());
        assertEquals(4, waiting.groups().size());
        assertEquals(waiting.size() - waiting.notWalked(),
                waiting.groups().stream().mapToInt(CoroutineDump.Group::count).sum());
        assertTrue(waiting.notWalked() < 1_000, () -> "those of other tests were walked first: " + waiting.notWalked());
    }

    @Test
    void shouldCountTheRestWhenMoreWaitThanAreWalked() {
        TestStash few = new TestStash("few");
        carrier.resume(Coroutine.create(argument -> Coroutine.await(few), null));
        for (int i = 0; i < CoroutineDump.MAX_WALKED + 5_000; i++) {
            carrier.start(stash, argument -> {
            }, null);
        }
        CoroutineDump dump = CoroutineDump.take();
        assertTrue(called("bounded-stash", dump).notWalked() >= 5_000);
        assertEquals(1, called("few", dump).groups().size(), "the small are not left out for the great");
        assertTrue(dump.toText().contains(" not walked: moved meanwhile, or too many\n"), dump::toText);
        carrier.resume(few.pop());
    }

    @Test
    void shouldShowTheLargestGroupsWhenThereAreTooMany() {
        int stacks = 3 * WaitingCollector.MAX_TRACKED;
        IntStream.range(0, stacks).forEach(path -> suspend(path, 12));
        IntStream.range(0, 500).forEach(i -> suspend(0, 3)); // comes last, when all places are taken
        CoroutineDump dump = CoroutineDump.take();
        CoroutineDump.Waiting waiting = called("bounded-stash", dump);
        assertEquals(500, waiting.groups().getFirst().count());
        assertTrue(waiting.groups().size() <= CoroutineDump.MAX_GROUPS, () -> waiting.groups().size() + " groups");
        int shown = waiting.groups().stream().mapToInt(CoroutineDump.Group::count).sum();
        assertEquals(stacks + 500, shown + waiting.inSmallerGroups() + waiting.notWalked());
        assertTrue(dump.toText().contains("  " + waiting.inSmallerGroups() + " in smaller groups\n"), dump::toText);
        assertTrue(dump.toJson().contains("\"inSmallerGroups\":" + waiting.inSmallerGroups() + ","), dump::toJson);
    }

    @Test
    void shouldCutTheStackWhenItIsDeep() {
        suspend(0, 200);
        CoroutineDump dump = CoroutineDump.take();
        CoroutineDump.Group group = called("bounded-stash", dump).groups().getFirst();
        assertEquals(Frames.MAX, group.frames().size());
        assertEquals("descend", group.frames().getFirst().getMethodName(), "the innermost are shown");
        assertTrue(group.cut());
        assertTrue(dump.toText().contains("\n      ... and more\n"), dump::toText);
    }

    @Test
    void shouldSayThatMoreFollowsOnlyWhenItDoes() {
        suspend(0, 5);
        CoroutineDump.Group group = called("bounded-stash", CoroutineDump.take()).groups().getFirst();
        assertEquals(12, group.frames().size(), "two for each bit, one in the middle, one of the body");
        assertEquals(false, group.cut());
    }

    @Test
    void shouldLookAtTheFullestWhenThereAreTooManyStashes() {
        TestStash[] one = new TestStash[CoroutineDump.MAX_STASHES + 100];
        for (int i = 0; i < one.length; i++) {
            one[i] = new TestStash("one of many");
            carrier.start(one[i], argument -> {
            }, null);
        }
        suspend(0, 1);
        suspend(0, 1);
        CoroutineDump dump = CoroutineDump.take();
        assertEquals(2, called("bounded-stash", dump).size());
        assertTrue(dump.leftOut().stashes() >= 100, () -> dump.leftOut().toString());
        assertTrue(dump.leftOut().coroutines() >= 100, () -> dump.leftOut().toString());
        assertTrue(dump.toText().endsWith("left out: " + dump.leftOut().stashes() + " more stashes, "
                + dump.leftOut().coroutines() + " waiting\n"), dump::toText);
        assertTrue(dump.toJson().endsWith(",\"stashes\":" + dump.leftOut().stashes() + ",\"coroutines\":"
                + dump.leftOut().coroutines() + "}}"), dump::toJson);
        for (TestStash each : one) {
            carrier.resume(each.pop());
        }
    }
}
