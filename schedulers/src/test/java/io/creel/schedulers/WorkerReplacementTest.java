package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Coroutine;
import io.creel.core.JvmArguments;
import io.creel.core.Mobility;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose program throws an Error goes on on a new thread, and nothing that waits for it is lost. */
@Timeout(60)
class WorkerReplacementTest {
    private static final AssertionError DEATH = new AssertionError("planted");

    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Thread> threads = new ConcurrentLinkedQueue<>();
    private final ListStash stash = new ListStash("stash");
    private final AtomicLong nowNs = new AtomicLong();

    /** The clock stands still, so that however slow the machine, deaths are close to each other. */
    private WorkerGroup group(int workers) {
        return WorkerGroup.builder("net", workers).failures((worker, failure) -> failures.add(failure))
                .coroutineFailures((coroutine, failure) -> failures.add(failure)).nanoClock(nowNs::get).build();
    }

    private static void die(AtomicInteger deaths, int times) {
        if (deaths.get() < times) {
            deaths.incrementAndGet();
            throw DEATH;
        }
    }

    @Test
    void shouldServeWaitingCoroutinesOnAnotherThreadWhenAWorkerDies() {
        Batch batch = new Batch(8);
        AtomicInteger deaths = new AtomicInteger();
        WorkerGroup group = group(1);
        Worker worker = group.worker(0);
        for (int i = 0; i < 4; i++) {
            worker.start(argument -> {
                threads.add(worker.carrier().thread());
                Coroutine.await(stash);
                threads.add(worker.carrier().thread());
            }, null);
        }
        group.start(self -> {
            if (stash.size() == 4) {
                stash.drain(batch, 2);
                self.start(argument -> threads.add(worker.carrier().thread()), null);
                die(deaths, 1);
            }
            stash.drain(batch, 8);
            return deaths.get() == 0 ? 0 : self.resume(batch);
        });
        await().until(() -> group.counts().completed() == 5);
        group.close();
        assertEquals(List.of(DEATH), List.copyOf(failures));
        List<Thread> ran = List.copyOf(threads);
        assertEquals(1, ran.subList(0, 4).stream().distinct().count(), "before");
        assertEquals(1, ran.subList(4, 9).stream().distinct().count(), "after");
        assertNotSame(ran.getFirst(), ran.getLast());
        await().until(() -> ran.stream().noneMatch(Thread::isAlive));
        WorkerCounts counts = group.counts();
        assertEquals(1, counts.deaths());
        assertEquals(5, counts.created());
        assertEquals(0, counts.outstanding());
    }

    @Test
    void shouldResumeHomedCoroutinesOfTheInboxWhenTheWorkerDies() {
        AtomicReference<Coroutine> suspended = new AtomicReference<>();
        AtomicInteger deaths = new AtomicInteger();
        WorkerGroup group = group(2);
        group.startEach(index -> index == 0 ? worker -> {
            if (worker.counts().resumed() == 0) {
                worker.resume(Coroutine.create(argument -> {
                    threads.add(worker.carrier().thread());
                    Coroutine.await(self -> {
                        suspended.set(self);
                        return true;
                    });
                    threads.add(worker.carrier().thread());
                }, null, Mobility.HOMED));
            } else if (deaths.get() == 0) {
                while (worker.carrier().isIdle()) {
                    Thread.onSpinWait();
                }
                die(deaths, 1);
            }
            return 0;
        } : worker -> {
            Coroutine handle = suspended.getAndSet(null);
            if (handle != null) {
                worker.resume(handle);
            }
            return 0;
        });
        await().until(() -> group.counts().completed() == 1);
        group.close();
        List<Thread> ran = List.copyOf(threads);
        assertNotSame(ran.getFirst(), ran.getLast());
        assertEquals(List.of(DEATH), List.copyOf(failures));
    }

    @Test
    void shouldGoOnOnTheSameThreadWhenCoroutinesCannotChangeThreads(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.removeIf(line -> line.startsWith("-XX:"));
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Homed.class.getName()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        assertTrue(process.waitFor(5, TimeUnit.MINUTES));
        List<String> lines = Files.readAllLines(output);
        assertTrue(lines.getFirst().startsWith("coroutines are homed, "), lines::toString);
        assertEquals(List.of("completed=1, deaths=1, threads=1"), lines.subList(1, lines.size()));
    }

    /** One coroutine, suspended while its worker dies. */
    static final class Homed {
        private Homed() {
        }

