package io.creel.cli.sim;

import java.io.PrintWriter;
import java.util.Locale;

/** Shows a bar on a terminal, rewritten after each point and removed at the end; elsewhere nothing. */
final class SimProgress {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private final int steps;
    private final long beganNs = System.nanoTime();
    private int done;

    SimProgress(PrintWriter err, boolean terminal, int steps) {
        this.err = err;
        this.terminal = terminal;
        this.steps = steps;
        show("");
    }

    void step(String what) {
        done++;
        show(what);
    }

    private void show(String what) {
        if (terminal) {
            int shown = WIDTH * done / steps;
            err.printf("\r[%s%s] %3d %%  %-30.30s", "#".repeat(shown), ".".repeat(WIDTH - shown), 100 * done / steps,
                    what);
            err.flush();
        }
    }

    /** Prints the speed, apart from the results, which are the same on every machine. */
    void end(long requests) {
        double seconds = Math.max(1, System.nanoTime() - beganNs) / 1e9;
        err.print(terminal ? "\r" + " ".repeat(WIDTH + 42) + "\r" : "");
        err.printf(Locale.ROOT, "Simulated %,d requests in %.1f s: %.2f million per second.%n", requests, seconds,
                requests / seconds / 1e6);
        err.flush();
    }
}
