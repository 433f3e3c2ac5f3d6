package io.creel.jmh.polled;

import io.creel.core.Body;

/** Runs a loop some frames deep in a coroutine, for ever. */
public class Switching implements Body<Runnable> {
    private final int depth;

    public Switching(int depth) {
        this.depth = depth;
    }

    @Override
    public void run(Runnable step) {
        below(depth, step);
    }

    private void below(int left, Runnable step) {
        if (left > 0) {
            below(left - 1, step);
        } else {
            for (;;) {
                step.run();
            }
        }
    }
}
