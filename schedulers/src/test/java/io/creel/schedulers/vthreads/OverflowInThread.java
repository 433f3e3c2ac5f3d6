package io.creel.schedulers.vthreads;

import io.creel.core.lock.CoroutineSemaphore;

/**
 * A virtual thread whose first wait in Creel, the first of the JVM, overflows the stack: it recurses to the end and waits on
 * the way back, at each of the deepest frames and at last without any.
 */
final class OverflowInThread {
    private static final int FRAMES = 400;

    private final CoroutineSemaphore there = new CoroutineSemaphore("there", 0);
    private final CoroutineSemaphore back = new CoroutineSemaphore("back", 0);
    private boolean asked;
    private int done;
    private int overflows;
    private int left = FRAMES;

    private void operate() {
        if (left == 0) {
            return;
        }
        left--;
        try {
            if (!asked) {
                there.release();
                asked = true;
            }
            back.acquire();
            asked = false;
            done++;
        } catch (StackOverflowError here) {
            overflows++;
        }
    }

    private void dig() {
        try {
            dig();
        } catch (StackOverflowError end) {
            // one more frame is free now
        }
        operate();
    }

    private void answer() {
        while (true) {
            there.acquire();
            back.release();
        }
    }

    private void ask() {
        dig();
        int before = done;
        left = FRAMES;
        while (left > 0) {
            operate();
        }
        System.out.println((done - before == FRAMES ? "OK" : "FAULT") + ": done=" + done + ", overflows=" + overflows);
        System.exit(0);
    }

    /** Ends the JVM when all is done. */
    public static void main(String[] arguments) {
        OverflowInThread program = new OverflowInThread();
        ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
        central.threads.factory().newThread(program::answer).start();
        Thread digger = central.threads.factory().newThread(program::ask);
        digger.setUncaughtExceptionHandler((thread, failure) -> {
            System.out.println("FAULT: " + failure);
            System.exit(1);
        });
        digger.start();
    }
}
