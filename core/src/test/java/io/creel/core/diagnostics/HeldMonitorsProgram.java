package io.creel.core.diagnostics;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.TestStash;

/** Awaits with and without a monitor held, often enough to be compiled; counts the refusals. */
final class HeldMonitorsProgram {
    private static final int ROUNDS = 20_000;

    private final TestStash stash = new TestStash("stash");
    private int held;
    private int refused;
    private int free;
    private int refusedFree;

    private HeldMonitorsProgram() {
    }

    public static void main(String[] args) throws InterruptedException {
        new HeldMonitorsProgram().run("platform");
        Thread.startVirtualThread(() -> new HeldMonitorsProgram().run("virtual")).join();
    }

    private void run(String where) {
        Carrier carrier = new Carrier("carrier", (coroutine, failure) -> System.out.println(failure));
        Object outer = new Object();
        synchronized (outer) { // the carrier's own monitor does not count for the coroutine
            carrier.resume(Coroutine.create(argument -> rounds(), null));
            while (!stash.isEmpty()) {
                carrier.resume(stash.pop());
            }
        }
        System.out.println(where + ": held=" + held + " refused=" + refused + " free=" + free + " refusedFree="
                + refusedFree);
    }

    private void rounds() {
        for (int i = 0; i < ROUNDS; i++) {
            held++;
            try {
                if (i % 2 == 0) {
                    Object monitor = new Object();
                    if (i % 4 == 0) {
                        System.identityHashCode(monitor);
                    }
                    inBlock(monitor);
                } else {
                    inMethod();
                }
            } catch (IllegalStateException told) {
                refused++;
            }
            free++;
            try {
                afterBlock(this);
            } catch (IllegalStateException wrong) {
                refusedFree++;
            }
        }
    }

    private void inBlock(Object monitor) {
        synchronized (monitor) {
            Coroutine.await(stash);
        }
    }

    private synchronized void inMethod() {
        below(4);
    }

    private void below(int depth) {
        if (depth == 0) {
            Coroutine.await(stash);
        } else {
            below(depth - 1);
        }
    }

    private void afterBlock(Object monitor) {
        synchronized (monitor) {
            free += 0;
        }
        Coroutine.await(stash);
    }
}
