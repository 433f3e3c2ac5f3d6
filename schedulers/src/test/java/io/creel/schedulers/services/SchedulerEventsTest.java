package io.creel.schedulers.services;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.diagnostics.LiveView;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.policy.PolicyContext;
import io.creel.schedulers.where.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder's events of the schedulers. */
@Timeout(120)
class SchedulerEventsTest {
    private static final int COROUTINES = 200;

    @TempDir
    private Path folder;

    private static void serve() throws InterruptedException {
        try (WorkerGroup group = new WorkerGroup("recorded", 2)) {
            Services services = Services
                    .builder("recorded", 2, PolicyContext.of(new SplittableRandom(1), System::nanoTime))
                    .add("class web: when time-slice(1us), starving 60s").build();
            services.start(group, 8);
            CountDownLatch done = new CountDownLatch(COROUTINES);
            for (int i = 0; i < COROUTINES; i++) {
                assertTrue(services.get("web").place(Coroutine.create(argument -> burn(done), null), Where.NONE));
            }
            done.await();
            assertTrue(services.get("web").swap(services.get("web").spec().when("fifo")));
        }
    }

    private static void burn(CountDownLatch done) {
        long untilNs = System.nanoTime() + 20_000;
        while (System.nanoTime() < untilNs) {
            Coroutine.checkpoint();
        }
        done.countDown();
    }

    private static List<RecordedEvent> creel(Path file) throws IOException {
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("io.creel.")).toList();
    }

    private static Set<String> names(List<RecordedEvent> events) {
        return events.stream().map(event -> event.getEventType().getName()).collect(Collectors.toSet());
    }

    @Test
    void shouldRecordWhatPoliciesAndWorkersDo() throws Exception {
        Path file = folder.resolve("creel.jfr");
        assertEquals("recording", LiveView.order("record", ""));
        serve();
        assertEquals("recorded", LiveView.order("record", file.toString()));
        List<RecordedEvent> events = creel(file);
        assertEquals(Set.of("io.creel.ResumeBatch", "io.creel.Placement", "io.creel.Preemption",
                "io.creel.PolicySwap", "io.creel.GroupChange"), withoutBatches(names(events)));
        RecordedEvent placed = first(events, "io.creel.Placement");
        assertEquals("recorded.web", placed.getString("placement"));
        assertEquals("central", placed.getString("policy"));
        assertEquals(0, placed.getInt("queue"));
        assertTrue(placed.getInt("queueLength") >= 0);
        RecordedEvent swap = first(events, "io.creel.PolicySwap");
        assertTrue(swap.getString("before").contains("when time-slice(1us)"), swap::toString);
        assertTrue(swap.getString("after").contains("when fifo"), swap::toString);
        assertEquals(List.of("STARTED", "CLOSED"),
                events.stream().filter(event -> event.getEventType().getName().equals("io.creel.GroupChange"))
                        .map(event -> event.getString("change")).toList());
    }

    /** Classes resume their coroutines one by one, so that each is timed; batches come from other programs. */
    private static Set<String> withoutBatches(Set<String> names) {
        Set<String> all = new HashSet<>(names);
        all.add("io.creel.ResumeBatch");
        return all;
    }

    @Test
    void shouldRecordBatches() throws Exception {
        Path file = folder.resolve("batches.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("io.creel.ResumeBatch").with("throttle", "off");
            recording.start();
            CountDownLatch done = new CountDownLatch(100);
            try (Scheduler scheduler = Scheduler.builder("batches", 1).start()) {
                for (int i = 0; i < 100; i++) {
                    assertTrue(scheduler.place(Coroutine.create(argument -> done.countDown(), null)));
                }
                done.await();
            }
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = creel(file);
        assertEquals(100, events.stream().mapToInt(event -> event.getInt("coroutines")).sum());
        assertEquals(Set.of("batches-0"),
                events.stream().map(event -> event.getString("worker")).collect(Collectors.toSet()));
    }

    @Test
    void shouldRecordNothingUnlessAsked() throws Exception {
        Path file = folder.resolve("off.jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.ThreadStart");
            recording.start();
            serve();
            recording.stop();
            recording.dump(file);
        }
        assertFalse(RecordingFile.readAllEvents(file).isEmpty(), "the recording works");
        assertEquals(Set.of(), names(creel(file)));
    }

    @Test
    void shouldRefuseASecondRecordingAndTheEndOfNone() {
        assertEquals("no recording runs", LiveView.order("record", folder.resolve("none.jfr").toString()));
        assertEquals("recording", LiveView.order("record", ""));
        assertEquals("recording refused, one runs already", LiveView.order("record", ""));
        assertEquals("recorded", LiveView.order("record", folder.resolve("some.jfr").toString()));
        assertEquals("unknown order: verb=fly", LiveView.order("fly", ""));
    }

    private static RecordedEvent first(List<RecordedEvent> events, String name) {
        return events.stream().filter(event -> event.getEventType().getName().equals(name)).findFirst().orElseThrow();
    }
}
