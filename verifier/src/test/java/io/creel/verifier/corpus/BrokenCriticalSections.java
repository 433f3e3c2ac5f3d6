package io.creel.verifier.corpus;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.spec.NoPreempt;
import io.creel.queues.Channel;
import io.creel.verifier.corpus.Domain.Table;

/** Suspensions in code that must not be preempted. */
@SuppressWarnings("unused")
final class BrokenCriticalSections {
    private BrokenCriticalSections() {
    }

    @Rejected("CR019")
    static class AwaitsInTheMiddle {
        @NoPreempt
        void swap(Stash stash) {
            Coroutine.await(stash);
        }
    }

    @Accepted
    static class AwaitsInTheMiddleRepaired {
        @NoPreempt
        void swap(Stash stash) {
            stash.size();
        }
    }

    @Rejected("CR019")
    static class SleepsInTheMiddle {
        @NoPreempt
        void swap(long ns) {
            Coroutine.sleep(ns);
        }
    }

    @Accepted
    static class SleepsInTheMiddleRepaired {
        @NoPreempt
        void swap(long ns) {
            Math.abs(ns);
        }
    }

    @Rejected("CR019")
    static class LocksInTheMiddle {
        @NoPreempt
        void swap(Table a) {
            a.lock.lock();
            a.lock.unlock();
        }
    }

    @Accepted
    static class LocksInTheMiddleRepaired {
        @NoPreempt
        void swap(Table a) {
            if (a.lock.tryLock()) {
                a.lock.unlock();
            }
        }
    }

    @Rejected("CR019")
    static class ChecksInTheMiddle {
        @NoPreempt
        void swap(long[] from) {
            Coroutine.checkpoint();
            from[0] = 1;
        }
    }

    @Accepted
    static class ChecksInTheMiddleRepaired {
        @NoPreempt
        void swap(long[] from) {
            from[0] = 1;
        }
    }

    @Rejected("CR019")
    static class ReceivesInTheMiddle {
        @NoPreempt
        void swap(Channel<String> channel) {
            channel.receive();
        }
    }

    @Accepted
    static class ReceivesInTheMiddleRepaired {
        @NoPreempt
        void swap(Channel<String> channel) {
            channel.tryReceive();
        }
    }

    @Rejected("CR019")
    static class AwaitsAnEventInTheMiddle {
        @NoPreempt
        void swap(CoroutineEvent event) {
            event.await();
        }
    }

    @Accepted
    static class AwaitsAnEventInTheMiddleRepaired {
        @NoPreempt
        void swap(CoroutineEvent event) {
            event.signal();
        }
    }

    @Rejected("CR019")
    static class AcquiresInTheMiddle {
        @NoPreempt
        void swap(CoroutineSemaphore semaphore) {
            semaphore.acquire();
        }
    }

    @Accepted
    static class AcquiresInTheMiddleRepaired {
        @NoPreempt
        void swap(CoroutineSemaphore semaphore) {
            if (semaphore.tryAcquire()) {
                semaphore.release();
            }
        }
    }

    @Rejected("CR019")
    static class HelperSuspendsInTheMiddle {
        private void pause() {
            Coroutine.sleep(1_000);
        }
        @NoPreempt
        void swap() {
            pause();
        }
    }

    @Accepted
    static class HelperSuspendsInTheMiddleRepaired {
        private void pause() {
            Thread.onSpinWait();
        }
        @NoPreempt
        void swap() {
            pause();
        }
    }
}
