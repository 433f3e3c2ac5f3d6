package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.policy.Policies;
import io.creel.schedulers.policy.PolicyAxis;
import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One worker without a thread, in a time that bodies make pass. */
class ServicesTest {
    private final List<String> log = new ArrayList<>();
    private final StringBuilder served = new StringBuilder();
    private long nowNs;
    private Runnable whilePlacing = () -> {
    };
    private final PolicyContext context = PolicyContext.of(new SplittableRandom(1), () -> nowNs).withFlow(handle -> {
        whilePlacing.run();
        return 0;
    }).withDeadline(handle -> ((Job) handle.argument()).deadlineNs);

    private record Job(String name, long burnNs, long deadlineNs) {
    }

    private Services services(String text) {
        return Services.builder("test", 1, context).add(text).log(log::add).build();
    }

    private Worker worker(Services services) {
        return new Worker("w", new ServicesProgram(services, 0, 1, () -> nowNs), () -> nowNs);
    }

    private void place(ServiceClass to, int count, Job job) {
        for (int i = 0; i < count; i++) {
            assertTrue(to.place(handle(job), Where.NONE));
        }
    }

    private Coroutine handle(Job job) {
        return Coroutine.create(this::burn, job);
    }

    private void burn(Job job) {
        for (long left = job.burnNs; left > 0; left -= 1_000) {
            Coroutine.checkpoint();
            nowNs += 1_000;
        }
        served.append(job.name);
    }

    private static Job job(String name) {
        return new Job(name, 1_000, 0);
    }

    private void cycles(Worker worker, int count) {
        for (int i = 0; i < count; i++) {
            worker.doWork();
        }
    }

    @Test
    void shouldShareAWorkersTimeByWeight() {
        Services services = services("class a: share 300\nclass b: share 100");
        Worker worker = worker(services);
        place(services.get("a"), 30, job("a"));
        place(services.get("b"), 30, job("b"));
        cycles(worker, 16);
        assertEquals(12, served.chars().filter(name -> name == 'a').count(), served.toString());
    }

    @Test
    void shouldNotLetAClassSaveUpUnusedTime() {
        Services services = services("class a: share 100\nclass b: share 100");
        Worker worker = worker(services);
        place(services.get("a"), 10, job("a"));
        cycles(worker, 5);
        place(services.get("b"), 10, job("b"));
        cycles(worker, 6);
        assertEquals(3, served.substring(5).chars().filter(name -> name == 'b').count(), served.toString());
    }

    @Test
    void shouldServeAClassThatHasMissedItsObjectiveFirst() {
        Services services = services("class a: share 10000\nclass b: share 1, slo 3us");
        Worker worker = worker(services);
        place(services.get("a"), 10, job("a"));
        place(services.get("b"), 2, job("b"));
        cycles(worker, 9);
        assertEquals("abaabaaaa", served.toString(), "b has had its share for long, but 4 µs are too late");
    }

    @Test
    void shouldIdleOnlyWhenNothingWaitsInAnyClass() {
        Services services = services("class a: share 1\nclass b: share 10000");
        Worker worker = worker(services);
        place(services.get("a"), 2, job("a"));
        assertTrue(worker.doWork() > 0);
        assertTrue(worker.doWork() > 0);
        assertEquals(0, worker.doWork());
        assertEquals("aa", served.toString());
    }

    @Test
    void shouldPreemptForWorkOfAnotherClass() {
        Services services = services("class jobs: when time-slice(5us)\nclass packets: when fifo");
        Worker worker = worker(services);
        place(services.get("jobs"), 1, new Job("J", 50_000, 0));
        place(services.get("packets"), 1, job("p"));
        cycles(worker, 4);
        assertEquals("pJ", served.toString());
        assertEquals(1, services.get("jobs").placement().when(0).preemptions());
    }

    @Test
    void shouldServeHandlesFromBeforeASwapFirst() {
        Services services = services("class a: when fifo");
        Worker worker = worker(services);
        ServiceClass a = services.get("a");
        place(a, 1, job("1"));
        place(a, 1, job("2"));
        assertTrue(a.swap(a.spec().when("lifo-slot").where("stealing")));
        place(a, 1, job("3"));
        place(a, 1, job("4"));
        assertTrue(a.isSwapping());
        assertFalse(a.swap(a.spec().when("fifo")), "one at a time");
        cycles(worker, 6);
        assertEquals("1243", served.toString(), "then the newest first");
        assertFalse(a.isSwapping());
        assertEquals("stealing", a.placement().where().name());
        assertEquals(1, a.swaps());
    }

    @Test
    void shouldNotForgetAHandleThatWasOnItsWayInDuringTheSwap() {
        Services services = services("class a: where hash");
        Worker worker = worker(services);
        ServiceClass a = services.get("a");
        whilePlacing = () -> {
            whilePlacing = () -> {
            };
            assertTrue(a.swap(a.spec().where("central")));
            cycles(worker, 10);
            assertTrue(a.isSwapping(), "a placer is on the way in");
        };
        place(a, 1, job("late"));
        cycles(worker, 4);
        assertEquals("late", served.toString());
        assertFalse(a.isSwapping());
    }

