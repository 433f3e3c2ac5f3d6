package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The short form of {@link ThreadSoak}; the long one is {@code mvn -q -Psoak -pl schedulers}. */
@Timeout(300)
class ThreadSoakTest {
    /** A run that does not end within this many milliseconds hangs, on any machine. */
    private static final long PATIENCE = 60_000;

    @Test
    void shouldAccountForEveryThreadOnTwoWorkers() throws InterruptedException {
        assertEquals(List.of(), new ThreadSoak(3_000, 30, 2, 1, false).run(PATIENCE));
    }

    @Test
    void shouldAccountForEveryThreadOnOneWorker() throws InterruptedException {
        assertEquals(List.of(), new ThreadSoak(1_000, 30, 1, 2, false).run(PATIENCE));
    }

    @Test
    void shouldAccountForEveryThreadOnFourWorkers() throws InterruptedException {
        assertEquals(List.of(), new ThreadSoak(2_000, 30, 4, 3, false).run(PATIENCE));
    }

    /** The canary: one handle is dropped. */
    @Test
    void shouldMissAThreadWhoseHandleWasDropped() throws InterruptedException {
        List<String> faults = new ThreadSoak(200, 30, 2, 4, true).run(2_000);
        assertTrue(faults.contains("FAULT: coroutines outstanding: expected=0, found=1"), faults::toString);
    }
}
