package io.creel.examples.sim;

import java.io.PrintWriter;

/** A bar on a terminal, rewritten after each point and gone at the end; nothing elsewhere. */
final class SimProgress {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private final int steps;
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

    void end() {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH + 42) + "\r");
            err.flush();
        }
    }
}