    @Test
    void shouldNotForgetALaneWhileOneOfItsHandlesRuns() {
        Services services = services("class a: when time-slice(5us)");
        Worker worker = worker(services);
        ServiceClass a = services.get("a");
        assertTrue(a.place(Coroutine.create(argument -> {
            assertTrue(a.swap(a.spec().when("fifo")));
            services.maintain(nowNs);
            assertTrue(a.isSwapping(), "it runs, and may be preempted");
            place(a, 1, job("new"));
            burn(new Job("old", 20_000, 0));
        }, null), Where.NONE));
        cycles(worker, 8);
        assertEquals("newold".length(), served.length(), served.toString());
        assertFalse(a.isSwapping());
    }

    @Test
    void shouldFallBackToFifoAndReportItWhenAClassStarvesAHandle() {
        Services services = services("class a: when edf, starving 2ms");
        Worker worker = worker(services);
        ServiceClass a = services.get("a");
        place(a, 1, new Job("victim", 1_000, Long.MAX_VALUE));
        for (int i = 0; i < 100 && served.indexOf("victim") < 0; i++) {
            place(a, 2, new Job(".", 100_000, nowNs));
            cycles(worker, 1);
        }
        assertTrue(served.indexOf("victim") >= 0, served.toString());
        assertEquals("fifo", a.spec().when());
        assertEquals(1, log.size());
        assertTrue(
                log.getFirst().matches("starvation, class falls back to fifo: class=a, waitedNs=3[0-9]{6}, when=edf"),
                log.getFirst());
    }

    /** Work that is cut into slices grows old, but it has its turns. */
    @Test
    void shouldNotFallBackWhenSlicedWorkGrowsOld() {
        Services services = services("class a: when time-slice(5us)");
        Worker worker = worker(services);
        place(services.get("a"), 1, new Job("x", 200_000_000, 0));
        place(services.get("a"), 1, new Job("y", 200_000_000, 0));
        cycles(worker, 100_000);
        assertEquals(2, served.length(), served.toString());
        assertEquals(List.of(), log);
        assertEquals("time-slice(5us)", services.get("a").spec().when());
    }

    /** The kernel runs other programs, or the process is stopped, while a sliced coroutine waits for its next turn. */
    @ParameterizedTest
    @ValueSource(longs = {120_000_000, 150_000_000, 60_000_000_000L})
    void shouldNotFallBackWhenTheWholeProcessPauses(long pauseNs) {
        Services services = services("class a: when time-slice(1us)");
        Worker worker = worker(services);
        place(services.get("a"), 1, new Job("x", 1_000_000, 0));
        place(services.get("a"), 1, new Job("y", 1_000_000, 0));
        for (int i = 0; i < 10; i++) {
            cycles(worker, 40); // the worker reads the clock every 16 cycles
            nowNs += pauseNs;
        }
        cycles(worker, 40);
        assertEquals(List.of(), log);
        assertEquals("time-slice(1us)", services.get("a").spec().when());
        assertFalse(services.get("a").placement().isEmpty(), "it has waited in each pause");
    }

    /** No look can come sooner than the end of a job that never makes room. */
    @Test
    void shouldFallBackWhenLongJobsStarveAHandle() {
        Services services = services("class a: when edf, starving 100ms");
        Worker worker = worker(services);
        place(services.get("a"), 1, new Job("victim", 1_000, Long.MAX_VALUE));
        for (int i = 0; i < 100 && served.indexOf("victim") < 0; i++) {
            place(services.get("a"), 2, new Job(".", 20_000_000, nowNs));
            cycles(worker, 1);
        }
        assertTrue(served.indexOf("victim") >= 0, served.toString());
        assertEquals(1, log.size());
    }

    @Test
    void shouldNotFallBackWhenHandlesHaveWaitedForAWorkerAndNotForTheOrder() {
        Services services = services("class a: when edf, starving 2ms");
        ServiceClass a = services.get("a");
        place(a, 3, job("a"));
        nowNs += 1_000_000_000; // no worker yet
        Worker worker = worker(services);
        cycles(worker, 1);
        nowNs += 2_000_000; // the operating system runs another thread
        cycles(worker, 1);
        assertEquals("aa", served.toString());
        assertEquals(List.of(), log);
        assertEquals("edf", a.spec().when());
    }

