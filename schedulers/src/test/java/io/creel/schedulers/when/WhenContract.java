package io.creel.schedulers.when;

import io.creel.schedulers.program.WorkSource;
import io.creel.schedulers.program.PolicyProgram;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import io.creel.schedulers.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The promises of every policy, whatever its order. */
public abstract class WhenContract {
    private static final int COROUTINES = 2_000;

    /** The time of the random stream; a policy with a clock of its own reads it. */
    protected long nowNs;

    protected WhenContract() {
    }

    /** Two classes among the handles that the contract pushes, for policies that tell classes apart. */
    protected static int classOf(Coroutine handle) {
        return handle.argument() instanceof Integer number ? number & 1 : 0;
    }

    protected abstract When policy();

    @Test
    void shouldBeEmptyWhenNothingEntered() {
        When when = policy();
        assertEquals(0, when.size());
        assertTrue(when.take(new Batch(4)).isEmpty());
        assertEquals(0, when.preemptions());
    }

    @Test
    void shouldBeTheTargetOfAnAwait() {
        List<String> events = new ArrayList<>();
        Timeline timeline = new Timeline(this::policy, 4);
        timeline.worker().start(argument -> {
            Coroutine.await(timeline.when().entry());
            events.add("resumed by the policy");
        }, null);
        timeline.run();
        assertEquals(List.of("resumed by the policy"), events);
    }

    @Test
    void shouldNeverPreemptWhenNothingElseWaits() {
        Timeline timeline = new Timeline(this::policy, 4);
        assertEquals(List.of("0 A begins", "500 A ends", "600 B begins", "900 B ends"),
                timeline.arrive(0, "A", 500).arrive(600, "B", 300).run());
        assertEquals(0, timeline.when().preemptions());
    }

    @Test
    void shouldFillAtMostTheRoomOfTheBatch() {
        When when = policy();
        for (int i = 0; i < 6; i++) {
            assertTrue(when.entry().push(Coroutine.create(argument -> {
            }, null)));
        }
        Batch batch = new Batch(4);
        for (int takes = 0; takes < 10; takes++) {
            when.take(batch);
            assertEquals(6, when.size() + batch.size(), "nothing is lost, nothing is overwritten");
        }
        assertEquals(4, batch.size());
        when.entry().close();
    }

    @Test
    void shouldNameEveryStashItKeepsHandlesIn() {
        When when = policy();
        Coroutine handle = Coroutine.create(argument -> {
        }, 1);
        assertTrue(when.stashes().contains(when.entry()));
        assertTrue(when.entry().push(handle));
        assertNull(when.suspended(Coroutine.create(argument -> {
        }, 0)));
        assertEquals(2, when.stashes().stream().mapToInt(Stash::size).sum());
        assertEquals(2, when.size());
        when.stashes().forEach(Stash::close);
        assertEquals(CoroutineState.CANCELLED, handle.state());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void shouldConserveWorkAndLoseNoHandleWhenTheStreamIsRandom(long seed) {
        new RandomStream(seed).run();
    }

    /** Coroutines that burn, wait in a place of their own, are pushed back, are cancelled and throw. */
    private final class RandomStream implements WorkSource {
        private final SplittableRandom random;
        private final List<Coroutine> elsewhere = new ArrayList<>();
        private final List<Coroutine> all = new ArrayList<>();
        private final When when = policy();
        private final Worker worker = new Worker("random", new PolicyProgram(when, this, 7, () -> nowNs),
                () -> nowNs,
                (coroutine, failure) -> assertEquals("planted", failure.getMessage()), (self, failure) -> {
                    throw new AssertionError(failure);
                });
        private int completed;
        private int failed;

        RandomStream(long seed) {
            random = new SplittableRandom(seed);
        }

        void run() {
            while (all.size() < COROUTINES || when.size() > 0 || !elsewhere.isEmpty()) {
                boolean waiting = when.size() > 0;
                long before = worker.counts().resumed();
                worker.doWork();
                assertTrue(!waiting || worker.counts().resumed() > before, "something waited and nothing ran");
                if (!elsewhere.isEmpty() && random.nextInt(3) == 0) {
                    Coroutine back = elsewhere.remove(random.nextInt(elsewhere.size()));
                    if (random.nextInt(10) == 0) {
                        back.cancel();
                    }
                    when.entry().push(back);
                }
            }
            worker.doWork();
            assertEquals(COROUTINES, worker.counts().created());
            assertEquals(COROUTINES, worker.counts().ended());
            assertEquals(completed, worker.counts().completed());
            assertEquals(failed, worker.counts().failed());
            assertTrue(all.stream().allMatch(coroutine -> coroutine.state().isEnd()));
            assertTrue(all.stream().anyMatch(coroutine -> coroutine.state() == CoroutineState.CANCELLED));
            assertFalse(all.stream().allMatch(coroutine -> coroutine.state() == CoroutineState.CANCELLED));
        }

        @Override
        public int poll(Worker self, Stash entry, int max) {
            int count = Math.min(random.nextInt(max), COROUTINES - all.size());
            for (int i = 0; i < count; i++) {
                Coroutine made = Coroutine.create(this::live, random.nextInt(20));
                all.add(made);
                assertTrue(entry.push(made));
            }
            return count;
        }

        @Override
        public boolean isReady() {
            return all.size() < COROUTINES;
        }

        private void live(int burns) {
            for (int i = 0; i < burns; i++) {
                nowNs += random.nextInt(4_000);
                Coroutine.checkpoint();
                switch (random.nextInt(40)) {
                    case 0 -> Coroutine.await(elsewhere::add);
                    case 1 -> Coroutine.await(when.entry());
                    case 2 -> {
                        failed++;
                        throw new IllegalStateException("planted");
                    }
                    default -> nowNs++;
                }
            }
            completed++;
        }
    }
}
