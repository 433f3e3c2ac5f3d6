package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineCancelledException;
import io.creel.core.diagnostics.CoroutineDump;
import io.creel.core.lock.CoroutineLock;
import io.creel.core.lock.CoroutineSemaphore;
import io.creel.core.task.Task;
import io.creel.core.task.TaskFailedException;
import io.creel.queues.MpmcStash;
import io.creel.queues.SharedChannel;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual threads wait for the same objects as coroutines, and coroutines for threads. */
@Timeout(120)
class ThreadsAndCoroutinesTest {
    private static boolean place(ThreadsOnWorkers central, Coroutine handle) {
        while (!central.placement.place(handle, Where.NONE)) {
            Thread.onSpinWait();
        }
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldAwaitATaskInAThread(int workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            Task<Integer> task = Task.of(() -> 42);
            Task<Integer> failing = Task.of(() -> {
                throw new IllegalArgumentException("thrown for this test");
            });
            Future<Integer> awaited = executor.submit(() -> {
                assertThrows(TaskFailedException.class, failing::await);
                return task.await();
            });
            place(central, failing.coroutine());
            place(central, task.coroutine());
            assertEquals(42, awaited.get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldAwaitAFutureAndAThreadInACoroutine(int workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            CompletableFuture<Integer> future = new CompletableFuture<>();
            CompletableFuture<Integer> failing = new CompletableFuture<>();
            AtomicInteger done = new AtomicInteger();
            CompletableFuture<Object> seen = new CompletableFuture<>();
            Thread thread = central.threads.factory().newThread(() -> {
                done.set(Awaits.future(future));
                failing.completeExceptionally(new IllegalStateException("thrown for this test"));
            });
            place(central, Coroutine.create(argument -> {
                IllegalStateException early = assertThrows(IllegalStateException.class, () -> Awaits.end(thread));
                assertEquals("await refused, the thread has not begun: thread=" + thread, early.getMessage());
                thread.start();
                Awaits.end(thread);
                assertEquals("thrown for this test", assertThrows(CompletionException.class,
                        () -> Awaits.future(failing)).getCause().getMessage());
                seen.complete(done.get());
            }, null));
            future.complete(7);
            assertEquals(7, seen.get());
        }
    }

    @Test
    void shouldHandOverOnOneWorkerWithoutAQueue() throws Exception {
        int handOvers = 10_000;
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
                ExecutorService executor = central.threads.executor()) {
            AtomicReference<Coroutine> other = new AtomicReference<>();
            Future<?> waiting = executor.submit(() -> {
                Coroutine.await(self -> {
                    other.set(self);
                    return true;
                });
                for (int i = 0; i < handOvers; i++) {
                    Coroutine.transfer(other::getAndSet);
                }
                Coroutine.transfer(other::getAndSet);
            });
            Future<Long> giving = executor.submit(() -> {
                while (other.get() == null) {
                    Thread.yield();
                }
                long cycles = central.group.worker(0).counts().cycles();
                for (int i = 0; i < handOvers; i++) {
                    Coroutine.transfer(other::getAndSet);
                }
                long after = central.group.worker(0).counts().cycles();
                central.placement.place(other.get(), Where.NONE);
                return after - cycles;
            });
            assertEquals(0, giving.get(), "duty cycles between the first switch and the last");
            waiting.get();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldWaitInAStashUntilItsHandleIsResumed(int workers) throws Exception {
        MpmcStash stash = new MpmcStash("waiting-room", 64);
        AtomicInteger through = new AtomicInteger();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Thread thread = central.threads.factory().newThread(() -> {
                    for (int k = 0; k < 50; k++) {
                        assertTrue(Coroutine.await(stash));
                    }
                    through.incrementAndGet();
                });
                threads.add(thread);
                thread.start();
            }
            int moved = 0;
            while (moved < 1_000) {
                Coroutine handle = stash.pop();
                if (handle != null) {
                    assertEquals("web", String.valueOf(handle.argument()));
                    assertTrue(threads.contains(handle.thread()));
                    place(central, handle);
                    moved++;
                }
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20, through.get());
        }
    }

    @Test
    void shouldStandInADumpBesideCoroutinesWithItsStack() throws Exception {
        MpmcStash stash = new MpmcStash("waiting-room", 64);
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1)) {
            Thread thread = central.threads.factory().newThread(() -> waitHere(stash));
            thread.start();
            place(central, Coroutine.create(argument -> waitHere(stash), null));
            List<CoroutineDump.Group> groups;
            do {
                groups = CoroutineDump.take().waiting().stream()
                        .filter(waiting -> waiting.stash().equals("waiting-room"))
                        .flatMap(waiting -> waiting.groups().stream()).toList();
            } while (groups.size() < 2);
            assertEquals(List.of("ThreadsAndCoroutinesTest", "thread of web"),
                    groups.stream().map(CoroutineDump.Group::body).sorted().toList());
            groups.forEach(group -> assertTrue(
                    group.frames().stream().anyMatch(frame -> frame.getMethodName().equals("waitHere")),
                    group::toString));
            assertEquals(List.of(thread), central.threads.threads());
            place(central, stash.pop());
            place(central, stash.pop());
            thread.join();
        }
    }

    @Test
    void shouldStandInTheThreadDumpOfTheJdk(@TempDir Path folder) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1)) {
            Thread thread = central.threads.factory().newThread(() -> {
                begun.countDown();
                blockHere(asked);
            });
            thread.start();
            begun.await();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            Path dump = folder.resolve("threads.txt");
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpThreads(dump.toString(),
                    HotSpotDiagnosticMXBean.ThreadDumpFormat.TEXT_PLAIN);
            String text = Files.readString(dump);
            String mine = text.substring(text.indexOf("\"web-0\" virtual"));
            assertTrue(mine.substring(0, mine.indexOf("\n\n")).contains("blockHere"), mine);
            asked.countDown();
            thread.join();
        }
    }

    private static void blockHere(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static void waitHere(MpmcStash stash) {
        Coroutine.await(stash);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldSendThroughAChannelInBothDirections(int workers) throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            SharedChannel<Integer> there = new SharedChannel<>("there", 4, 64, central.ready, central.ready);
            SharedChannel<Integer> back = new SharedChannel<>("back", 4, 64, central.ready, central.ready);
            place(central, Coroutine.create(argument -> {
                for (int i = 0; i < 1_000; i++) {
                    back.send(there.receive() + 1);
                }
            }, null));
            assertEquals(500_500, executor.submit(() -> {
                int sum = 0;
                for (int i = 0; i < 1_000; i++) {
                    there.send(i);
                    sum += back.receive();
                }
                return sum;
            }).get());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldExcludeThreadsAndCoroutinesByOneLock(int workers) throws Exception {
        CoroutineLock lock = new CoroutineLock("counter");
        CoroutineSemaphore done = new CoroutineSemaphore("done", 0);
        int[] count = new int[1];
        Runnable adder = () -> {
            for (int i = 0; i < 500; i++) {
                lock.lock();
                try {
                    int seen = count[0];
                    if (i % 50 == 0 && Thread.currentThread().isVirtual()) {
                        Thread.yield();
                    }
                    count[0] = seen + 1;
                } finally {
                    lock.unlock();
                }
            }
            done.release();
        };
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            for (int i = 0; i < 4; i++) {
                executor.submit(adder);
                place(central, Coroutine.create(argument -> adder.run(), null));
            }
            executor.submit(() -> {
                for (int i = 0; i < 8; i++) {
                    done.acquire();
                }
            }).get();
            assertEquals(4_000, count[0]);
            assertNull(lock.owner());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldEndAWaitInAStashByAnInterruptAndKeepTheStatus(int workers) throws Exception {
        CoroutineLock lock = new CoroutineLock("never free");
        CountDownLatch held = new CountDownLatch(1);
        AtomicReference<Coroutine> holder = new AtomicReference<>();
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", workers);
                ExecutorService executor = central.threads.executor()) {
            executor.submit(() -> {
                lock.lock();
                held.countDown();
                Coroutine.await(self -> {
                    holder.set(self);
                    return true;
                });
                lock.unlock();
            });
            held.await();
            CompletableFuture<Thread> waiting = new CompletableFuture<>();
            Future<Integer> ended = executor.submit(() -> {
                waiting.complete(Thread.currentThread());
                assertThrows(CoroutineCancelledException.class, lock::lock);
                assertTrue(Thread.currentThread().isInterrupted());
                assertThrows(CoroutineCancelledException.class, () -> Coroutine.await(self -> true),
                        "the status is still set");
                assertTrue(Thread.interrupted());
                Thread.yield();
                Coroutine.await(self -> place(central, self)); // the interrupt does not affect the next wait
                return 1;
            });
            Thread thread = waiting.get();
            LockSupport.unpark(thread); // a stray interrupt first
            thread.interrupt();
            assertEquals(1, ended.get());
            while (holder.get() == null) {
                Thread.onSpinWait();
            }
            place(central, holder.get());
        }
    }

    @Test
    void shouldRefuseToAwaitBelowAFrameThatPins() throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1);
                ExecutorService executor = central.threads.executor()) {
            String message = executor.submit(() -> {
                Object[] caught = new Object[1];
                try {
                    Class.forName(AwaitsInItsInitialiser.class.getName());
                } catch (ExceptionInInitializerError wrapped) {
                    caught[0] = wrapped.getCause().getMessage();
                }
                Coroutine.await(self -> place(central, self)); // nothing is left behind
                return String.valueOf(caught[0]);
            }).get();
            assertTrue(message.matches("await refused, a frame below pins the stack: coroutine=thread of web@[0-9a-f]+,"
                    + " frame=class initialiser of " + AwaitsInItsInitialiser.class.getName().replace("$", "\\$")
                    + ", reason=NATIVE"), message);
        }
    }

    private static final class AwaitsInItsInitialiser {
        static {
            Coroutine.await(self -> true);
        }
    }

    @Test
    void shouldMakeRoomAtACheckpointWhenItsSliceIsUsedUp() throws Exception {
        try (ThreadsOnWorkers central = new ThreadsOnWorkers("web", 1,
                settings -> settings.when(name -> new TwoQueue(name, 5_000, 8)))) {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicInteger shortOnes = new AtomicInteger();
            Thread longOne = central.threads.factory().newThread(() -> {
                begun.countDown();
                while (shortOnes.get() < 3) {
                    Coroutine.checkpoint(); // the only scheduling point of this loop
                }
            });
            longOne.start();
            begun.await();
            for (int i = 0; i < 3; i++) {
                central.threads.factory().newThread(shortOnes::incrementAndGet).start();
            }
            longOne.join();
            assertTrue(central.placement.when(0).preemptions() > 0);
        }
    }
}
