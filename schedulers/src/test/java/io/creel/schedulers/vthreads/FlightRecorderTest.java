package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's flight recorder samples stacks and writes thread events while threads block and wake on our workers. */
@Timeout(120)
class FlightRecorderTest {
    private static final int THREADS = 300;

    @ParameterizedTest
    @EnumSource
    void shouldRecordEveryThreadWhileTheyBlockAndWake(Setting workers, @TempDir Path folder) throws Exception {
        Path file = folder.resolve("threads.jfr");
        Set<Long> ids;
        try (Recording recording = new Recording()) {
            recording.enable("jdk.VirtualThreadStart");
            recording.enable("jdk.VirtualThreadEnd");
            recording.enable("jdk.VirtualThreadPinned").withoutThreshold();
            recording.enable("jdk.ThreadPark").withoutThreshold().withStackTrace();
            recording.enable("jdk.ThreadSleep").withoutThreshold().withStackTrace();
            recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(1));
            recording.start();
            ids = blockAndWake(workers);
            recording.stop();
            recording.dump(file);
        }
        assertEquals(THREADS, ids.size());
        assertTrue(threads(file, "jdk.VirtualThreadStart").containsAll(ids), "every thread has begun");
        assertTrue(threads(file, "jdk.VirtualThreadEnd").containsAll(ids), "every thread has ended");
        assertTrue(threads(file, "jdk.ThreadSleep").containsAll(ids), "every thread has slept");
    }

    private static Set<Long> blockAndWake(Setting workers) {
        Set<Long> ids = ConcurrentHashMap.newKeySet();
        Semaphore permits = new Semaphore(3);
        AtomicInteger ended = new AtomicInteger();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            try (ExecutorService executor = central.threads.executor()) {
                for (int i = 0; i < THREADS; i++) {
                    executor.submit(() -> {
                        permits.acquire();
                        try {
                            Thread.sleep(1);
                        } finally {
                            permits.release();
                        }
                        Thread.yield();
                        ids.add(Thread.currentThread().threadId());
                        return ended.incrementAndGet();
                    });
                }
            }
        }
        assertEquals(THREADS, ended.get());
        return ids;
    }

    private static Set<Long> threads(Path file, String event) throws Exception {
        return RecordingFile.readAllEvents(file).stream().filter(one -> one.getEventType().getName().equals(event))
                .map(FlightRecorderTest::thread).collect(Collectors.toSet());
    }

    private static Long thread(RecordedEvent event) {
        return event.hasField("javaThreadId") ? event.getLong("javaThreadId") : event.getThread().getJavaThreadId();
    }
}
