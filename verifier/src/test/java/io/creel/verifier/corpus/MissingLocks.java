package io.creel.verifier.corpus;

import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Suspends;
import io.creel.verifier.corpus.Domain.Table;

/** Calls without the lock that they need. */
@SuppressWarnings("unused")
final class MissingLocks {
    private MissingLocks() {
    }

    @Rejected("CR013")
    static class NoLockAtAll {
        @Suspends
        void run(Table a, Table b) {
            a.add();
        }
    }

    @Accepted
    static class NoLockAtAllRepaired {
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

    @Rejected("CR013")
    static class LockOfAnotherTable {
        @Suspends
        void run(Table a, Table b) {
            b.lock.lock();
            try {
                a.add();
            } finally {
                b.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockOfAnotherTableRepaired {
        @Suspends
        void run(Table a, Table b) {
            b.lock.lock();
            try {
                b.add();
            } finally {
                b.lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class OtherLockOfTheSameTable {
        @Suspends
        void run(Table a, Table b) {
            a.other.lock();
            try {
                a.add();
            } finally {
                a.other.unlock();
            }
        }
    }

    @Accepted
    static class OtherLockOfTheSameTableRepaired {
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

    @Rejected("CR013")
    static class UnlockedTooEarly {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            a.lock.unlock();
            a.add();
        }
    }

    @Accepted
    static class UnlockedTooEarlyRepaired {
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

    @Rejected("CR013")
    static class LockedOnOneBranchOnly {
        @Suspends
        void run(Table a, boolean shared) {
            if (shared) {
                a.lock.lock();
            }
            a.add();
            if (shared) {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockedOnOneBranchOnlyRepaired {
        @Suspends
        void run(Table a, boolean shared) {
            if (shared) {
                a.lock.lock();
                try {
                    a.add();
                } finally {
                    a.lock.unlock();
                }
            }
        }
    }

    @Rejected("CR013")
    static class AddsAlthoughTryLockFailed {
        void run(Table a) {
            if (a.lock.tryLock()) {
                a.lock.unlock();
            } else {
                a.add();
            }
        }
    }

    @Accepted
    static class AddsAlthoughTryLockFailedRepaired {
        void run(Table a) {
            if (a.lock.tryLock()) {
                try {
                    a.add();
                } finally {
                    a.lock.unlock();
                }
            }
        }
    }

    @Rejected("CR013")
    static class MonitorInsteadOfTheLock {
        void run(Table a) {
            synchronized (a.lock) {
                a.add();
            }
        }
    }

    @Accepted
    static class MonitorInsteadOfTheLockRepaired {
        @RequiresLock("a.lock")
        void run(Table a) {
            a.add();
        }
    }

    @Rejected("CR013")
    static class CallerForgetsTheLock {
        final Table table = new Table();

        @RequiresLock("table.lock")
        private void both() {
            table.add();
            table.add();
        }
        void run() {
            both();
        }
    }

    @Accepted
    static class CallerForgetsTheLockRepaired {
        final Table table = new Table();

        @RequiresLock("table.lock")
        private void both() {
            table.add();
            table.add();
        }
        @Suspends
        void run() {
            table.lock.lock();
            try {
                both();
            } finally {
                table.lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class TableChangedUnderTheLock {
        Table now = new Table();

        @Suspends
        void run() {
            Table a = now;
            a.lock.lock();
            try {
                now.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class TableChangedUnderTheLockRepaired {
        Table now = new Table();

        @Suspends
        void run() {
            Table a = now;
            a.lock.lock();
            try {
                a.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class SignalsWithoutTheLock {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);

        void run() {
            changed.signal();
        }
    }

    @Accepted
    static class SignalsWithoutTheLockRepaired {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);

        @Suspends
        void run() {
            lock.lock();
            try {
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    @Rejected("CR013")
    static class AwaitsAConditionOfAnotherLock {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineLock second = new CoroutineLock("s");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);

        @Suspends
        void run() {
            second.lock();
            try {
                changed.signal();
            } finally {
                second.unlock();
            }
        }
    }

    @Accepted
    static class AwaitsAConditionOfAnotherLockRepaired {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineLock second = new CoroutineLock("s");
        final CoroutineCondition changed = new CoroutineCondition("c", second);

        @Suspends
        void run() {
            second.lock();
            try {
                changed.signal();
            } finally {
                second.unlock();
            }
        }
    }
}
