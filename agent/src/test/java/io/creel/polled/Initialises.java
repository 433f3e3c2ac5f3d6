package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;

/** A class initialiser that loops. */
public final class Initialises implements Scene {
    /** Initialised by the first coroutine that runs. */
    private static final class Late {
        static final int VALUE;

        static {
            int sum = 0;
            for (int i = 0; i < 100; i++) {
                sum = add(sum, i);
            }
            VALUE = sum;
        }

        private static int add(int sum, int i) {
            int added = sum;
            for (int k = 0; k < i; k++) {
                added = Math.max(added + 1, twice(k));
            }
            return added;
        }

        private static int twice(int k) {
            return 2 * k;
        }
    }

    @Override
    public void act(Watch watch) throws Exception {
        if (Late.VALUE != 4_950) {
            throw new AssertionError("half initialised: value=" + Late.VALUE);
        }
        Busy.work(watch, 20);
    }
}
