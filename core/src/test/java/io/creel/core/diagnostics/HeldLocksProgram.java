package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.TestStash;
import java.util.concurrent.locks.ReentrantLock;

/** Suspends with locks of its thread held; run with and without checked mode. */
final class HeldLocksProgram {
    private static final Object MONITOR = new Object();
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final ReentrantLock OUTER = new ReentrantLock();

    private HeldLocksProgram() {
    }

    public static void main(String[] args) {
        TestStash stash = new TestStash("stash");
        Carrier carrier = new Carrier("carrier",
                (coroutine, failure) -> System.out.println(failure.getMessage().replaceAll("@[0-9a-f]+", "@x")));
        OUTER.lock(); // the worker's own locks do not count for the coroutine
        synchronized (OUTER) {
            carrier.start(argument -> {
                Coroutine.await(stash);
                System.out.println("nothing held: fine");
            }, null);
            carrier.start(argument -> insideMonitor(stash), null);
            carrier.start(argument -> insideLock(stash), null);
            carrier.resumeStarted();
        }
        while (!stash.isEmpty()) {
            carrier.resume(stash.pop());
        }
        System.out.println("ended=" + carrier.counters().ended() + " failed=" + carrier.counters().failed());
    }

    private static void insideMonitor(Stash stash) {
        synchronized (MONITOR) {
            Coroutine.await(stash);
        }
    }

    private static void insideLock(Stash stash) {
        LOCK.lock();
        try {
            Coroutine.await(stash);
        } finally {
            LOCK.unlock();
        }
    }
}
