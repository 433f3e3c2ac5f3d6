package io.creel.sim.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.sim.explore.Explorer.Exploration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplorerTest {
    /** Two threads that read, then write a counter: the textbook lost update. */
    private static void increments(Choices choices) {
        int[] steps = new int[2];
        int[] seen = new int[2];
        int counter = 0;
        int last = 0;
        while (steps[0] + steps[1] < 4) {
            int other = 1 - last;
            boolean both = steps[0] < 2 && steps[1] < 2;
            int next = both ? choices.pick(2) == 0 ? last : other : steps[0] < 2 ? 0 : 1;
            last = next;
            if (steps[next]++ == 0) {
                seen[next] = counter;
                choices.event("thread " + next + " reads " + counter);
            } else {
                counter = seen[next] + 1;
                choices.event("thread " + next + " writes " + counter);
            }
        }
        if (counter != 2) {
            throw new IllegalStateException("update lost: counter=" + counter);
        }
    }

    @Test
    void shouldFindTheLostUpdateInBothModesAndNotWithoutInterference() {
        assertTrue(Explorer.exhaustive(ExplorerTest::increments, 0, 100).complete());
        Exploration bounded = Explorer.exhaustive(ExplorerTest::increments, 1, 100);
        assertEquals("update lost: counter=1", bounded.failure().cause().getMessage());
        Exploration random = Explorer.random(ExplorerTest::increments, 1, 100);
        assertEquals("update lost: counter=1", random.failure().cause().getMessage());
        assertEquals(random.failure().trace(), Explorer
                .random(ExplorerTest::increments, random.failure().seed(), 1).failure().trace());
    }

    @Test
    void shouldReplayAFailureToTheSameEvents() {
        Failure found = Explorer.random(ExplorerTest::increments, 1, 100).failure();
        Failure again = Explorer.replay(ExplorerTest::increments, ChoiceTrace.parse(found.trace().toString()));
        assertEquals(found.events(), again.events());
        assertNull(Explorer.replay(ExplorerTest::increments, ChoiceTrace.parse("-")));
    }

    @Test
    void shouldMakeEveryRunExactlyOnceWhenExhaustive() {
        Set<String> runs = new HashSet<>();
        Program tree = choices -> {
            StringBuilder path = new StringBuilder();
            for (int depth = 0; depth < 4; depth++) {
                path.append(choices.pick(3));
            }
            assertTrue(runs.add(path.toString()), path.toString());
        };
        Exploration all = Explorer.exhaustive(tree, 4, 1_000);
        assertTrue(all.complete());
        assertEquals(81, all.runs());
        runs.clear();
        assertEquals(1 + 4 * 2 + 6 * 4, Explorer.exhaustive(tree, 2, 1_000).runs(), "at most two of four are not 0");
        runs.clear();
        Exploration cut = Explorer.exhaustive(tree, 4, 10);
        assertFalse(cut.complete());
        assertEquals(10, cut.runs());
    }

    @Test
    void shouldShortenAFailureToItsCore() {
        Program needle = choices -> {
            int sum = 0;
            for (int i = 0; i < 1_000; i++) {
                int pick = choices.pick(10);
                if (pick > 0) {
                    choices.event("picked " + pick);
                }
                sum += pick == 7 ? 1 : 0;
                if (sum == 3) {
                    throw new IllegalStateException("three sevens: at=" + i);
                }
            }
        };
        Failure found = Explorer.random(needle, 5, 10).failure();
        assertTrue(found.events().size() > 10, "long at first");
        Failure shortest = Explorer.minimise(needle, found, 100_000);
        assertEquals("7x3", shortest.trace().toString());
        assertEquals("three sevens: at=2\n  seed 5, trace 7x3\n  1. picked 7\n  2. picked 7\n  3. picked 7\n",
                shortest.report());
    }

    @Test
    void shouldKeepTheKindOfAFailureWhenShortening() {
        Program two = choices -> {
            if (choices.pick(3) == 2) {
                if (choices.pick(3) == 2) {
                    throw new IllegalStateException("deep: x=1");
                }
                throw new IllegalStateException("shallow: x=1");
            }
        };
        Failure deep = Explorer.replay(two, ChoiceTrace.parse("2.2"));
        assertEquals("2x2", Explorer.minimise(two, deep, 100).trace().toString());
    }

    @Test
    void shouldStopARunThatDoesNotEnd() {
        Failure endless = Explorer.random(choices -> {
            while (true) {
                choices.pick(1);
            }
        }, 1, 1).failure();
        assertEquals("run does not end: choices=1048576", endless.cause().getMessage());
    }

    @Test
    void shouldRefuseToShortenATraceThatDoesNotFail() {
        Failure none = new Failure(0, ChoiceTrace.parse("1"), java.util.List.of(), new IllegalStateException());
        assertEquals("trace does not fail: trace=1", assertThrows(IllegalArgumentException.class,
                () -> Explorer.minimise(choices -> choices.pick(2), none, 10)).getMessage());
    }
}
