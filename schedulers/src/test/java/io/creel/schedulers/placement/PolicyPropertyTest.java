package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import io.creel.schedulers.when.PolicyDriver;
import io.creel.schedulers.when.ReadyTime;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every policy under random streams, and per invariant a policy that breaks it and must be caught. */
class PolicyPropertyTest {
    private static final int SEEDS = 3;
    private static final int TAKES = 400;

    static Stream<Arguments> pairs() {
        return PlacementSuite.wheres()
                .flatMap(where -> PlacementSuite.whens().map(when -> Arguments.of(where, when)));
    }

    static Stream<PlacementSuite.NamedWhere> wheres() {
        return PlacementSuite.wheres();
    }

    static Stream<PlacementSuite.NamedWhen> whens() {
        return PlacementSuite.whens();
    }

    @ParameterizedTest(name = "{0} x {1}")
    @MethodSource("pairs")
    void shouldLoseNoRequestAndServeNoneTwice(PlacementSuite.NamedWhere where, PlacementSuite.NamedWhen when) {
        for (int seed = 0; seed < SEEDS; seed++) {
            long[] nowNs = {0};
            int workers = 1 + seed * 2;
            PlacementBuilder builder = where.configure(PlacementDriver.builder(workers, nowNs))
                    .when(name -> when.when().make(name, () -> nowNs[0])).capacity(64);
            new RandomStream(seed, builder.build(), nowNs, workers, where.conserves(), when.name().equals("fifo"))
                    .run();
        }
    }

    @ParameterizedTest
    @MethodSource("wheres")
    void shouldLoseNoHandleWhileWorkersComeAndGo(PlacementSuite.NamedWhere where) {
        List<java.util.function.Supplier<io.creel.schedulers.scaling.Scaling>> scalings = PlacementSuite.scalings()
                .toList();
        for (int i = 0; i < scalings.size(); i++) {
            long[] nowNs = {0};
            PlacementBuilder builder = where.configure(PlacementDriver.builder(4, nowNs))
                    .scaling(scalings.get(i).get());
            new RandomStream(i, builder.build(), nowNs, 4, where.conserves(), true).run();
        }
    }

    @ParameterizedTest(name = "{0} x {1}")
    @MethodSource("pairs")
    void shouldLoseNoHandleWhileRemovedWorkersHandOver(PlacementSuite.NamedWhere where, PlacementSuite.NamedWhen when) {
        for (int seed = 0; seed < SEEDS; seed++) {
            long[] nowNs = {0};
            SplittableRandom random = new SplittableRandom(seed);
            GivenWorkers scaling = new GivenWorkers(4) {
                @Override
                public int active(Signals signals, int queues, int active, long atNs) {
                    return random.nextInt(4) == 0 ? 1 + random.nextInt(4) : active;
                }
            };
            PlacementBuilder builder = where.configure(PlacementDriver.builder(4, nowNs)).scaling(scaling)
                    .when(name -> when.when().make(name, () -> nowNs[0])).capacity(1 << 2 * seed + 2);
            new RandomStream(seed, builder.build(), nowNs, 4, where.conserves(), false).handingOver().run();
        }
    }

    @ParameterizedTest
    @MethodSource("whens")
    void shouldServeTheUnfavouredWithinItsBound(PlacementSuite.NamedWhen when) {
        if (when.bound() == 0) {
            assertThrows(AssertionError.class, () -> starve(when), "promises nothing, and keeps it");
        } else {
            starve(when);
        }
    }

    /** One handle of type 1, and at each take two new ones of type 0, each with a later deadline and a run of 1 µs. */
    private static void starve(PlacementSuite.NamedWhen named) {
        long[] nowNs = {1};
        When when = named.when().make("starved", () -> nowNs[0]);
        PolicyDriver direct = new PolicyDriver(when).push(new PlacementDriver.Request("victim", 1, 0, 100_000, 1_000),
                0);
        for (int takes = 1; takes <= (named.bound() == 0 ? TAKES : named.bound()); takes++) {
            direct.push(new PlacementDriver.Request("a", 0, 0, nowNs[0], 1_000), nowNs[0])
                    .push(new PlacementDriver.Request("b", 0, 0, nowNs[0] + 1, 1_000), nowNs[0]);
            Coroutine served = direct.takeHandle();
            if (PlacementDriver.typeOf(served) == 1) {
                return;
            }
            nowNs[0] += 1_000;
            when.charge(when.account(served), 1_000);
        }
        throw new AssertionError("starved: policy=" + named + ", bound=" + named.bound());
    }

