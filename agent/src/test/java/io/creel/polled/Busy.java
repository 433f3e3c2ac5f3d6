package io.creel.polled;

import io.creel.agent.poll.Watch;

/** Work that never calls Creel: a loop with calls, so it polls at each step. */
final class Busy {
    private Busy() {
    }

    static void work(Watch watch, int steps) {
        int sum = 0;
        for (int i = 0; i < steps; i++) {
            sum = step(sum, i);
        }
        watch.sink = sum;
    }

    private static int step(int sum, int i) {
        return sum * 31 + i;
    }

    static void alone(Watch watch) {
        watch.enter();
        work(watch, 50);
        watch.exit();
    }
}
