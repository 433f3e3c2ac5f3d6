package io.creel.schedulers.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.schedulers.Worker;
import io.creel.queues.ListStash;
import io.creel.schedulers.when.edf.EarliestDeadline;
import io.creel.schedulers.when.besteffort.BestEffort;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Signals;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.central.Central;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {
    private final long[] nowNs = {0};

    private PlacementDriver drive(PlacementBuilder builder) {
        return PlacementDriver.of(builder, nowNs);
    }

    @Test
    void shouldWakeTheWorkerThatFoundNothing() {
        PlacementDriver drive = drive(PlacementDriver.builder(2, nowNs));
        List<Integer> woken = new ArrayList<>();
        drive.placement().onWake(woken::add);
        drive.place("A");
        assertEquals(List.of(), woken, "no worker is idle");
        assertEquals(List.of("A"), drive.take(0));
        assertEquals(List.of(), drive.take(1));
        assertTrue(drive.placement().signals().isIdle(1));
        drive.place("B");
        assertEquals(List.of(1), woken);
        assertEquals(List.of("B"), drive.take(1));
        assertFalse(drive.placement().signals().isIdle(1));
    }

    @Test
    void shouldRefuseAndCountWhenTheQueueIsFull() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).capacity(2));
        drive.place("A", "B");
        Coroutine third = PlacementDriver.handle("C", 0, 0);
        assertFalse(drive.placement().place(third, Where.NONE));
        assertEquals(1, drive.placement().refused(0));
        assertEquals(CoroutineState.UNSTARTED, third.state(), "still the caller's");
        assertEquals(List.of("A", "B"), drive.take(0));
        assertTrue(drive.placement().place(third, Where.NONE));
    }

    @Test
    void shouldHoldNoMoreThanTwiceItsCapacity() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).capacity(2).where(new Central(1)));
        drive.place("A", "B");
        assertEquals(List.of("A"), drive.take(0), "B goes from the ring to the order");
        drive.place("C", "D");
        assertEquals(List.of("B"), drive.take(0));
        drive.place("E");
        assertEquals(List.of("C"), drive.take(0));
        int placed = 0;
        while (drive.placement().place(PlacementDriver.handle("F", 0, 0), Where.NONE)) {
            placed++;
        }
        assertEquals(1, placed, "beside E in the ring");
        assertEquals(3, drive.placement().signals().length(0));
    }

    /** Otherwise two of them would preempt each other at every checkpoint, for ever. */
    @Test
    void shouldLetTheOrderOfItsQueueDecideWhichHandleMakesRoom() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs)
                .when(name -> new BestEffort(name,
                        handle -> PlacementDriver.request(handle).name().startsWith("rest"))));
        drive.place("rest 1", "rest 2");
        Coroutine first = drive.takeOne(0);
        assertFalse(drive.expires(0, first), "its equal waits");
        drive.place("critical");
        assertTrue(drive.expires(0, first));
    }

    @Test
    void shouldChangeNothingWhenAStashedHandleIsPlaced() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).when(TwoQueue::new));
        ListStash elsewhere = new ListStash("elsewhere");
        Coroutine handle = PlacementDriver.handle("A", 0, 0);
        elsewhere.push(handle);
        String message = assertThrows(IllegalStateException.class, () -> drive.placement().place(handle, Where.NONE))
                .getMessage();
        assertEquals("push refused: coroutine=" + handle + ", state=STASHED, stash=elsewhere, by=test-0.inbound",
                message);
        assertEquals(handle, elsewhere.pop());
    }

    @Test
    void shouldLetAPreemptedOneComeBackInItsTurn() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).when(TwoQueue::new).where(new Central(1)));
        drive.place("job", "packet");
        Coroutine job = drive.takeOne(0);
        assertEquals(5_000, drive.placement().quantumNs(0));
        assertTrue(drive.expires(0, job));
        assertTrue(drive.preempt(0, job));
        assertEquals(List.of("packet"), drive.take(0));
        drive.finish(0, 1);
        assertEquals(List.of("job"), drive.take(0));
        assertEquals(20_000, drive.placement().quantumNs(0));
        assertFalse(drive.expires(0, job), "nothing waits");
    }

    @Test
    void shouldCancelAndNotLoseOneWhoseHintThrows() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs));
        drive.placement().when(0).entry().close();
        Coroutine handle = PlacementDriver.handle("A", 0, 0);
        drive.place(handle);
        assertEquals(List.of(), drive.take(0));
        assertEquals(CoroutineState.CANCELLED, handle.state());
    }

    @Test
    void shouldCancelAndNotLoseOneWhoseTypeCannotBeTold() {
        AssertionError planted = new AssertionError("planted");
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).timed().types(1, handle -> {
            throw planted;
        }));
        Coroutine handle = PlacementDriver.handle("A", 0, 0);
        drive.place(handle);
        assertSame(planted, assertThrows(AssertionError.class, () -> drive.take(0)));
        assertEquals(CoroutineState.CANCELLED, handle.state());
        assertTrue(drive.placement().isEmpty());
    }

    @Test
    void shouldGoOnWithTheRestOfTheBatchWhenAnErrorEndsACycle() {
        List<String> ran = new ArrayList<>();
        Placement placement = PlacementDriver.builder(1, nowNs).timed().types(1, handle -> {
            if (handle.argument().equals("B")) {
                throw new AssertionError("planted");
            }
            return 0;
        }).build();
        Worker worker = new Worker("test-0", new PlacementProgram(placement, 0, 8, () -> nowNs[0]), () -> nowNs[0]);
        for (String name : List.of("A", "B", "C")) {
            assertTrue(placement.place(Coroutine.create(ran::add, name), Where.NONE));
        }
        assertThrows(AssertionError.class, worker::doWork);
        assertEquals(List.of("A"), ran);
        assertEquals(1, worker.doWork());
        assertEquals(List.of("A", "C"), ran);
        assertTrue(placement.isEmpty(), "and none is counted as taken for ever");
    }

    /** The deadline is asked for half-way: the handle has left the ring, and the order does not have it yet. */
    @Test
    void shouldNeverLookEmptyWhileAHandleGoesFromTheRingToTheOrder() {
        List<Integer> seen = new ArrayList<>();
        Placement[] made = new Placement[1];
        PlacementDriver drive = drive(
                PlacementDriver.builder(1, nowNs).when(name -> new EarliestDeadline(name, handle -> {
                    seen.add(made[0].signals().length(0));
                    return 0;
                }, 0)));
        made[0] = drive.placement();
        drive.place("A", "B");
        assertEquals(List.of("A", "B"), drive.take(0));
        assertEquals(2, seen.size());
        assertTrue(seen.stream().allMatch(length -> length >= 2), seen.toString());
        assertEquals(0, drive.placement().signals().length(0));
    }

    @Test
    void shouldBeEmptyOnlyWhenNothingWaitsAndNoWorkerHoldsAHandle() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).when(TwoQueue::new));
        assertTrue(drive.placement().isEmpty());
        drive.place("A");
        assertFalse(drive.placement().isEmpty());
        Coroutine held = drive.takeOne(0);
        assertFalse(drive.placement().isEmpty());
        drive.preempt(0, held);
        assertFalse(drive.placement().isEmpty());
        drive.takeOne(0);
        drive.finish(0, 1);
        assertTrue(drive.placement().isEmpty());
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("workers out of range: placement=test, workers=0, least=1, most=4096",
                assertThrows(IllegalArgumentException.class, () -> PlacementDriver.builder(0, nowNs)).getMessage());
        assertEquals("types out of range: placement=test, types=0, least=1",
                assertThrows(IllegalArgumentException.class,
                        () -> PlacementDriver.builder(1, nowNs).types(0, PlacementDriver::typeOf)).getMessage());
    }

    /** Answers one question with a number that is out of bounds, and all others as one queue for one worker. */
    private record Astray(String question, int answer) implements Where {
        private int to(String asked, int right) {
            return question.equals(asked) ? answer : right;
        }

        @Override
        public String name() {
            return "astray";
        }

        @Override
        public int queues(int workers) {
            return to("queues", 2);
        }

        @Override
        public void attach(Signals signals) {
        }

        @Override
        public int place(Coroutine handle, int byWorker) {
            return to("place", 0);
        }

        @Override
        public int next(int worker) {
            return to("next", 0);
        }

        @Override
        public int joins(int worker, int queue) {
            return to("joins", NONE);
        }

        @Override
        public int refilledFrom() {
            return to("refilledFrom", question.equals("refill") ? 0 : NONE);
        }

        @Override
        public int refill(int worker) {
            return to("refill", question.equals("refilledFrom") ? 1 : NONE);
        }

        @Override
        public boolean waits(int worker) {
            return false;
        }

        @Override
        public int wake(int queue, int byWorker) {
            return to("wake", NONE);
        }
    }

    @ParameterizedTest
    @CsvSource({"place, 2", "place, -2", "next, 2", "next, -7", "joins, 2", "refilledFrom, 2", "refill, 2",
            "refill, 9"})
    void shouldNameThePolicyThatNamesAMissingQueue(String question, int queue) {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).where(new Astray(question, queue)));
        Coroutine handle = PlacementDriver.handle("A", 0, 0);
        String message = assertThrows(IllegalStateException.class, () -> {
            assertTrue(drive.placement().place(handle, Where.NONE));
            drive.take(0);
        }).getMessage();
        assertEquals(question + " refused, the policy names a queue that is not there: placement=" + drive.placement()
                + ", policy=astray, queue=" + queue + ", queues=2", message);
        if (question.equals("place")) {
            assertEquals(CoroutineState.UNSTARTED, handle.state(), "still the caller's");
        }
    }

    @Test
    void shouldNameThePolicyThatNamesAMissingWorkerOrNoQueue() {
        PlacementDriver drive = drive(PlacementDriver.builder(1, nowNs).where(new Astray("wake", 1)));
        assertEquals("wake refused, the policy names a worker that is not there: placement=" + drive.placement()
                + ", policy=astray, worker=1, workers=1",
                assertThrows(IllegalStateException.class, () -> drive.place("A")).getMessage());
        PlacementBuilder none = PlacementDriver.builder(1, nowNs).where(new Astray("queues", 0));
        assertEquals("placement refused, the policy needs no queue: placement=" + drive.placement()
                + ", policy=astray, queues=0, least=1",
                assertThrows(IllegalArgumentException.class, () -> drive(none)).getMessage());
    }
}
