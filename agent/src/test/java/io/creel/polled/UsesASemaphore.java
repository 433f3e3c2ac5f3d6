package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.concurrent.Semaphore;

/** A semaphore as a mutex: a second coroutine of the worker would block it. */
public final class UsesASemaphore implements Scene {
    private final Semaphore semaphore = new Semaphore(1);

    @Override
    public void act(Watch watch) throws Exception {
        Busy.work(watch, 20);
        semaphore.acquire();
        Busy.alone(watch);
        semaphore.release();
    }
}
