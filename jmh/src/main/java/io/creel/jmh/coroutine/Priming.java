package io.creel.jmh.coroutine;

/**
 * Gets the bodies compiled before the live ones are made. A body that waits in a loop enters compiled code only when it
 * begins; one that began in the interpreter stays there, and so does its stack, for as long as it lives. Short-lived
 * generations with the same code come first, so that what is measured is compiled code for everybody.
 */
public final class Priming {
    /** How many are live in one generation. */
    public static final int LIVE = 500;
    /** How often each suspends before it ends. */
    public static final int ROUNDS = 10;

    private static final long DURATION_NS = 600_000_000;

    private Priming() {
    }

    /** Runs generations until the compiler had time enough. */
    public static void run(Runnable generation) {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < DURATION_NS) {
            generation.run();
        }
    }
}
