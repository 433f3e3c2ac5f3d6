package io.creel.polledprogram;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Slicing;
import io.creel.queues.ListStash;

/** Two coroutines on one carrier. The first one loops and never calls Creel; only a poll lets the second one run. */
public final class PolledMain {
    private static final int STEPS = 2_000_000;
    private static boolean otherRan;
    private static boolean otherRanFirst;

    private PolledMain() {
    }

    private static int next(int hash) {
        return hash * 31 + 7;
    }

    private static void loop() {
        int hash = 1;
        for (int step = 0; step < STEPS; step++) {
            hash = next(hash);
        }
        otherRanFirst = otherRan && hash != 0;
    }

    /** Every request is granted. */
    private record Always(ListStash ready) implements Slicing {
        @Override
        public boolean expired(Coroutine running) {
            return false;
        }

        @Override
        public boolean waits(Coroutine running) {
            return true;
        }

        @Override
        public Coroutine suspended(Coroutine preempted) {
            return ready.suspended(preempted);
        }
    }

    /** Asks for the preemption of the first run, and then runs what is ready. */
    public static void main(String[] args) {
        ListStash ready = new ListStash("ready");
        Carrier carrier = new Carrier("main");
        carrier.setSlicing(new Always(ready));
        if (!carrier.start(ready, _ -> loop(), null) || !carrier.start(ready, _ -> otherRan = true, null)) {
            throw new IllegalStateException("the list is closed");
        }
        carrier.preempt(carrier.counters().resumed() + 1);
        for (Coroutine next = ready.pop(); next != null; next = ready.pop()) {
            carrier.resume(next);
        }
        carrier.close();
        System.out.println("the other coroutine ran before the loop ended: " + otherRanFirst);
    }
}
