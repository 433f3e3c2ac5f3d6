package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;

/** A block under a monitor, with a loop and a call inside. */
public final class SynchronizedBlock implements Scene {
    private final Object monitor = new Object();

    @Override
    public void act(Watch watch) throws Exception {
        synchronized (monitor) {
            watch.enter();
            for (int i = 0; i < 10; i++) {
                Busy.work(watch, 5);
            }
            watch.exit();
        }
        Busy.work(watch, 20);
    }
}
