package io.creel.core;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import jdk.internal.access.JavaLangAccess;
import jdk.internal.access.SharedSecrets;

/**
 * Moves one coroutine back and forth between two threads. After each hop it counts wrong observations: the current
 * thread, a thread local, a lock taken and released between two hops.
 */
final class Hops {
    private static final JavaLangAccess LANG = SharedSecrets.getJavaLangAccess();
    private static final ThreadLocal<Thread> LOCAL = ThreadLocal.withInitial(LANG::currentCarrierThread);

    private final AtomicReferenceArray<Coroutine> slots = new AtomicReferenceArray<>(2);
    private final ReentrantLock lock = new ReentrantLock();
    private final ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
    private final SuspensionCallback toFirst = self -> {
        slots.set(0, self);
        return true;
    };
    private final SuspensionCallback toSecond = self -> {
        slots.set(1, self);
        return true;
    };
    private final int hops;
    private volatile boolean done;
    private int wrongThreads;
    private int wrongLocals;
    private int wrongLocks;
    private int moves;
    private Thread last;

    private Hops(int hops) {
        this.hops = hops;
    }

    /** Arguments: the number of hops, then ROAMING, HOMED, or FORCED to remove the protection. */
    public static void main(String[] args) throws InterruptedException {
        Hops program = new Hops(Integer.parseInt(args[0]));
        boolean forced = args[1].equals("FORCED");
        Coroutine traveller = Coroutine.create((Hops hops) -> hops.travel(), program,
                forced ? Mobility.HOMED : Mobility.valueOf(args[1]));
        if (forced) {
            traveller.forceRoaming();
        }
        program.slots.set(0, traveller);
        Thread[] threads = {new Thread(() -> program.serve(0)), new Thread(() -> program.serve(1))};
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.printf("hops=%d moves=%d wrongThreads=%d wrongLocals=%d wrongLocks=%d map=%d%n", program.hops,
                program.moves, program.wrongThreads, program.wrongLocals, program.wrongLocks, program.map.get(0));
    }

    private void serve(int me) {
        Carrier carrier = new Carrier("carrier-" + me);
        while (!done) {
            Coroutine here = slots.getAndSet(me, null);
            if (here != null) {
                carrier.resume(here);
            } else {
                carrier.poll();
                Thread.yield();
            }
        }
    }

    private void travel() {
        for (int i = 0; i < hops; i += 2) {
            hop(toSecond);
            hop(toFirst);
        }
        done = true;
    }

    private void hop(SuspensionCallback away) {
        Thread before = Thread.currentThread();
        if (before != LANG.currentCarrierThread()) {
            wrongThreads++;
        }
        Coroutine.await(away);
        // In the same compiled method as the suspension, the compiler reuses a value from before it.
        if (Thread.currentThread() != LANG.currentCarrierThread()) {
            wrongThreads++;
        }
        look();
    }

    private void look() {
        Thread really = LANG.currentCarrierThread();
        if (really != last) {
            moves++;
            last = really;
        }
        if (LOCAL.get() != really) {
            wrongLocals++;
        }
        try {
            lock.lock();
            lock.unlock();
        } catch (IllegalMonitorStateException e) {
            wrongLocks++;
        }
        map.merge(0, 1, Integer::sum);
    }
}
