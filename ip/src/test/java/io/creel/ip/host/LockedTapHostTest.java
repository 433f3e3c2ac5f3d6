package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.queues.MpmcStash;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The TCP for several workers, whose steps lock: a second worker processes every other segment. */
class LockedTapHostTest extends TapHostTest {
    private final MpmcStash toSecond = new MpmcStash("to the second worker", 4096);
    private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong segments = new AtomicLong();
    private final AtomicLong moved = new AtomicLong();
    private TestWorker second;
    private volatile boolean moves = true;

    @Override
    void set(HostOptions options) {
        options.tcpOnSeveralWorkers();
    }

    @Override
    void change(HostSteps steps) {
        steps.tcp(own -> packet -> {
            if ((segments.getAndIncrement() & 1) == 0 && moves) {
                moved.incrementAndGet();
                Coroutine.await(toSecond);
            }
            own.receive(packet);
        });
    }

    @BeforeEach
    void beginSecond() {
        second = new TestWorker("second", failures) {
            @Override
            int cycle() {
                return carrier.resume(toSecond.drain(batch, 64));
            }

            @Override
            boolean mayEnd() {
                return !moves;
            }
        };
        second.setDaemon(true);
        second.start();
    }

    /** Before the host closes, which only one worker may use then. */
    @AfterEach
    void endSecond() throws Exception {
        moves = false;
        second.join();
        assertEquals(List.of(), List.copyOf(failures));
        toSecond.close(); // a segment that came too late
        assertTrue(segments.get() == 0 || moved.get() > 0, () -> "segments=" + segments + ", moved=" + moved);
    }
}
