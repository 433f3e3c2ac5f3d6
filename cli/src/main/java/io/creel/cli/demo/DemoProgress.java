package io.creel.cli.demo;

import java.io.PrintWriter;

/**
 * Shows progress: on a terminal by one line that is rewritten and removed at the end, elsewhere by one line at the
 * start and one for each quarter.
 */
final class DemoProgress {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private int steps;
    private int done;
    private int shown;

    DemoProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    void begin(int allSteps) {
        steps = allSteps;
        if (terminal) {
            show("");
        } else {
            err.println("creel demo: replaying under both policies in turn, for about half a minute at most");
            err.flush();
        }
    }

    void step(String what) {
        done++;
        if (terminal && WIDTH * done / steps != shown) {
            show(what);
        } else if (!terminal && 4 * done / steps != 4 * (done - 1) / steps) {
            err.printf("creel demo: %d %%%n", 25 * (4 * done / steps));
            err.flush();
        }
    }

    private void show(String what) {
        shown = WIDTH * done / steps;
        err.printf("\r%-10s [%s%s] %3d %%", what, "#".repeat(shown), ".".repeat(WIDTH - shown), 100 * done / steps);
        err.flush();
    }

    void end() {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH + 20) + "\r");
            err.flush();
        }
    }
}
