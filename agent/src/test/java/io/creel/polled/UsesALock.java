package io.creel.polled;

import io.creel.agent.poll.Scene;
import io.creel.agent.poll.Watch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/** A lock of java.util.concurrent in each form of its calls. */
public final class UsesALock implements Scene {
    private final Lock lock = new ReentrantLock();
    private int round;

    @Override
    public void act(Watch watch) throws Exception {
        Runnable unlock = lock::unlock;
        Runnable locks = lock::lock;
        boolean taken = true;
        switch (round++ % 4) {
            case 0 -> lock.lock();
            case 1 -> taken = lock.tryLock();
            case 2 -> lock.lockInterruptibly();
            default -> locks.run();
        }
        if (taken || lock.tryLock(1, TimeUnit.HOURS)) {
            Busy.alone(watch);
            if (round % 2 == 0) {
                lock.unlock();
            } else {
                unlock.run();
            }
        }
        Busy.work(watch, 20);
    }
}
