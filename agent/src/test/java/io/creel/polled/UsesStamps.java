package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.concurrent.locks.StampedLock;

/** A stamped lock, with conversions. */
public final class UsesStamps implements Scene {
    private final StampedLock lock = new StampedLock();

    @Override
    public void act(Watch watch) throws Exception {
        long stamp = lock.writeLock();
        Busy.alone(watch);
        stamp = lock.tryConvertToReadLock(stamp);
        watch.enter();
        Busy.work(watch, 50);
        watch.exit();
        stamp = lock.tryConvertToOptimisticRead(stamp);
        Busy.work(watch, 20);
        stamp = lock.tryReadLock();
        if (stamp != 0) {
            watch.enter();
            Busy.work(watch, 20);
            watch.exit();
            lock.unlockRead(stamp);
        }
        Busy.work(watch, 20);
    }
}
