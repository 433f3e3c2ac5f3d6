package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** A read lock: a writer on the same worker would wait for ever. */
public final class UsesAReadLock implements Scene {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    @Override
    public void act(Watch watch) throws Exception {
        lock.readLock().lock();
        try {
            watch.enter();
            Busy.work(watch, 50);
            watch.exit();
        } finally {
            lock.readLock().unlock();
        }
        lock.writeLock().lock();
        Busy.alone(watch);
        lock.writeLock().unlock();
        Busy.work(watch, 20);
    }
}
