package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flight recorder's events of core. */
class CoreEventsTest {
    @TempDir
    private Path folder;
    private final Recording recording = new Recording();
    private final Carrier carrier = new Carrier("recorded", (coroutine, failure) -> {
    });

    @BeforeEach
    void start() {
        CoreEvents.NAMES.forEach(recording::enable);
        recording.start();
    }

    @AfterEach
    void close() {
        recording.close();
        carrier.close();
    }

    private RecordedEvent only(String name) throws Exception {
        recording.stop();
        Path file = folder.resolve("events.jfr");
        recording.dump(file);
        List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals(name)).toList();
        assertEquals(1, events.size(), events::toString);
        return events.getFirst();
    }

    @Test
    void shouldRecordAPinnedCoroutine() throws Exception {
        Holder.stash = new TestStash("stash");
        carrier.resume(Coroutine.create(argument -> Pinning.touch(), null));
        RecordedEvent pinned = only("io.creel.Pinned");
        assertTrue(pinned.getString("coroutine").startsWith("CoreEventsTest@"), pinned::toString);
        assertEquals("class initialiser of " + Pinning.class.getName(), pinned.getString("frame"));
    }

    private static final class Holder {
        static TestStash stash;
    }

    /** Awaits in its static initialiser, which the JVM calls from native code. */
    private static final class Pinning {
        static {
            Coroutine.await(Holder.stash);
        }

        static void touch() {
        }
    }

    @Test
    void shouldRecordAStall() throws Exception {
        StallWatchdog watchdog = new StallWatchdog(1_000, stall -> {
        });
        carrier.resume(Coroutine.create(argument -> {
            watchdog.check(0);
            watchdog.check(1_000);
            watchdog.check(9_000);
        }, null));
        RecordedEvent stall = only("io.creel.Stall");
        assertEquals("recorded", stall.getString("carrier"));
        assertEquals(1_000, stall.getLong("seenForNs"));
    }

    @Test
    void shouldRecordALeak() throws Exception {
        CoreEvents.leak(new LeakDetection.Leak("Body@1", new Throwable()));
        assertEquals("Body@1", only("io.creel.Leak").getString("coroutine"));
    }
}
