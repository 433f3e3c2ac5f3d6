package io.creel.jmh.coroutine;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Virtual threads on the default scheduler, parked in rings. In each ring one is awake, unparks the next and parks.
 * There are as many rings as the batch has places, so as many threads are runnable. They may use every core.
 */
final class HandOverRings {
    private final Thread[] threads;
    private final Ring[] rings;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile Thread caller;
    private volatile boolean stopped;

    /** The thread that is awake, and the remaining hops of the ring. */
    private static final class Ring {
        final int first;
        final int end;
        volatile int awake = -1;
        int next;
        int hops;

        Ring(int first, int end) {
            this.first = first;
            this.end = end;
            next = first;
        }
    }

    /** Makes virtual threads and parks them. */
    HandOverRings(int count, int ringCount) {
        threads = new Thread[count];
        rings = new Ring[ringCount];
        for (int i = 0; i < ringCount; i++) {
            Ring ring = new Ring(position(i, ringCount), position(i + 1, ringCount));
            rings[i] = ring;
            for (int me = ring.first; me < ring.end; me++) {
                int self = me;
                threads[me] = Thread.ofVirtual().unstarted(() -> hop(ring, self));
            }
        }
        for (Thread thread : threads) {
            thread.start();
        }
        run(count);
    }

    private int position(int ring, int ringCount) {
        return (int) ((long) ring * threads.length / ringCount);
    }

    private void hop(Ring ring, int self) {
        int next = self + 1 == ring.end ? ring.first : self + 1;
        while (true) {
            while (ring.awake != self) {
                if (stopped) {
                    return;
                }
                LockSupport.park();
            }
            if (--ring.hops > 0) {
                ring.awake = next;
                LockSupport.unpark(threads[next]);
            } else {
                ring.next = next;
                ring.awake = -1;
                if (unfinished.decrementAndGet() == 0) {
                    LockSupport.unpark(caller);
                }
            }
        }
    }

    /** Lets the rings make {@code switches} hops in total, and waits. */
    void run(int switches) {
        caller = Thread.currentThread();
        unfinished.set(rings.length);
        for (Ring ring : rings) {
            int first = ring.next;
            ring.hops = switches / rings.length;
            ring.awake = first;
            LockSupport.unpark(threads[first]);
        }
        while (unfinished.get() > 0) {
            LockSupport.park(this);
        }
    }

    /** Ends them all. */
    void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            LockSupport.unpark(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
