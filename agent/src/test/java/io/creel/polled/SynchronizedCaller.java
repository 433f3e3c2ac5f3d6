package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;

/** A synchronized method that calls code with polls. */
public final class SynchronizedCaller implements Scene {
    private int entered;

    private synchronized void guarded(Watch watch) {
        entered++;
        Busy.alone(watch);
    }

    @Override
    public void act(Watch watch) throws Exception {
        guarded(watch);
        Busy.work(watch, 20);
    }
}
