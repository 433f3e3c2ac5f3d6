package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.diagnostics.LiveView;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Where;
import io.creel.schedulers.where.jbsq.Jbsq;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The schedulers in a live view, and the order that swaps a class. */
@Timeout(60)
class SchedulersViewTest {
    private final WorkerGroup group = new WorkerGroup("viewed", 2);
    private final Services services = Services
            .builder("seen", 2, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
            .add("class web: when fifo, starving 60s\nclass bulk: share 7").build();

    private void run(String name, int count) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            assertTrue(services.get(name).place(Coroutine.create(argument -> done.countDown(), null), Where.NONE));
        }
        done.await();
    }

    private static void assertHolds(String view, String part) {
        assertTrue(view.contains(part), () -> part + " is not in " + view);
    }

    @Test
    void shouldShowGroupsWorkersAndClassesWhileTheyRun() throws InterruptedException {
        try (group) {
            services.start(group, 8);
            run("web", 10);
            String view = LiveView.toJson();
            assertHolds(view, "{\"name\":\"viewed\",\"workers\":2,");
            assertHolds(view, "{\"name\":\"viewed-0\",\"group\":\"viewed\",\"carrier\":\"viewed-0\",\"runs\":");
            assertHolds(view, "{\"name\":\"viewed-1\",");
            assertHolds(view, "{\"name\":\"seen.bulk\",\"where\":\"central\",\"when\":\"fifo\",\"share\":7,");
            assertHolds(view, "{\"name\":\"seen.web\",");
            assertHolds(view, "\"stashes\":[");
        }
        assertFalse(LiveView.toJson().contains("viewed"), "a closed group is shown no more");
    }

    @Test
    void shouldShowAPlacementWithItsLatenciesIfTheyAreRecorded() throws InterruptedException {
        try (Scheduler plain = Scheduler.builder("plain", 1).where(new Jbsq()).start();
                Scheduler timed = Scheduler.builder("timed", 1).latencies().start()) {
            CountDownLatch done = new CountDownLatch(1);
            assertTrue(timed.place(Coroutine.create(argument -> done.countDown(), null)));
            done.await();
            while (timed.placement().latencies().snapshot().count() == 0) {
                Thread.onSpinWait();
            }
            String view = LiveView.toJson();
            assertHolds(view, "{\"name\":\"plain\",\"where\":\"" + plain.placement().where().name() + "\",");
            assertHolds(view, "\"latencies\":null}");
            assertHolds(view, ",1]]}");
        }
    }

    @Test
    void shouldSwapAClassByAnOrder() throws InterruptedException {
        try (group) {
            services.start(group, 8);
            assertEquals("swapped seen.web: where jbsq(2, 10us), when two-queue",
                    LiveView.order("swap", "seen.web: where jbsq(2, 10us), when two-queue"));
            assertEquals(1, services.get("web").swaps());
            assertEquals("two-queue", services.get("web").spec().when());
            run("web", 10);
        }
    }

    @Test
    void shouldSayWhyNothingWasSwapped() {
        assertEquals("unknown class: name=seen.web, known=[]", LiveView.order("swap", "seen.web: when fifo"));
        try (group) {
            services.start(group, 8);
            assertEquals("unknown class: name=seen.wep, known=[seen.web, seen.bulk]",
                    LiveView.order("swap", "seen.wep: when fifo"));
            assertEquals("nothing to swap: class=seen.web, where=central, when=fifo",
                    LiveView.order("swap", "seen.web: when fifo"));
            assertTrue(LiveView.order("swap", "seen.web: when fofi").startsWith("unknown "),
                    LiveView.order("swap", "seen.web: when fofi"));
            assertTrue(LiveView.order("swap", "seen.web: wen fifo").startsWith("unknown word: word=wen, known="));
            assertEquals(0, services.get("web").swaps());
        }
    }
}