    // The canaries.

    private static AssertionError caught(Where where, Function<String, When> when, boolean conserves) {
        long[] nowNs = {0};
        PlacementBuilder builder = PlacementDriver.builder(3, nowNs).types(2, PlacementDriver::typeOf).where(where)
                .when(when);
        return assertThrows(AssertionError.class,
                () -> new RandomStream(1, builder.build(), nowNs, 3, conserves, true).run());
    }

    @Test
    void shouldCatchAPolicyThatLosesOne() {
        String message = caught(new Central(), Losing::new, false).getMessage();
        assertTrue(message.startsWith("lost or starved: "), message);
    }

    @Test
    void shouldCatchAPolicyThatServesOneTwice() {
        String message = caught(new Central(), Doubling::new, false).getMessage();
        assertTrue(message.startsWith("taken, but was not waiting: "), message);
    }

    @Test
    void shouldCatchAPolicyThatIdlesWhileSomethingWaits() {
        String message = caught(new Lazy(), Fifo::new, true).getMessage();
        assertTrue(message.contains(" idles while "), message);
    }

    @Test
    void shouldCatchAPolicyThatServesOutOfOrder() {
        String message = caught(new Central(), Backwards::new, false).getMessage();
        assertTrue(message.startsWith("out of order: "), message);
    }

    @Test
    void shouldCatchAPolicyThatStarves() {
        PlacementSuite.NamedWhen lifo = new PlacementSuite.NamedWhen("lifo", 50, (name, clock) -> new Backwards(name));
        assertTrue(assertThrows(AssertionError.class, () -> starve(lifo)).getMessage().startsWith("starved: "));
    }

    /** FIFO, to be broken. */
    private abstract static class Broken implements When {
        final ListStash list;
        int takes;

        Broken(String name) {
            list = new ListStash(name);
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Stash entry() {
            return list;
        }

        @Override
        public List<Stash> stashes() {
            return List.of(list);
        }

        @Override
        public Coroutine suspended(Coroutine preempted) {
            return list.suspended(preempted);
        }

        @Override
        public int size() {
            return list.size();
        }

        @Override
        public long quantumNs() {
            return Long.MAX_VALUE;
        }

        @Override
        public long preemptions() {
            return 0;
        }
    }

    private static final class Losing extends Broken {
        Losing(String name) {
            super(name);
        }

        @Override
        public Batch take(Batch batch, int max) {
            if (takes++ == 50 && list.size() > 1) {
                list.pop().abandon();
            }
            return list.drain(batch, max);
        }
    }

    private static final class Doubling extends Broken {
        Doubling(String name) {
            super(name);
        }

        @Override
        public Batch take(Batch batch, int max) {
            if (takes++ == 50 && !list.isEmpty()) {
                Coroutine twin = PlacementDriver.handle(PlacementDriver.request(list.peek()));
                ReadyTime.stamp(twin, list.peek().key());
                list.push(twin);
            }
            return list.drain(batch, max);
        }
    }

    private static final class Backwards extends Broken {
        Backwards(String name) {
            super(name);
        }

        @Override
        public Batch take(Batch batch, int max) {
            for (int i = Math.min(max, list.size()); i > 0; i--) {
                list.pushFront(list.popBack());
                list.drain(batch, 1);
            }
            return batch;
        }
    }

    /** Central, but worker 1 never takes. */
    private static final class Lazy implements Where {
        private final Central central = new Central();

        @Override
        public String name() {
            return "lazy";
        }

        @Override
        public int queues(int workers) {
            return central.queues(workers);
        }

        @Override
        public void attach(Signals signals) {
            central.attach(signals);
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            return 0;
        }

        @Override
        public int next(int worker) {
            return worker == 1 ? NONE : central.next(worker);
        }

        @Override
        public boolean waits(int worker) {
            return worker != 1 && central.waits(worker);
        }

        @Override
        public int wake(int queue, int byWorker) {
            return NONE;
        }
    }
}