    @Test
    void shouldCountWaitingFromTheEndOfAPause() {
        Services services = services("class a: when edf, starving 2ms");
        ServiceClass a = services.get("a");
        place(a, 1, new Job("victim", 1_000, Long.MAX_VALUE));
        nowNs += 1_000_000_000;
        Worker worker = worker(services);
        for (int i = 0; i < 100 && served.indexOf("victim") < 0; i++) {
            place(a, 2, new Job(".", 100_000, nowNs));
            cycles(worker, 1);
        }
        assertEquals(1, log.size());
        assertTrue(log.getFirst().matches(".*waitedNs=[0-9]+, when=edf"), log.getFirst());
    }

    @Test
    void shouldNotFallBackWhenNoHandleWaitsTooLongOrTheWatchdogIsOff() {
        Services services = services("class a: when edf, starving 0ns\nclass b: when edf, starving 1s");
        Worker worker = worker(services);
        place(services.get("a"), 1, job("a"));
        place(services.get("b"), 1, job("b"));
        nowNs = 900_000_000;
        cycles(worker, 3);
        assertEquals(List.of(), log);
        assertEquals("edf", services.get("a").spec().when());
    }

    @Test
    void shouldCountRefusalsByClassAcrossSwaps() {
        Services services = services("class a: capacity 2\nclass b: capacity 2");
        Worker worker = worker(services);
        ServiceClass a = services.get("a");
        place(a, 2, job("a"));
        assertFalse(a.place(handle(job("x")), Where.NONE));
        assertTrue(a.swap(a.spec().when("edf")));
        cycles(worker, 5);
        place(a, 2, job("a"));
        assertFalse(a.place(handle(job("x")), Where.NONE));
        assertEquals(2, a.refused());
        assertEquals(0, services.get("b").refused());
    }

    @Test
    void shouldGoOnWithTheRestOfTheBatchWhenAnErrorEndsACycle() {
        List<String> ran = new ArrayList<>();
        Services services = Services
                .builder("test", 1, PolicyContext.of(new SplittableRandom(1), () -> nowNs).withTypes(2, handle -> {
                    if (handle.argument().equals("B")) {
                        throw new AssertionError("planted");
                    }
                    return 0;
                })).add("class a: when fifo\nclass b: when fifo").build();
        Worker worker = new Worker("test-0", new ServicesProgram(services, 0, 8, () -> nowNs), () -> nowNs);
        for (String name : List.of("A", "B", "C", "D")) {
            ServiceClass to = services.get(name.equals("D") ? "b" : "a");
            assertTrue(to.place(Coroutine.create(ran::add, name), Where.NONE));
        }
        assertThrows(AssertionError.class, worker::doWork);
        assertEquals(1, worker.doWork());
        assertEquals(1, worker.doWork());
        assertEquals(List.of("A", "C", "D"), ran);
        assertTrue(services.classes().stream().allMatch(each -> each.placement().isEmpty()), "none is taken for ever");
    }

    /** A packet that has come to the NIC waits for a slice of best-effort work, not for its end. */
    @Test
    void shouldMakeRoomForAPollWhenSomethingWaitsOutside() {
        Services services = services("class work: when time-slice(5us)\nclass packets: when fifo");
        List<Long> polledAtNs = new ArrayList<>();
        boolean[] waits = {true};
        ServicesProgram program = new ServicesProgram(services, 0, 1, () -> nowNs, () -> waits[0]);
        Worker worker = new Worker("w", self -> {
            if (waits[0] && nowNs > 0) {
                polledAtNs.add(nowNs);
                place(services.get("packets"), 1, job("p"));
                waits[0] = false;
            }
            return program.doWork(self);
        }, () -> nowNs);
        place(services.get("work"), 1, new Job("w", 1_000_000, 0));
        cycles(worker, 4);
        assertEquals(1, polledAtNs.size());
        assertEquals(5_000, polledAtNs.getFirst(), 1_000, "one slice");
        assertEquals("pw", served.toString());
    }

    @Test
    void shouldRefuseMisuse() {
        Services services = services("class a: when fifo\nclass b: when fifo");
        assertEquals("unknown class: name=c, known=[a, b]",
                assertThrows(IllegalArgumentException.class, () -> services.get("c")).getMessage());
        ServiceClass a = services.get("a");
        assertEquals("swap refused, a class keeps its name: class=a, next=b",
                assertThrows(IllegalArgumentException.class, () -> a.swap(ServiceSpec.named("b"))).getMessage());
        assertEquals("unknown when: name=lifo, similar=[fifo], known=" + Policies.names(PolicyAxis.WHEN),
                assertThrows(IllegalArgumentException.class, () -> a.swap(a.spec().when("lifo"))).getMessage());
        assertEquals(0, a.swaps());
        assertEquals("no class: services=none", assertThrows(IllegalArgumentException.class,
                () -> Services.builder("none", 1, context).build()).getMessage());
        try (WorkerGroup group = new WorkerGroup("two", 2)) {
            assertEquals(
                    "services refused, they are for another number of workers: services=test, workers=1, group=two,"
                            + " size=2",
                    assertThrows(IllegalArgumentException.class, () -> services.start(group, 8)).getMessage());
        }
    }
}
