package io.creel.agent.check;

import java.util.concurrent.locks.StampedLock;

/** Counts a {@link StampedLock} as a lock of the thread: its stamps belong to no owner, but it blocks the same way. */
public final class Stamps {
    private Stamps() {
    }

    /** After a call that returns a stamp. */
    public static void taken(Context context, StampedLock lock, long stamp) {
        if (StampedLock.isLockStamp(stamp)) {
            LockChecks.locked(context, lock, true, true, false);
        }
    }

    /** After a call that converts a stamp. */
    public static void converted(Context context, StampedLock lock, long before, long after) {
        if (after != 0 && StampedLock.isLockStamp(before) != StampedLock.isLockStamp(after)) {
            if (StampedLock.isLockStamp(after)) {
                taken(context, lock, after);
            } else {
                LockChecks.unlocked(context, lock, true);
            }
        }
    }
}
