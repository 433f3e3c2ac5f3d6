package io.creel.jmh.poll;

import io.creel.jmh.polled.Switching;

/** {@link Switching} without polls. */
public final class CheckpointLoop extends Switching {
    /** Makes the body. */
    public CheckpointLoop(int depth) {
        super(depth);
    }
}
