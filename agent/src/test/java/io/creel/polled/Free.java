package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;

/** Holds nothing: every poll may preempt it. */
public final class Free implements Scene {
    @Override
    public void act(Watch watch) {
        watch.enter();
        Busy.work(watch, 20);
        watch.exit();
    }
}
