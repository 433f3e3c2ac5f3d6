package io.creel.examples.demo;

import java.io.PrintWriter;

/**
 * Says that something is going on: on a terminal one line that is rewritten and disappears, elsewhere one line at the
 * beginning.
 */
final class Progress {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private int steps;
    private int done;
    private int shown;

    Progress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    void begin(int allSteps) {
        steps = allSteps;
        if (!terminal) {
            err.println("creel demo: replaying under one policy and then the other, about half a minute at most");
            err.flush();
        }
    }

    void step(String what) {
        done++;
        int filled = WIDTH * done / steps;
        if (terminal && filled != shown) {
            shown = filled;
            err.printf("\r%-10s [%s%s] %3d %%", what, "#".repeat(filled), ".".repeat(WIDTH - filled),
                    100 * done / steps);
            err.flush();
        }
    }

    void end() {
        if (terminal) {
            err.print("\r" + " ".repeat(WIDTH + 20) + "\r");
            err.flush();
        }
    }
}
