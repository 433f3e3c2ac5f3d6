package io.creel.schedulers.services;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.placement.SwappablePlacement;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Where;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * No worker takes a handle once its group has closed, so no handle may be placed after that, for every kind of program
 * and service.
 */
class ClosedGroupTest {
    private static Coroutine handle() {
        return Coroutine.create(_ -> {
        }, null);
    }

    /** A program like a lambda that polls a source first: it does not pass on that its group starts. */
    private static WorkerProgram wrapped(WorkerProgram program) {
        return program::doWork;
    }

    private static Placement placement(int workers) {
        return Placement.builder("web", workers, System::nanoTime).build();
    }

    private static Services services() {
        return Services.builder("app", 1, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
                .add("class web: share 100").build();
    }

    private static WorkerGroup started(Placement placement) {
        WorkerGroup group = new WorkerGroup("group", placement.workers());
        group.startEach(index -> wrapped(new PlacementProgram(placement, index, 8, System::nanoTime)));
        return group;
    }

    @Test
    void shouldRefuseAfterTheCloseWhenTheProgramIsWrapped() {
        Placement placement = placement(2);
        WorkerGroup group = started(placement);
        Coroutine served = handle();
        assertTrue(placement.place(served, Where.NONE));
        await().atMost(Duration.ofMinutes(1)).until(() -> served.state() == CoroutineState.COMPLETED);
        group.close();
        assertFalse(placement.place(handle(), Where.NONE));
    }

    /** The closing thread may come before or after the worker's first cycle; no handle is ever left. */
    @Test
    void shouldLeaveNoHandleWhenTheGroupClosesAtOnce() {
        for (int round = 0; round < 200; round++) {
            Placement placement = placement(1);
            Coroutine early = handle();
            assertTrue(placement.place(early, Where.NONE));
            started(placement).close();
            assertTrue(early.state().isEnd(), early::toString);
            assertFalse(placement.place(handle(), Where.NONE));
        }
    }

    @Test
    void shouldReportAWrappedProgramThatDoesNotFitItsGroup() {
        Placement placement = placement(2);
        List<String> reported = new CopyOnWriteArrayList<>();
        try (WorkerGroup group = WorkerGroup.builder("small", 1)
                .failures((worker, failure) -> reported.add(failure.getMessage())).build()) {
            group.startEach(index -> wrapped(new PlacementProgram(placement, index, 8, System::nanoTime)));
            await().atMost(Duration.ofMinutes(1)).until(() -> !reported.isEmpty());
        }
        assertEquals("placement refused, it is for more workers than there are: placement=web, workers=2, group=small,"
                + " size=1", reported.getFirst());
    }

    @Test
    void shouldRefuseInAClassAfterTheCloseWhenTheProgramIsWrapped() {
        Services services = services();
        WorkerGroup group = new WorkerGroup("group", 1);
        group.startEach(index -> wrapped(new ServicesProgram(services, index, 8, System::nanoTime)));
        group.close();
        assertFalse(services.get("web").place(handle(), Where.NONE));
    }

    @Test
    void shouldCancelWhatWaitsInAClassThatWasSwappedWhenTheProgramIsWrapped() {
        Services services = services();
        ServiceClass web = services.get("web");
        WorkerGroup group = new WorkerGroup("group", 1);
        Coroutine served = handle();
        assertTrue(web.place(served, Where.NONE));
        boolean[] serves = {true};
        group.startEach(index -> {
            WorkerProgram program = new ServicesProgram(services, index, 1, System::nanoTime);
            return worker -> serves[0] ? program.doWork(worker) : 0;
        });
        await().atMost(Duration.ofMinutes(1)).until(() -> served.state() == CoroutineState.COMPLETED);
        assertTrue(web.swap(web.spec().when("edf")));
        Coroutine left = Coroutine.create(_ -> serves[0] = false, null);
        Coroutine waiting = handle();
        assertTrue(web.place(left, Where.NONE) && web.place(waiting, Where.NONE));
        await().atMost(Duration.ofMinutes(1)).until(() -> left.state() == CoroutineState.COMPLETED);
        group.close();
        assertTrue(waiting.state().isEnd(), waiting::toString);
    }

    @Test
    void shouldGoOnRefusingInAClassThatIsSwappedAfterTheClose() {
        Services services = services();
        ServiceClass web = services.get("web");
        WorkerGroup group = new WorkerGroup("group", 1);
        services.start(group, 8);
        group.close();
        assertTrue(web.swap(web.spec().when("edf").where("stealing")));
        assertEquals("edf", web.spec().when());
        assertFalse(web.place(handle(), Where.NONE));
    }

    /** A handle that a thread places there, on its way since before the swap, is refused, too. */
    @Test
    void shouldAlsoCloseThePlacementFromBeforeTheSwap() {
        Placement before = placement(1);
        Placement after = placement(1);
        SwappablePlacement swappable = new SwappablePlacement(before);
        Coroutine waiting = handle();
        assertTrue(swappable.place(waiting, Where.NONE));
        assertTrue(swappable.swap(after));
        swappable.close();
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        assertFalse(before.place(handle(), Where.NONE));
        assertFalse(after.place(handle(), Where.NONE));
        assertFalse(swappable.place(handle(), Where.NONE));
    }
}
