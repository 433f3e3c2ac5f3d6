package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Locks;
import io.creel.core.spec.RequiresLock;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Unlocks;
import io.creel.verifier.corpus.Domain.Socket;
import io.creel.verifier.corpus.Domain.Table;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Programs that only look as if they misused a lock. */
@SuppressWarnings("unused")
final class GuiltyLookingLocks {
    private GuiltyLookingLocks() {
    }

    @Accepted
    static class LockedUnderAFlag {
        @Suspends
        void run(Table a, boolean shared) {
            if (shared) {
                a.lock.lock();
            }
            try {
                a.lock.name();
            } finally {
                if (shared) {
                    a.lock.unlock();
                }
            }
        }
    }

    @Accepted
    static class TryLockWithAFlag {
        void run(Table a) {
            boolean in = a.lock.tryLock();
            if (in) {
                a.add();
            }
            if (in) {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockThroughAnAccessor {
        static final class Flow {
            private final CoroutineLock lock = new CoroutineLock("l");

            CoroutineLock lock() {
                return lock;
            }
        }

        @Suspends
        void run(Flow flow) {
            flow.lock().lock();
            try {
                flow.lock().name();
            } finally {
                flow.lock().unlock();
            }
        }
    }

    @Accepted
    static class LockOfARecord {
        record Flow(CoroutineLock lock) {
        }

        @Suspends
        void run(Flow flow) {
            flow.lock().lock();
            try {
                flow.lock().name();
            } finally {
                flow.lock().unlock();
            }
        }
    }

    @Accepted
    static class LockThroughTwoFields {
        static class Outer {
            final Table table = new Table();
        }

        @Suspends
        void run(Outer outer) {
            outer.table.lock.lock();
            try {
                outer.table.add();
            } finally {
                outer.table.lock.unlock();
            }
        }
    }

    @Accepted
    static class LockThroughAnAlias {
        @Suspends
        void run(Table a) {
            CoroutineLock lock = a.lock;
            Table same = a;
            lock.lock();
            try {
                same.add();
            } finally {
                lock.unlock();
            }
        }
    }

    @Accepted
    static class WrapperLocks {
        final Table table = new Table();

        @Suspends
        @Locks("table.lock")
        void enter() {
            table.lock.lock();
        }
        @Unlocks("table.lock")
        void leave() {
            table.lock.unlock();
        }
        @Suspends
        void run() {
            enter();
            try {
                table.add();
            } finally {
                leave();
            }
        }
    }

    @Accepted
    static class TwoLocksInOrder {
        @Suspends
        void run(Table a, Table b) {
            a.lock.lock();
            try {
                b.lock.lock();
                try {
                    a.add();
                    b.add();
                } finally {
                    b.lock.unlock();
                }
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class SuspendsUnderALockOfCoroutines {
        @Suspends
        void run(Table a, Stash stash) {
            a.lock.lock();
            try {
                Coroutine.await(stash);
                a.add();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class ReleasedAndTakenAgainAroundASuspension {
        @Suspends
        void run(Socket socket, Stash stash) {
            socket.lock.lock();
            socket.received++;
            socket.lock.unlock();
            Coroutine.await(stash);
            socket.lock.lock();
            try {
                socket.received++;
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class ConditionOfTheSameLock {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);
        boolean ready;

        @Suspends
        void run() {
            lock.lock();
            try {
                while (!ready) {
                    changed.await();
                }
                changed.signal();
            } finally {
                lock.unlock();
            }
        }
    }

    @Accepted
    static class ConditionMadeOfAnArgument {
        static class Queue {
            final CoroutineLock lock;
            final CoroutineCondition changed;

            Queue(CoroutineLock given) {
                lock = given;
                changed = new CoroutineCondition("c", given);
            }
            @Suspends
            void run() {
                lock.lock();
                try {
                    changed.await();
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    @Accepted
    static class LockOfEachInALoop {
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

    @Accepted
    static class ReentrantLockTakenTwice {
        final ReentrantLock lock = new ReentrantLock();
        int count;

        void run() {
            lock.lock();
            try {
                lock.lock();
                try {
                    count++;
                } finally {
                    lock.unlock();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Accepted
    static class MonitorLeftBeforeTheSuspension {
        @Suspends
        void run(Object monitor, Stash stash) {
            boolean go;
            synchronized (monitor) {
                go = monitor.hashCode() > 0;
            }
            if (go) {
                Coroutine.await(stash);
            }
        }
    }

    @Accepted
    static class MonitorInACallback {
        int count;

        @Suspends
        void run(Stash stash) {
            Coroutine.await(self -> {
                synchronized (this) {
                    count++;
                }
                return stash.push(self);
            });
        }
    }

    @Accepted
    static class StaticLock {
        static final CoroutineLock LOCK = new CoroutineLock("l");
        static int count;

        @Suspends
        static void run() {
            LOCK.lock();
            try {
                count++;
            } finally {
                LOCK.unlock();
            }
        }
    }

    @Accepted
    static class LockedInOneMethodForAnother {
        @Suspends
        void run(Table a) {
            a.lock.lock();
            try {
                both(a);
            } finally {
                a.lock.unlock();
            }
        }
        @RequiresLock("a.lock")
        private void both(Table a) {
            a.add();
            a.add();
        }
    }

    @Accepted
    static class OverrideNeedsNoLock {
        static class Base {
            @RequiresLock("table.lock")
            void look(Table table) {
                table.add();
            }
        }
        static class Derived extends Base {
            @Override
            void look(Table table) {
                table.lock.name();
            }
        }
    }

    @Accepted
    static class TimeOutLeavesWithoutTheLock {
        @Suspends
        boolean run(Table a) {
            if (!a.lock.tryLock(1_000)) {
                return false;
            }
            try {
                a.add();
                return true;
            } finally {
                a.lock.unlock();
            }
        }
    }
}
