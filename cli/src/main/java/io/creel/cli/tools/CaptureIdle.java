package io.creel.cli.tools;

import io.creel.net.RxQueue;
import io.creel.schedulers.IdleStrategy;
import io.creel.schedulers.SpinThenPark;

/**
 * Idles the worker of a capture, after flushing the captured frames. It does not block in the driver, because it would
 * wait for one of several queues only.
 */
final class CaptureIdle implements IdleStrategy {
    private final IdleStrategy below;
    private final CaptureFileBody file;

    CaptureIdle(RxQueue first, int queues, CaptureFileBody file) {
        below = queues == 1 ? new NicIdle(first) : new SpinThenPark();
        this.file = file;
    }

    @Override
    public void idle(int workCount) {
        if (workCount == 0) {
            file.flushWhenIdle();
        }
        below.idle(workCount);
    }

    @Override
    public void idle() {
        idle(0);
    }

    @Override
    public void reset() {
        below.reset();
    }
}
