package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.lock.CoroutineEvent;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Carriers and handles used wrongly, at the worst moment: no handle is lost, and no other coroutine is affected. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileUseTest {
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private final Carrier carrier = new Carrier("a", (coroutine, failure) -> failures.add(failure));
    private final Carrier other = new Carrier("b", (coroutine, failure) -> failures.add(failure));
    private final TestStash stash = new TestStash("stash");
    private final List<String> events = new ArrayList<>();

    @Test
    void shouldNotTouchTheNextUserOfAPooledShellWhenACancelCameLate() {
        carrier.start(argument -> Coroutine.current().cancel(), null);
        carrier.resumeStarted();
        carrier.start(stash, argument -> events.add("begun"), null);
        carrier.poll();
        assertEquals(List.of(), events, "the second coroutine was not resumed");
        assertEquals(1, stash.size());
    }

    @Test
    void shouldNotReturnFromAwaitWhenTheShellsFormerUserWasCancelled() {
        carrier.start(stash, argument -> {
        }, null);
        Coroutine first = stash.pop();
        first.cancel();
        carrier.resume(first); // the worker drained before it polled
        assertEquals(CoroutineState.CANCELLED, first.state());
        carrier.start(argument -> {
            Coroutine.await(stash);
            events.add("resumed");
        }, null);
        carrier.resumeStarted();
        carrier.poll();
        assertEquals(List.of(), events, "the second coroutine was not resumed");
    }

    @Test
    void shouldHandleEverySignalWhenOneCannotBeHandled() {
        Batch batch = new Batch(4);
        carrier.start(stash, argument -> {
        }, null);
        carrier.resume(stash.drain(batch, 1)); // the batch knows its carrier from now on
        stash.drain(batch, 1); // and the stash its consumer
        Coroutine unstarted = Coroutine.create(argument -> {
        }, null);
        stash.push(unstarted);
        Coroutine waiting = Coroutine.create(argument -> Coroutine.await(new TestStash("elsewhere")), null);
        carrier.resume(waiting);
        unstarted.cancel();
        waiting.cancel();
        assertSame(unstarted, stash.pop());
        assertDoesNotThrow(() -> {
            carrier.poll();
        });
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, waiting.state());
    }

    @Test
    void shouldNotReturnFromLockWithoutTheLockWhenATimeOutResumes() {
        CoroutineLock lock = new CoroutineLock("lock");
        carrier.start(argument -> {
            lock.lock();
            Coroutine.await(stash);
            lock.unlock();
        }, null);
        Coroutine[] waiter = {null};
        carrier.start(argument -> {
            waiter[0] = Coroutine.current();
            lock.lock();
            events.add("in the critical section, owner is me: " + lock.isHeld());
        }, null);
        carrier.resumeStarted();
        assertThrows(IllegalStateException.class, () -> carrier.resume(waiter[0], waiter[0].epoch()));
        assertEquals(List.of(), events, "two coroutines in the critical section");
    }

    @Test
    void shouldNotReturnFromAcquireWithoutAPermitWhenATimeOutResumes() {
        CoroutineSemaphore semaphore = new CoroutineSemaphore("semaphore", 0);
        Coroutine waiter = Coroutine.create(argument -> {
            semaphore.acquire();
            events.add("acquired");
        }, null);
        carrier.resume(waiter);
        assertThrows(IllegalStateException.class, () -> carrier.resume(waiter, waiter.epoch()));
        assertEquals(List.of(), events);
    }

    @Test
    void shouldNotReturnFromEventWhenATimeOutResumes() {
        CoroutineEvent event = new CoroutineEvent("event");
        Coroutine waiter = Coroutine.create(argument -> {
            event.await();
            events.add("happened: " + event.hasHappened());
        }, null);
        carrier.resume(waiter);
        assertThrows(IllegalStateException.class, () -> carrier.resume(waiter, waiter.epoch()));
        assertEquals(List.of(), events);
    }

    @Test
    void shouldCancelWhenTheRequestCameWhileTheHandleWasInABatch() {
        Batch batch = new Batch(4);
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(stash), null);
        carrier.resume(coroutine);
        stash.drain(batch, 1);
        coroutine.cancel();
        carrier.poll();
        TestStash second = new TestStash("second");
        second.push(batch.take()); // a where policy moves it on
        carrier.poll();
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
    }

    @Test
    void shouldNotStealAHandleFromItsOwnerWhenAnotherThreadCancels() throws Exception {
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(stash), null, Mobility.ROAMING);
        carrier.resume(coroutine);
        Coroutine mine = stash.pop(); // this handle is mine
        coroutine.cancel();
        carrier.poll(); // in production, the poll of another thread
        assertDoesNotThrow(() -> {
            if (!stash.push(mine)) {
                throw new AssertionError();
            }
        }, "the owner fails because another thread cancels");
    }

    @Test
    void shouldUnlinkOnlyOnTheThreadThatUsesTheStash() throws Exception {
        Set<String> threads = Collections.synchronizedSet(new HashSet<>());
        Stash local = new Stash("local to b") {
            private final ArrayList<Coroutine> list = new ArrayList<>();

            @Override
            public int size() {
                return list.size();
            }

            @Override
            protected boolean insert(Coroutine handle) {
                threads.add(Thread.currentThread().getName());
                return list.add(handle);
            }

            @Override
            protected Coroutine extract() {
                threads.add(Thread.currentThread().getName());
                return list.isEmpty() ? null : list.removeFirst();
            }

            @Override
            protected boolean unlink(Coroutine handle) {
                threads.add(Thread.currentThread().getName());
                return list.remove(handle);
            }
        };
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(stash), null, Mobility.ROAMING);
        carrier.resume(coroutine);
        Coroutine handle = stash.pop();
        Thread b = new Thread(() -> local.push(handle), "b");
        b.start();
        b.join();
        coroutine.cancel();
        carrier.poll();
        assertEquals(Set.of("b"), threads);
    }

    @Test
    void shouldNotUnlinkOnAForeignThreadWhenATimeOutFiresThere() throws Exception {
        List<String> unlinkedBy = Collections.synchronizedList(new ArrayList<>());
        Stash local = recording(unlinkedBy);
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(local), null, Mobility.ROAMING);
        carrier.resume(coroutine);
        local.takenBy(carrier);
        long epoch = coroutine.epoch();
        Thread timer = new Thread(() -> other.resume(coroutine, epoch), "timer");
        timer.start();
        timer.join();
        assertEquals(List.of(), unlinkedBy);
    }

    private static Stash recording(List<String> unlinkedBy) {
        return new Stash("local") {
            private final ArrayList<Coroutine> list = new ArrayList<>();

            @Override
            public int size() {
                return list.size();
            }

            @Override
            protected boolean insert(Coroutine handle) {
                return list.add(handle);
            }

            @Override
            protected Coroutine extract() {
                return list.isEmpty() ? null : list.removeFirst();
            }

            @Override
            protected boolean unlink(Coroutine handle) {
                unlinkedBy.add(Thread.currentThread().getName());
                return list.remove(handle);
            }
        };
    }

    @Test
    void shouldGoOnWhenTheFailureHandlerRethrowsWhatItIsGiven() {
        Carrier strict = new Carrier("strict", (coroutine, failure) -> {
            throw (RuntimeException) failure;
        });
        strict.start(argument -> {
            throw new IllegalArgumentException("planted");
        }, null);
        strict.start(argument -> events.add("resumes"), null);
        assertDoesNotThrow(strict::resumeStarted);
        assertEquals(List.of("resumes"), events);
        assertNull(strict.running());
    }

    @Test
    void shouldHandleEverySignalWhenItComesWhileTheCarrierCloses() {
        Coroutine victim = Coroutine.create(argument -> Coroutine.await(stash), null);
        carrier.resume(victim);
        boolean[] armed = {true};
        Stash nosy = new TestStash("nosy") {
            @Override
            public void forEach(Consumer<Coroutine> action) {
                if (armed[0]) { // stands for another thread at this moment
                    armed[0] = false;
                    victim.cancel();
                }
            }
        };
        nosy.push(Coroutine.create(argument -> {
        }, null)); // a dump examines a stash only after it has held a handle
        carrier.close();
        assertTrue(carrier.isIdle(), "a signal is stuck in the inbox of a closed carrier");
        assertEquals(CoroutineState.CANCELLED, victim.state());
        assertFalse(armed[0], () -> "the moment never came: " + nosy);
    }

    @Test
    void shouldCancelEachWhenClosingWithSeveralInAnUnclaimedStash() {
        for (int i = 0; i < 5; i++) {
            carrier.start(stash, argument -> {
            }, null);
        }
        assertEquals(5, carrier.close());
    }

    @Test
    void shouldRefuseWhatComesAfterClose() {
        carrier.close();
        assertThrows(IllegalStateException.class, () -> carrier.start(argument -> events.add("ran"), null));
        assertThrows(IllegalStateException.class,
                () -> carrier.resume(Coroutine.create(argument -> events.add("ran"), null)));
    }

    @Test
    void shouldTellTheCallerWhenTheHomeOfACoroutineIsClosed() {
        Coroutine homed = Coroutine.create(argument -> {
            try {
                Coroutine.await(stash);
            } finally {
                events.add("finally");
            }
        }, null, Mobility.HOMED);
        carrier.resume(homed);
        Coroutine handle = stash.pop();
        carrier.close();
        assertThrows(IllegalStateException.class, () -> other.resume(handle));
        assertEquals(CoroutineState.SUSPENDED, handle.state(), "and the caller still owns it");
    }

    @Test
    void shouldRefuseAnEpochOfTheFormerUserOfAShell() {
        long[] epoch = {0};
        Coroutine[] shell = {null};
        TestStash full = new TestStash("full", 0);
        carrier.start(argument -> {
            shell[0] = Coroutine.current();
            epoch[0] = shell[0].epoch(); // arms a time-out for the wait below
            Coroutine.await(full);
        }, null);
        carrier.resumeStarted();
        carrier.start(stash, argument -> events.add("begun by a stranger's time-out"), null);
        assertFalse(carrier.resume(shell[0], epoch[0]));
        assertEquals(List.of(), events);
    }

    private static long overflow(long depth) {
        return overflow(depth + 1) + depth;
    }

    @Test
    void shouldKeepTheAccountWhenTheCallbackOfAStartThrows() {
        assertThrows(IllegalArgumentException.class, () -> carrier.start(self -> {
            throw new IllegalArgumentException("no place");
        }, argument -> {
        }, null));
        assertEquals(carrier.counters().created(), carrier.counters().ended());
    }

    @Test
    void shouldNameBothThreadsWhenAForeignThreadStartsOnACarrier() throws Exception {
        carrier.start(argument -> {
        }, null);
        carrier.resumeStarted();
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread foreign = new Thread(() -> {
            try {
                carrier.start(argument -> {
                }, null);
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        foreign.start();
        foreign.join();
        assertInstanceOf(IllegalStateException.class, thrown.get());
    }

    @Test
    void shouldBlockAsUsualWhenAVirtualThreadDrivesTheCarrierAndAFramePins() throws Exception {
        Thread virtual = Thread.ofVirtual().start(() -> {
            carrier.start(argument -> events.add(SleepingInitialiser.touch()), null);
            carrier.resumeStarted();
        });
        virtual.join();
        assertEquals(List.of(), failures);
        assertEquals(List.of("slept"), events);
    }

    private static final class SleepingInitialiser {
        static {
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static String touch() {
            return "slept";
        }
    }

    @Test
    void shouldSleepWhenAVirtualThreadDrivesTheCarrier() throws Exception {
        Thread virtual = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 100; i++) {
                carrier.start(argument -> {
                    Thread.sleep(1);
                    Coroutine.await(stash);
                    Thread.sleep(1);
                    events.add("slept");
                }, null);
                carrier.resumeStarted();
                carrier.resume(stash.pop());
            }
        });
        virtual.join();
        assertEquals(List.of(), failures);
        assertEquals(100, events.size());
    }

    @Test
    void shouldNotHandALockToTheNextUserOfAShell() {
        CoroutineLock lock = new CoroutineLock("lock");
        carrier.start(argument -> lock.lock(), null); // forgets to unlock
        carrier.resumeStarted();
        carrier.start(argument -> events.add("held by a stranger: " + lock.isHeld()), null);
        carrier.resumeStarted();
        assertEquals(List.of("held by a stranger: false"), events);
    }

    @Test
    void shouldDetectAnOuterSuspensionInACallbackOfANestedCarrier() {
        Carrier inner = new Carrier("inner", (coroutine, failure) -> failures.add(failure));
        carrier.start(argument -> {
            inner.resume(Coroutine.create(ignored -> Coroutine.await(self -> {
                return Coroutine.await(stash); // suspends the outer coroutine, while inner is being resumed
            }), null));
        }, null);
        carrier.resumeStarted();
        assertEquals(0, stash.size(), "suspended while it drives another carrier");
    }

    @Test
    void shouldEndWhenTheOverflowIsInTheBody() {
        carrier.start(argument -> overflow(0), null);
        carrier.start(argument -> {
            throw new OutOfMemoryError("planted");
        }, null);
        carrier.start(argument -> events.add("resumes"), null);
        carrier.resumeStarted();
        assertEquals(2, failures.size());
        assertEquals(List.of("resumes"), events);
    }

    @Test
    void shouldReportWhenACallbackStashesAndHandsBack() {
        Coroutine c = Coroutine.create(argument -> Coroutine.transfer(self -> {
            stash.push(self);
            return self;
        }), null);
        carrier.resume(c);
        assertEquals(1, failures.size());
        carrier.resume(stash.pop());
        assertEquals(CoroutineState.COMPLETED, c.state());
    }

    @Test
    void shouldKeepTheHandleWhenABatchIsFull() {
        Batch one = new Batch(1);
        Stash greedy = new TestStash("greedy") {
            @Override
            public Batch drain(Batch batch, int max) {
                for (Coroutine next = extract(); next != null; next = extract()) {
                    move(next, batch);
                }
                return batch;
            }
        };
        carrier.start(greedy, argument -> {
        }, null);
        carrier.start(greedy, argument -> {
        }, null);
        Coroutine[] handles = new Coroutine[2];
        int[] n = {0};
        greedy.forEach(h -> handles[n[0]++] = h);
        assertThrows(IllegalStateException.class, () -> greedy.drain(one, 2));
        assertNotEquals(one.toString(), handles[1].ownerName(), "owned by a batch that does not have it");
    }

    @Test
    void shouldNeverThrowOutOfPollWhenATimeOutRacesWithAResume() throws Exception {
        AtomicReference<Coroutine> slot = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        Carrier timer = new Carrier("timer");
        List<Throwable> fromPoll = Collections.synchronizedList(new ArrayList<>());
        List<Throwable> fromTimer = Collections.synchronizedList(new ArrayList<>());
        long[] lost = {0};
        Thread home = new Thread(() -> {
            for (int i = 0; i < 3_000 && fromPoll.isEmpty(); i++) {
                Coroutine c = Coroutine.create(argument -> Coroutine.await(self -> {
                    slot.set(self);
                    return true;
                }), null, Mobility.HOMED);
                carrier.resume(c);
                long until = System.nanoTime() + 2_000_000_000L;
                while (!c.state().isEnd() && System.nanoTime() < until) {
                    try {
                        carrier.poll();
                    } catch (IllegalStateException e) {
                        fromPoll.add(e);
                    }
                }
                if (!c.state().isEnd()) {
                    lost[0]++;
                }
            }
            done.set(true);
        });
        home.start();
        while (!done.get()) {
            Coroutine h = slot.getAndSet(null);
            if (h != null) {
                long epoch = h.epoch();
                other.resume(h);
                while (h.epoch() == epoch && !done.get()) {
                    try {
                        timer.resume(h, epoch);
                    } catch (IllegalStateException e) {
                        fromTimer.add(e);
                    }
                }
            }
        }
        home.join();
        System.out.println(
                "F24 poll=" + fromPoll + " timer=" + fromTimer.stream().limit(3).toList() + " lost=" + lost[0]);
        assertEquals(List.of(), fromPoll);
        assertEquals(0, lost[0]);
    }

    @Test
    void shouldRefuseAForeignThreadWhenItClosesACarrier() throws Exception {
        carrier.start(argument -> {
        }, null);
        carrier.resumeStarted();
        carrier.start(argument -> events.add("x"), null);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread foreign = new Thread(() -> {
            try {
                carrier.close();
            } catch (Throwable t) {
                thrown.set(t);
            }
        });
        foreign.start();
        foreign.join();
        assertInstanceOf(IllegalStateException.class, thrown.get());
        assertEquals(1, carrier.resumeStarted(), "and nothing has changed");
    }

    @Test
    void shouldBeAbleToStackInsideAStackWhenTwoCarriersShareAThread() {
        Carrier inner = new Carrier("inner", (coroutine, failure) -> failures.add(failure));
        TestStash innerStash = new TestStash("inner stash");
        carrier.start(argument -> {
            Coroutine outer = Coroutine.current();
            inner.start(ignored -> {
                Coroutine me = Coroutine.current();
                Coroutine.await(innerStash);
                assertSame(me, Coroutine.current());
                events.add("inner");
            }, null);
            inner.resumeStarted();
            assertSame(outer, Coroutine.current());
            Coroutine.await(stash);
            assertSame(outer, Coroutine.current());
            inner.resume(innerStash.pop());
            assertSame(outer, Coroutine.current());
            events.add("outer");
        }, null);
        carrier.resumeStarted();
        carrier.resume(stash.pop());
        assertEquals(List.of(), failures);
        assertEquals(List.of("inner", "outer"), events);
    }

    /**
     * The first shell of a pool has a new life per packet. At ten million packets per second its lives run out in less
     * than four minutes.
     */
    @Test
    void shouldRetireAShellWhenItsLivesRunOut() {
        Coroutine[] shell = {null};
        carrier.start(argument -> shell[0] = Coroutine.current(), null);
        carrier.resumeStarted();
        shell[0].life = Pool.MAX_LIVES - 1;
        carrier.start(argument -> Coroutine.await(stash), null);
        carrier.resumeStarted();
        assertSame(shell[0], stash.pop(), "the last life");
        shell[0].cancel();
        carrier.resume(shell[0]);
        assertEquals(CoroutineState.CANCELLED, shell[0].state());
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> events.add("cancellable: " + (Coroutine.current() != shell[0])), null);
            carrier.resumeStarted();
        }
        assertEquals(List.of("cancellable: true", "cancellable: true", "cancellable: true"), events);
    }

    @Test
    void shouldFindABatchWhenACarrierThatMayNotHaveItTriedToResumeIt() {
        Batch batch = new Batch(4);
        carrier.resume(batch);
        Coroutine coroutine = Coroutine.create(argument -> Coroutine.await(stash), null);
        carrier.resume(coroutine);
        stash.drain(batch, 1);
        other.close();
        assertThrows(IllegalStateException.class, () -> other.resume(batch));
        carrier.close();
        assertEquals(CoroutineState.CANCELLED, coroutine.state());
    }

    @Test
    void shouldWakeAllWhenTheCallbackThatWakesTheThreadThrows() {
        CoroutineEvent event = new CoroutineEvent("event");
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> {
                event.await();
                events.add("woken");
            }, null);
        }
        carrier.resumeStarted();
        carrier.onSignal(() -> {
            throw new IllegalStateException("planted");
        });
        event.signal();
        carrier.poll();
        assertEquals(List.of("woken", "woken", "woken"), events);
        assertEquals(3, failures.size(), "and each time it was said");
    }
}
