package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import io.creel.core.Body;

/** The body of a coroutine that plays a scene a number of times; woven, so that only woven frames are on the stack. */
public final class Act implements Body<Watch> {
    private final Scene scene;
    private final int rounds;

    public Act(Scene scene, int rounds) {
        this.scene = scene;
        this.rounds = rounds;
    }

    @Override
    public void run(Watch watch) throws Exception {
        for (int round = 0; round < rounds; round++) {
            scene.act(watch);
        }
    }
}
