package io.creel.jmh.coroutine;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.queues.ListStash;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import jdk.internal.vm.Continuation;

/**
 * Suspends very many at depth 1 and prints how many bytes of heap each holds after a full collection, with its place in
 * an array or list. Each peer has a JVM of its own, so that no peer inherits another's garbage.
 */
public final class SuspendedMemory {
    /** The peers; the first is the baseline. */
    public static final String[] PEERS = {"bareContinuation", "creel", "virtualThread"};

    private SuspendedMemory() {
    }

    /** Takes a peer and a number of coroutines; prints the bytes per coroutine. */
    public static void main(String[] args) {
        int count = Integer.parseInt(args[1]);
        suspend(args[0], Priming.LIVE); // loads classes
        long before = usedBytes();
        Object kept = suspend(args[0], count);
        System.out.println((double) (usedBytes() - before) / count);
        Runtime.getRuntime().halt(kept == null ? 1 : 0);
    }

    private static Object suspend(String peer, int count) {
        return switch (peer) {
            case "bareContinuation" -> bareContinuations(count);
            case "creel" -> coroutines(count);
            case "virtualThread" -> virtualThreads(count);
            default -> throw new IllegalArgumentException("no such peer: " + peer);
        };
    }

    private static Object bareContinuations(int count) {
        Continuation[] all = new Continuation[count];
        Runnable body = BareContinuations::suspend;
        for (int i = 0; i < count; i++) {
            all[i] = BareContinuations.fresh(body);
            all[i].run();
        }
        return all;
    }

    /** Makes roaming coroutines that wait in a list. The carrier's pools are included. */
    private static Object coroutines(int count) {
        Carrier carrier = new Carrier("carrier");
        ListStash start = new ListStash("start");
        ListStash stash = new ListStash("stash");
        Batch batch = new Batch(32);
        Body<ListStash> body = Coroutine::await;
        for (int i = 0; i < count; i++) {
            carrier.start(start, body, stash);
            carrier.resume(start.drain(batch, 32));
        }
        return new Object[]{carrier, stash};
    }

    private static Object virtualThreads(int count) {
        Thread[] all = new Thread[count];
        AtomicInteger parked = new AtomicInteger();
        Runnable body = () -> {
            parked.incrementAndGet();
            LockSupport.park();
        };
        for (int i = 0; i < count; i++) {
            all[i] = Thread.startVirtualThread(body);
        }
        while (parked.get() < count) {
            Thread.onSpinWait();
        }
        for (Thread thread : all) {
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        return all;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
