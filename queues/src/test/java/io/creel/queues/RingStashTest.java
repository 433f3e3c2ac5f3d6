package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stashes between threads, under real threads: every handle is accounted for, at whichever point the close comes.
 */
class RingStashTest {
    private static final int ROUNDS = TestLength.of(4_000, 40_000);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    static void validate(Stash ring) {
        int[] seen = {0};
        ring.forEach(handle -> {
            assertEquals(CoroutineState.STASHED, handle.state());
            seen[0]++;
        });
        assertEquals(ring.size(), seen[0]);
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void shouldStrandNothingWhenAnSpscIsClosedWhilePushed() throws Exception {
        closeWhilePushed(capacity -> new SpscStash("ring", capacity), 1, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldStrandNothingWhenAnMpscIsClosedWhilePushed(int pushers) throws Exception {
        closeWhilePushed(capacity -> new MpscStash("ring", capacity), pushers, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldStrandNothingWhenAnMpmcIsClosedWhilePushed(int pushers) throws Exception {
        closeWhilePushed(capacity -> new MpmcStash("ring", capacity), pushers, 2);
    }

    @Test
    void shouldFindAStrandedHandleWhenTheRingDoesNotLookAgain() {
        AssertionError found = assertThrows(AssertionError.class,
                () -> closeWhilePushed(UncheckedRing::new, 1, 1));
        assertTrue(found.getMessage().contains("stranded in a closed stash"), found.getMessage());
    }

    /** A canary: a pusher that has seen the ring open puts its handle in and does not look again. */
    private static final class UncheckedRing extends Stash {
        private final MpscVarHandleArrayQueue<Coroutine> queue;

        UncheckedRing(int capacity) {
            super("unchecked");
            queue = new MpscVarHandleArrayQueue<>(capacity);
        }

        @Override
        public int size() {
            return 0;
        }

        @Override
        protected boolean isShared() {
            return true;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            // The window of the fault, held open until a close has come and ended.
            int left = 20_000;
            for (int spin = 0; spin < left; spin++) {
                Thread.onSpinWait();
                left = isClosed() && left == 20_000 ? spin + 2_000 : left;
            }
            return queue.offer(handle);
        }

        @Override
        protected Coroutine extract() {
            return queue.poll();
        }
    }

    /** In each round, pushers push all their handles, takers drain a little, and one taker closes. */
    private void closeWhilePushed(IntFunction<Stash> ring, int pushers, int takers) throws Exception {
        int handlesEach = 8;
        CyclicBarrier barrier = new CyclicBarrier(pushers + takers + 1);
        Stash[] current = new Stash[1];
        Coroutine[][] handles = new Coroutine[pushers][handlesEach];
        boolean[][] accepted = new boolean[pushers][handlesEach];
        int[] drained = new int[takers];
        Future<?>[] running = new Future<?>[pushers + takers];
        for (int p = 0; p < pushers; p++) {
            int mine = p;
            running[p] = threads.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    barrier.await();
                    for (int i = 0; i < handlesEach; i++) {
                        accepted[mine][i] = current[0].push(handles[mine][i]);
                    }
                    barrier.await();
                }
                return null;
            });
        }
        for (int t = 0; t < takers; t++) {
            int mine = t;
            running[pushers + t] = threads.submit(() -> {
                Batch batch = new Batch(handlesEach);
                for (int round = 0; round < ROUNDS; round++) {
                    barrier.await();
                    Stash stash = current[0];
                    drained[mine] = stash.drain(batch, round % 4).size();
                    while (!batch.isEmpty()) {
                        batch.take();
                    }
                    if (mine == 0) {
                        for (int spin = round % 50; spin > 0; spin--) {
                            Thread.onSpinWait();
                        }
                        stash.close();
                    }
                    barrier.await();
                }
                return null;
            });
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Coroutine[] each : handles) {
                for (int i = 0; i < handlesEach; i++) {
                    each[i] = StashContract.handle(i);
                }
            }
            current[0] = ring.apply(16);
            barrier.await();
            barrier.await();
            assertTrue(current[0].isEmpty());
            int taken = 0;
            for (int count : drained) {
                taken += count;
            }
            int cancelled = 0;
            int in = 0;
            for (int p = 0; p < pushers; p++) {
                for (int i = 0; i < handlesEach; i++) {
                    CoroutineState state = handles[p][i].state();
                    in += accepted[p][i] ? 1 : 0;
                    cancelled += state == CoroutineState.CANCELLED ? 1 : 0;
                    assertTrue(state != CoroutineState.STASHED, "stranded in a closed stash, round " + round);
                    assertTrue(accepted[p][i] || state == CoroutineState.UNSTARTED, "refused but taken");
                }
            }
            assertEquals(in, taken + cancelled, "accepted = taken + cancelled, round " + round);
        }
        for (Future<?> each : running) {
            each.get();
        }
    }

    @Test
    void shouldHandOverEverythingOnceWhenManyPushAndManyDrain() throws Exception {
        int each = TestLength.of(50_000, 500_000);
        MpmcStash ring = new MpmcStash("ring", 64);
        int[] times = new int[2 * each];
        CountDownLatch pushed = new CountDownLatch(2);
        Future<?>[] running = new Future<?>[4];
        for (int p = 0; p < 2; p++) {
            int first = p * each;
            running[p] = threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    Coroutine handle = StashContract.handle(first + i);
                    while (!ring.push(handle)) {
                        Thread.onSpinWait();
                    }
                }
                pushed.countDown();
            });
            running[2 + p] = threads.submit(() -> {
                Batch batch = new Batch(32);
                boolean last;
                do {
                    last = pushed.getCount() == 0;
                    ring.drain(batch, 32);
                    last &= batch.isEmpty();
                    while (!batch.isEmpty()) {
                        int number = (Integer) batch.take().argument();
                        synchronized (times) {
                            times[number]++;
                        }
                    }
                } while (!last);
            });
        }
        for (Future<?> future : running) {
            future.get();
        }
        for (int count : times) {
            assertEquals(1, count);
        }
    }
}
