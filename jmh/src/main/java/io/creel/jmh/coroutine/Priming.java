package io.creel.jmh.coroutine;

/**
 * Compiles the bodies before the live ones are made. A body that waits in a loop enters compiled code only when it
 * begins; one that began in the interpreter stays there for life, with its stack. Short-lived generations with the same
 * code run first, so that every peer is measured in compiled code.
 */
public final class Priming {
    /** How many are live in one generation. */
    public static final int LIVE = 500;
    /** How often each suspends before it ends. */
    public static final int ROUNDS = 10;

    private static final long DURATION_NS = 600_000_000;

    private Priming() {
    }

    /** Runs generations until the compiler has had enough time. */
    public static void run(Runnable generation) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < DURATION_NS) {
            generation.run();
        }
    }
}
