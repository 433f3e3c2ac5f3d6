package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.spec.Locks;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Result;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Unlocks;
import io.creel.verifier.corpus.Domain.Table;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Locks that are still held where a method ends. */
@SuppressWarnings("unused")
final class LeakedLocks {
    private LeakedLocks() {
    }

    @Rejected("CR014")
    static class LockNeverReleased {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            a.add();
        }
    }

    @Accepted
    static class LockNeverReleasedRepaired {
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

    @Rejected("CR014")
    static class LockLeakedByAnEarlyReturn {
        @Suspends
        int run(Table a, int entry) {
            a.lock.lock();
            if (entry < 0) {
                return -1;
            }
            a.add();
            a.lock.unlock();
            return entry;
        }
    }

    @Accepted
    static class LockLeakedByAnEarlyReturnRepaired {
        @Suspends
        int run(Table a, int entry) {
            a.lock.lock();
            if (entry < 0) {
                a.lock.unlock();
                return -1;
            }
            a.add();
            a.lock.unlock();
            return entry;
        }
    }

    @Rejected("CR014")
    static class LockLeakedByAnException {
        @Suspends
        void run(Table a, Runnable callback) {
            a.lock.lock();
            callback.run();
            a.lock.unlock();
        }
    }

    @Accepted
    static class LockLeakedByAnExceptionRepaired {
        @Suspends
        void run(Table a, Runnable callback) {
            a.lock.lock();
            try {
                callback.run();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR014")
    static class LockLeakedByACancellation {
        @Suspends
        void run(Table a, Stash stash) {
            a.lock.lock();
            Coroutine.await(stash);
            a.lock.unlock();
        }
    }

    @Accepted
    static class LockLeakedByACancellationRepaired {
        @Suspends
        void run(Table a, Stash stash) {
            a.lock.lock();
            try {
                Coroutine.await(stash);
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR014")
    static class CallersLockReleased {
        @RequiresLock("a.lock")
        void run(Table a) {
            a.add();
            a.lock.unlock();
        }
    }

    @Accepted
    static class CallersLockReleasedRepaired {
        @Unlocks("a.lock")
        void run(Table a) {
            a.add();
            a.lock.unlock();
        }
    }

    @Rejected("CR014")
    static class TryLockNeverReleased {
        boolean run(Table a) {
            return a.lock.tryLock();
        }
    }

    @Accepted
    static class TryLockNeverReleasedRepaired {
        @Locks(value = "a.lock", when = Result.TRUE)
        boolean run(Table a) {
            return a.lock.tryLock();
        }
    }

    @Rejected("CR014")
    static class ThreadLockLeaked {
        final ReentrantLock lock = new ReentrantLock();
        int count;

        int run(boolean more) {
            lock.lock();
            if (more) {
                return ++count;
            }
            lock.unlock();
            return 0;
        }
    }

    @Accepted
    static class ThreadLockLeakedRepaired {
        final ReentrantLock lock = new ReentrantLock();
        int count;

        int run(boolean more) {
            lock.lock();
            try {
                return more ? ++count : 0;
            } finally {
                lock.unlock();
            }
        }
    }

    @Rejected("CR014")
    static class LockOfEachRoundKept {
        @Suspends
        void run(List<Table> tables) {
            for (Table each : tables) {
                each.lock.lock();
                each.add();
            }
        }
    }

    @Accepted
    static class LockOfEachRoundKeptRepaired {
        @Suspends
        void run(List<Table> tables) {
            for (Table each : tables) {
                each.lock.lock();
                try {
                    each.add();
                } finally {
                    each.lock.unlock();
                }
            }
        }
    }

    @Rejected("CR014")
    static class ReadLockTakenTwiceReleasedOnce {
        final ReentrantReadWriteLock locks = new ReentrantReadWriteLock();
        int count;

        void run() {
            ReentrantReadWriteLock.ReadLock read = locks.readLock();
            read.lock();
            read.lock();
            count++;
            read.unlock();
        }
    }

    @Accepted
    static class ReadLockTakenTwiceReleasedOnceRepaired {
        final ReentrantReadWriteLock locks = new ReentrantReadWriteLock();
        int count;

        void run() {
            ReentrantReadWriteLock.ReadLock read = locks.readLock();
            read.lock();
            count++;
            read.unlock();
        }
    }

    @Rejected("CR014")
    static class ReturnedWithItsLock {
        Table take(Table table) {
            return table.lock.tryLock() ? table : null;
        }
    }

    @Accepted
    static class ReturnedWithItsLockRepaired {
        @Locks(value = "result.lock", when = Result.NON_NULL)
        Table take(Table table) {
            return table.lock.tryLock() ? table : null;
        }

        void run(Table table) {
            Table taken = take(table);
            if (taken != null) {
                taken.add();
                taken.lock.unlock();
            }
        }
    }
}
