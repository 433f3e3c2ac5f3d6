package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineCondition;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.spec.Suspends;
import io.creel.queues.Channel;
import io.creel.verifier.corpus.Domain.Socket;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Suspensions under a lock that forbids them. */
@SuppressWarnings("unused")
final class SuspensionsUnderLocks {
    private SuspensionsUnderLocks() {
    }

    @Rejected("CR016")
    static class AwaitsInAMonitor {
        @Suspends
        void run(Object monitor, Stash stash) {
            synchronized (monitor) {
                Coroutine.await(stash);
            }
        }
    }

    @Accepted
    static class AwaitsInAMonitorRepaired {
        @Suspends
        void run(Object monitor, Stash stash) {
            synchronized (monitor) {
                monitor.notifyAll();
            }
            Coroutine.await(stash);
        }
    }

    @Rejected("CR016")
    static class SynchronizedMethodSuspends {
        @Suspends
        synchronized void run() {
            Coroutine.sleep(1_000);
        }
    }

    @Accepted
    static class SynchronizedMethodSuspendsRepaired {
        @Suspends
        void run() {
            Coroutine.sleep(1_000);
        }
    }

    @Rejected("CR016")
    static class SleepsUnderALockOfTheThread {
        final ReentrantLock lock = new ReentrantLock();

        @Suspends
        void run() {
            lock.lock();
            try {
                Coroutine.sleep(1_000);
            } finally {
                lock.unlock();
            }
        }
    }

    @Accepted
    static class SleepsUnderALockOfTheThreadRepaired {
        final CoroutineLock lock = new CoroutineLock("l");

        @Suspends
        void run() {
            lock.lock();
            try {
                Coroutine.sleep(1_000);
            } finally {
                lock.unlock();
            }
        }
    }

    @Rejected("CR016")
    static class AwaitsUnderAReadLock {
        @Suspends
        void run(ReentrantReadWriteLock.ReadLock read, Stash stash) {
            read.lock();
            try {
                Coroutine.await(stash);
            } finally {
                read.unlock();
            }
        }
    }

    @Accepted
    static class AwaitsUnderAReadLockRepaired {
        @Suspends
        void run(ReentrantReadWriteLock.ReadLock read, Stash stash) {
            read.lock();
            read.unlock();
            Coroutine.await(stash);
        }
    }

    @Rejected("CR016")
    static class AwaitsUnderTheLockOfASocket {
        @Suspends
        void run(Socket socket, Stash stash) {
            socket.lock.lock();
            try {
                Coroutine.await(stash);
            } finally {
                socket.lock.unlock();
            }
        }
    }

    @Accepted
    static class AwaitsUnderTheLockOfASocketRepaired {
        @Suspends
        void run(Socket socket, Stash stash) {
            socket.lock.lock();
            try {
                socket.received++;
            } finally {
                socket.lock.unlock();
            }
            Coroutine.await(stash);
        }
    }

    @Rejected("CR016")
    static class ConditionAwaitedUnderASecondLock {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineLock second = new CoroutineLock("s");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);

        @Suspends
        void run() {
            second.lock();
            try {
                lock.lock();
                try {
                    changed.await();
                } finally {
                    lock.unlock();
                }
            } finally {
                second.unlock();
            }
        }
    }

    @Accepted
    static class ConditionAwaitedUnderASecondLockRepaired {
        final CoroutineLock lock = new CoroutineLock("l");
        final CoroutineLock second = new CoroutineLock("s");
        final CoroutineCondition changed = new CoroutineCondition("c", lock);

        @Suspends
        void run() {
            second.lock();
            second.unlock();
            lock.lock();
            try {
                changed.await();
            } finally {
                lock.unlock();
            }
        }
    }

    @Rejected("CR016")
    static class SecondSocketLockedUnderTheFirst {
        @Suspends
        void run(Socket a, Socket b) {
            a.lock.lock();
            try {
                b.lock.lock();
                b.lock.unlock();
            } finally {
                a.lock.unlock();
            }
        }
    }

    @Accepted
    static class SecondSocketLockedUnderTheFirstRepaired {
        @Suspends
        void run(Socket a, Socket b) {
            a.lock.lock();
            a.lock.unlock();
            b.lock.lock();
            b.lock.unlock();
        }
    }

    @Rejected("CR016")
    static class ReceivesInAMonitor {
        String last;

        @Suspends
        void run(Channel<String> channel) {
            synchronized (this) {
                last = channel.receive();
            }
        }
    }

    @Accepted
    static class ReceivesInAMonitorRepaired {
        String last;

        @Suspends
        void run(Channel<String> channel) {
            String received = channel.receive();
            synchronized (this) {
                last = received;
            }
        }
    }

    @Rejected("CR016")
    static class SuspendsInANestedMonitor {
        @Suspends
        void run(Object outer, Object inner, Stash stash) {
            synchronized (outer) {
                synchronized (inner) {
                    inner.notifyAll();
                }
                Coroutine.await(stash);
            }
        }
    }

    @Accepted
    static class SuspendsInANestedMonitorRepaired {
        @Suspends
        void run(Object outer, Object inner, Stash stash) {
            synchronized (outer) {
                synchronized (inner) {
                    inner.notifyAll();
                }
            }
            Coroutine.await(stash);
        }
    }

    @Rejected("CR016")
    static class HelperSuspendsInAMonitor {
        private void pause() {
            Coroutine.sleep(1_000);
        }
        @Suspends
        void run() {
            synchronized (this) {
                pause();
            }
        }
    }

    @Accepted
    static class HelperSuspendsInAMonitorRepaired {
        private void pause() {
            Coroutine.sleep(1_000);
        }
        @Suspends
        void run() {
            pause();
        }
    }

    @Rejected("CR016")
    static class CheckpointUnderALockOfTheThread {
        final ReentrantLock lock = new ReentrantLock();

        @Suspends
        void run() {
            lock.lock();
            try {
                Coroutine.checkpoint();
            } finally {
                lock.unlock();
            }
        }
    }

    @Accepted
    static class CheckpointUnderALockOfTheThreadRepaired {
        final ReentrantLock lock = new ReentrantLock();

        @Suspends
        void run() {
            Coroutine.checkpoint();
            lock.lock();
            lock.unlock();
        }
    }
}