        public static void main(String[] arguments) {
            ListStash stash = new ListStash("stash");
            Batch batch = new Batch(1);
            Set<Thread> ran = ConcurrentHashMap.newKeySet();
            WorkerGroup group = WorkerGroup.builder("net", 1).failures((worker, failure) -> {
            }).build();
            group.start(worker -> {
                if (worker.counts().created() == 0) {
                    worker.start(argument -> {
                        ran.add(worker.carrier().thread());
                        Coroutine.await(stash);
                        ran.add(worker.carrier().thread());
                        group.stop();
                    }, null);
                } else if (worker.counts().deaths() == 0) {
                    throw DEATH;
                }
                return worker.resume(stash.drain(batch, 1));
            });
            await().until(() -> group.counts().completed() == 1);
            group.close();
            System.out.println("completed=" + group.counts().completed() + ", deaths=" + group.counts().deaths()
                    + ", threads=" + ran.size());
        }
    }

    @Test
    void shouldGiveUpAWorkerThatKeepsDying() throws Exception {
        WorkerGroup group = group(1);
        AtomicInteger unwound = new AtomicInteger();
        group.run(worker -> {
            if (worker.counts().created() == 0) {
                worker.start(argument -> {
                    try {
                        Coroutine.await(stash);
                    } finally {
                        unwound.incrementAndGet();
                    }
                }, null);
                return 0;
            }
            throw DEATH;
        });
        List<Throwable> told = List.copyOf(failures);
        assertEquals(Collections.nCopies(9, DEATH), told.subList(0, 9));
        assertEquals("worker is given up, it keeps dying: worker=net-0, replacements=8, withinNs=1000000000",
                told.get(9).getMessage());
        assertEquals(10, told.size());
        assertEquals(0, unwound.get());
        group.close();
        assertEquals(1, unwound.get());
        assertEquals(9, group.counts().deaths());
        assertEquals(0, group.counts().outstanding());
    }

    @Test
    void shouldReplaceAWorkerForEverWhenItLivesLongEnoughInBetween() {
        AtomicInteger deaths = new AtomicInteger();
        try (WorkerGroup group = group(1)) {
            group.start(worker -> {
                nowNs.addAndGet(WorkerRunner.REPLACEMENT_PERIOD_NS);
                die(deaths, 50);
                return 0;
            });
            await().until(() -> group.counts().deaths() == 50);
            long cycles = group.counts().cycles();
            await().until(() -> group.counts().cycles() > cycles);
        }
        assertEquals(Collections.nCopies(50, DEATH), List.copyOf(failures));
    }

    @Test
    void shouldLeaveTheOthersRunningWhenOneWorkerIsGivenUp() {
        try (WorkerGroup group = group(2)) {
            group.startEach(index -> worker -> {
                if (index == 0) {
                    throw DEATH;
                }
                return 0;
            });
            await().until(() -> failures.size() == 10);
            long cycles = group.worker(1).counts().cycles();
            await().until(() -> group.worker(1).counts().cycles() > cycles);
        }
    }

    @Test
    void shouldCancelAndCountAllWhenAWorkerDiesWhileItsGroupCloses() {
        WorkerGroup group = group(2);
        group.startEach(index -> worker -> {
            if (worker.counts().created() == 0) {
                for (int i = 0; i < 10; i++) {
                    worker.start(argument -> Coroutine.await(new ListStash("own")), null);
                }
            } else if (index == 0 && group.counts().resumed() == 20) {
                group.stop();
                throw DEATH;
            }
            return 0;
        });
        await().until(() -> group.counts().deaths() == 1);
        group.close();
        assertEquals(List.of(DEATH), List.copyOf(failures));
        WorkerCounts counts = group.counts();
        assertEquals(20, counts.created());
        assertEquals(20, counts.cancelled());
        assertFalse(counts.deaths() > 1, "a worker that was told to stop is not replaced");
    }

    @Test
    void shouldCancelTheRestWhenAStashThrowsWhileItsGroupCloses() {
        WorkerGroup group = group(1);
        Worker worker = group.worker(0);
        BrokenStash broken = new BrokenStash();
        broken.takenBy(worker.carrier());
        for (int i = 0; i < 5; i++) {
            worker.start(i == 2 ? broken : stash, argument -> {
            }, null);
        }
        stash.takenBy(worker.carrier());
        group.start(self -> 0);
        group.close();
        assertEquals(List.of(DEATH), List.copyOf(failures));
        assertEquals(5, group.counts().cancelled());
    }

    /** Throws when it is taken from for the first time. */
    private static final class BrokenStash extends Stash {
        private Coroutine held;
        private boolean thrown;

        BrokenStash() {
            super("broken");
        }

        @Override
        public int size() {
            return held == null ? 0 : 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            held = handle;
            return true;
        }

        @Override
        protected Coroutine extract() {
            if (!thrown) {
                thrown = true;
                throw DEATH;
            }
            Coroutine out = held;
            held = null;
            return out;
        }
    }
}
