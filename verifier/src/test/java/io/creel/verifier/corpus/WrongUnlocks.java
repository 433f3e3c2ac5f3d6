package io.creel.verifier.corpus;

import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Locks;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Unlocks;
import io.creel.verifier.corpus.Domain.Table;

/** Locks that are taken twice or released without being held. */
@SuppressWarnings("unused")
final class WrongUnlocks {
    private WrongUnlocks() {
    }

    @Rejected("CR015")
    static class LockedTwice {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            try {
                a.lock.lock();
                a.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockedTwiceRepaired {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            try {
                a.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR015")
    static class UnlockedTwice {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            try {
                a.add();
            } finally {
                a.lock.unlock();
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class UnlockedTwiceRepaired {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            try {
                a.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR015")
    static class UnlockedWithoutALock {
        void run(Table a) {
            a.lock.unlock();
        }
    }

    @Accepted
    static class UnlockedWithoutALockRepaired {
        @Unlocks("a.lock")
        void run(Table a) {
            a.lock.unlock();
        }
    }

    @Rejected("CR015")
    static class UnlockedAlthoughTryLockFailed {
        void run(Table a) {
            boolean in = a.lock.tryLock();
            try {
                if (in) {
                    a.add();
                }
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class UnlockedAlthoughTryLockFailedRepaired {
        void run(Table a) {
            boolean in = a.lock.tryLock();
            try {
                if (in) {
                    a.add();
                }
            } finally {
                if (in) {
                    a.lock.unlock();
                }
            }
        }
    }

    @Rejected("CR015")
    static class LockedTwiceThroughAnAlias {
        @Suspends
        void run(Table a, Table b) {
            CoroutineLock same = a.lock;
            same.lock();
            try {
                a.lock.lock();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockedTwiceThroughAnAliasRepaired {
        @Suspends
        void run(Table a, Table b) {
            CoroutineLock same = a.lock;
            same.lock();
            a.lock.unlock();
        }
    }

    @Rejected("CR015")
    static class UnlocksALockThatMayHaveChanged {
        CoroutineLock lock = new CoroutineLock("l");

        @Suspends
        void run() {
            lock.lock();
            lock.unlock();
        }
    }

    @Accepted
    static class UnlocksALockThatMayHaveChangedRepaired {
        final CoroutineLock lock = new CoroutineLock("l");

        @Suspends
        void run() {
            lock.lock();
            lock.unlock();
        }
    }

    @Rejected("CR015")
    static class LockedAgainInEachRound {
        @Suspends
        void run(Table a, int rounds) {
            a.lock.lock();
            try {
                for (int i = 0; i < rounds; i++) {
                    a.add();
                    if (i > 7) {
                        a.lock.lock();
                    }
                }
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockedAgainInEachRoundRepaired {
        @Suspends
        void run(Table a, int rounds) {
            a.lock.lock();
            try {
                for (int i = 0; i < rounds; i++) {
                    a.add();
                }
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR015")
    static class LockedUnderTheCallersLock {
        @Suspends
        @RequiresLock("a.lock")
        void run(Table a) {
            a.lock.lock();
            a.add();
        }
    }

    @Accepted
    static class LockedUnderTheCallersLockRepaired {
        @RequiresLock("a.lock")
        void run(Table a) {
            a.add();
        }
    }

    @Rejected("CR015")
    static class UnlocksTheOtherOne {
        @Suspends
        @Locks("a.lock")
        void run(Table a, Table b) {
            a.lock.lock();
            b.lock.unlock();
        }
    }

    @Accepted
    static class UnlocksTheOtherOneRepaired {
        @Suspends
        @Locks("a.lock")
        void run(Table a, Table b) {
            a.lock.lock();
            b.lock.isHeld();
        }
    }
}
