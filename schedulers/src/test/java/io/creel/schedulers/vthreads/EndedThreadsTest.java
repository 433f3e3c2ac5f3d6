package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An ended thread is garbage, with everything it refers to, also while other threads of its class live. */
@Timeout(60)
class EndedThreadsTest {
    private static final int ENDED = 60;
    private static final int COLLECTIONS = 20;

    private final OneQueue host = new OneQueue(256);
    private final List<WeakReference<Object>> ended = new ArrayList<>();

    private void startAndEnd(boolean parks) {
        byte[] heavy = new byte[1 << 10];
        Thread thread = host.start(() -> {
            if (parks) {
                LockSupport.park();
            }
            heavy[0]++;
        });
        ended.add(new WeakReference<>(thread));
        ended.add(new WeakReference<>(heavy));
        host.runAll();
        LockSupport.unpark(thread);
        host.runAll();
    }

    private long reachable() {
        long reachable = ended.size();
        for (int i = 0; i < COLLECTIONS && reachable > 0; i++) {
            System.gc();
            reachable = ended.stream().filter(reference -> reference.get() != null).count();
        }
        return reachable;
    }

    @Test
    void shouldBeUnreachableOnceEnded() {
        Thread live = host.start(LockSupport::park);
        for (int i = 0; i < ENDED; i++) {
            startAndEnd(i % 2 == 0);
        }
        assertEquals(0, reachable());
        assertEquals(List.of(live), host.threads.threads());
        assertEquals(ENDED, host.threads.counts().ended());
        LockSupport.unpark(live);
        host.runAll();
    }

    @Test
    void shouldBeUnreachableOnceEndedAfterItsQueueWasFull() {
        Thread live = host.start(LockSupport::park);
        host.runAll();
        for (int i = 0; i < 2 * host.queue.capacity(); i++) {
            Thread thread = host.start(() -> {
            });
            ended.add(new WeakReference<>(thread));
        }
        host.runAll();
        assertEquals(2L * host.queue.capacity(), host.threads.counts().ended());
        assertEquals(0, reachable());
        LockSupport.unpark(live);
        host.runAll();
    }

    /**
     * A close that gives up leaves the thread to the JDK's scheduler, which does not tell the thread's class of its
     * end.
     */
    @Test
    void shouldBeUnreachableOnceEndedElsewhere() throws InterruptedException {
        joinDetached();
        assertEquals(List.of(), host.threads.threads());
        assertEquals(0, reachable());
    }

    private void joinDetached() throws InterruptedException {
        Thread thread = host.start(LockSupport::park);
        ended.add(new WeakReference<>(thread));
        host.runAll();
        assertThrows(IllegalStateException.class, () -> host.threads.close(0));
        thread.join();
        host.runAll(); // its handle came to the queue by the interrupt of the close
    }
}
