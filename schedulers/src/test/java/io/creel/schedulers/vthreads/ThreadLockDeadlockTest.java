package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.diagnostics.LockDeadlocks;
import io.creel.core.diagnostics.StallWatchdog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One worker, one lock of the JDK, a coroutine and a virtual thread that both take it for a moment. */
@Timeout(60)
class ThreadLockDeadlockTest {
    private static final long BOUND_NS = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final OneQueue host = new OneQueue(8);
    private final List<StallWatchdog.Stall> stalls = new ArrayList<>();
    private final StallWatchdog watchdog = new StallWatchdog(BOUND_NS, stalls::add);
    private volatile Coroutine blocked;
    private volatile boolean served;

    private void takeForAMoment() {
        lock.lock();
        lock.unlock();
    }

    /** Runs the virtual thread until it waits, and then a coroutine that takes the lock. */
    private Thread blockWorker() {
        Thread worker = Thread.ofPlatform().name("worker").start(() -> {
            host.runAll();
            served = true;
            blocked = Coroutine.create(argument -> takeForAMoment(), null);
            host.carrier.resume(blocked);
        });
        while (!served || !lock.hasQueuedThread(worker)) {
            Thread.onSpinWait();
        }
        return worker;
    }

    private String sentence(String owner, Thread thread, Thread worker) {
        return "deadlock: a lock of threads waits for a virtual thread that needs the blocked carrier, use CoroutineLock: "
                + "lock=" + LockSupport.getBlocker(worker) + ", owner=" + owner + ", thread=" + thread.getName()
                + ", carrier=host, blocked=" + blocked;
    }

    private void assertTold(String sentence) {
        assertEquals(List.of(sentence), LockDeadlocks.find());
        assertEquals(0, watchdog.check(0));
        assertEquals(1, watchdog.check(BOUND_NS));
        StallWatchdog.Stall stall = stalls.getFirst();
        assertEquals(sentence, stall.deadlock());
        assertTrue(stall.toString().startsWith(
                "carrier is blocked: carrier=host, coroutine=" + blocked + ", seenForNs=1000\n" + sentence + "\n"));
        assertTrue(stall.toJson().contains(",\"deadlock\":\"deadlock: "), stall::toJson);
    }

    /** Lets the virtual thread go on elsewhere, which breaks the deadlock. */
    private void rescue(Thread worker) throws InterruptedException {
        Carrier other = new Carrier("other");
        Batch batch = new Batch(8);
        while (worker.isAlive()) {
            other.resume(host.queue.drain(batch, 8));
        }
        worker.join();
        assertEquals(List.of(), LockDeadlocks.find());
        assertFalse(lock.isLocked());
    }

    @Test
    void shouldNameTheLockWithoutAnOwnerThatWaitsForAThreadOfTheBlockedWorker() throws InterruptedException {
        Thread thread = host.start(this::takeForAMoment);
        lock.lock(); // by the thread of the test, for a moment
        Thread worker = blockWorker();
        assertEquals(List.of(), LockDeadlocks.find(), "its owner will give it back");
        lock.unlock();
        assertFalse(lock.isLocked());
        assertTrue(LockSupport.getBlocker(worker).toString().endsWith("[State = 0, nonempty queue]"));
        assertTold(sentence("none", thread, worker));
        rescue(worker);
    }

    @Test
    void shouldNameTheThreadOfTheBlockedWorkerThatOwnsTheLock() throws InterruptedException {
        Thread thread = host.start(() -> {
            lock.lock();
            LockSupport.park();
            lock.unlock();
        });
        Thread worker = blockWorker();
        assertTold(sentence("thread of class@"
                + Integer.toHexString(System.identityHashCode(VirtualThreads.coroutineOf(thread))), thread, worker));
        LockSupport.unpark(thread);
        rescue(worker);
    }

    @Test
    void shouldReportNothingWhenTheThreadIsNoneOfOurs() throws InterruptedException {
        lock.lock();
        Thread worker = blockWorker();
        Thread thread = Thread.ofVirtual().start(this::takeForAMoment); // of the JDK's scheduler, and no guest
        while (!lock.hasQueuedThread(thread)) {
            Thread.onSpinWait();
        }
        assertEquals(List.of(), LockDeadlocks.find());
        lock.unlock();
        worker.join();
        thread.join();
    }
}
