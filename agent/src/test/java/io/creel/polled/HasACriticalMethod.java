package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import io.creel.core.spec.NoPreempt;

/** A method that must not be preempted, and throws now and then. */
public final class HasACriticalMethod implements Scene {
    private int round;

    @NoPreempt
    private int critical(Watch watch) {
        Busy.alone(watch);
        if (round++ % 3 == 0) {
            throw new IllegalStateException();
        }
        return round;
    }

    @Override
    public void act(Watch watch) throws Exception {
        try {
            watch.sink = critical(watch);
        } catch (IllegalStateException now) {
            watch.sink = 0;
        }
        Busy.work(watch, 20);
    }
}
