package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CoroutineDumpTest {
    private final Carrier carrier = new Carrier("dumped-carrier");
    private final TestStash stash = new TestStash("dumped-stash");
    private final ConcurrentLinkedQueue<Coroutine> known = new ConcurrentLinkedQueue<>();

    private void waitHere() {
        Coroutine.await(stash);
    }

    private void waitThere() {
        Coroutine.await(stash);
    }

    private CoroutineDump.Waiting stashOf(CoroutineDump dump) {
        return dump.waiting().stream().filter(waiting -> waiting.stash().equals("dumped-stash")).findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGroupByStashAndStackWhenSuspended() {
        carrier.tick(5_000_000_000L);
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> waitHere(), null);
        }
        carrier.start(argument -> waitThere(), null);
        carrier.resumeStarted();
        carrier.start(stash, argument -> waitThere(), null);
        carrier.tick(5_250_000_000L);

        CoroutineDump.Waiting waiting = stashOf(CoroutineDump.take());
        assertEquals(5, waiting.size());
        assertEquals(0, waiting.notWalked());
        assertEquals(List.of(3, 1, 1), waiting.groups().stream().map(CoroutineDump.Group::count).toList());
        CoroutineDump.Group largest = waiting.groups().getFirst();
        assertEquals("waitHere", largest.frames().getFirst().getMethodName());
        assertEquals("CoroutineDumpTest", largest.body());
        assertEquals(250, largest.oldestMs());
        assertEquals(3, largest.carriers().get("dumped-carrier"));
        assertEquals(List.of(), waiting.groups().getLast().frames(), "not begun");
        Batch batch = new Batch(8);
        carrier.resume(stash.drain(batch, 8));
        assertEquals(4, carrier.counters().completed(), "walking changed nothing");
        carrier.close();
    }

    @Test
    void shouldReadAsTextAndJsonWhenFormatted() {
        carrier.start(argument -> waitHere(), null);
        carrier.resumeStarted();
        String text = CoroutineDump.take().toText();
        assertTrue(text.contains("stash dumped-stash: 1 waiting\n  1 × CoroutineDumpTest, on dumped-carrier: 1\n"
                + "      at io.creel.core.CoroutineDumpTest.waitHere(CoroutineDumpTest.java:"), text);
        String json = CoroutineDump.take().toJson();
        assertTrue(json.contains("{\"stash\":\"dumped-stash\",\"size\":1,\"notWalked\":0,\"groups\":[{\"body\":"
                + "\"CoroutineDumpTest\",\"count\":1,\"oldestMs\":-1,\"carriers\":{\"dumped-carrier\":1},\"frames\":[\""),
                json);
        carrier.close();
    }

    @Test
    void shouldShowWhatRunsWhenTakenFromInside() {
        AtomicReference<CoroutineDump> dump = new AtomicReference<>();
        carrier.start(argument -> dump.set(CoroutineDump.take()), null);
        carrier.resumeStarted();
        CoroutineDump.Running running = dump.get().running().stream()
                .filter(one -> one.carrier().equals("dumped-carrier") && one.coroutine() != null).findFirst()
                .orElseThrow();
        assertTrue(running.coroutine().startsWith("CoroutineDumpTest@"), running.coroutine());
        assertEquals(Thread.currentThread().getName(), running.thread());
    }

    @Test
    void shouldShowLockWaitersWhenContended() {
        CoroutineLock lock = new CoroutineLock("dumped-lock");
        for (int i = 0; i < 2; i++) {
            carrier.start(argument -> {
                lock.lock();
                waitHere();
            }, null);
        }
        carrier.resumeStarted();
        CoroutineDump dump = CoroutineDump.take();
        assertTrue(dump.waiting().stream().anyMatch(one -> one.stash().equals("dumped-lock") && one.size() == 1),
                dump::toText);
        carrier.close();
    }

    /** Dumps race with a worker that resumes what they walk; nothing may be lost, double or thrown. */
    @Test
    void shouldDisturbNobodyWhenTakenWhileWorkersRun() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong rounds = new AtomicLong();
        int coroutines = 50;
        Thread worker = new Thread(() -> {
            Carrier busy = new Carrier("busy", (coroutine, thrown) -> failure.set(thrown));
            TestStash turns = new TestStash("turns-of-busy") {
                @Override
                public void forEach(Consumer<Coroutine> action) {
                    // An ArrayDeque cannot be walked by another thread; the coroutines are found through their own list.
                }
            };
            Batch batch = new Batch(16);
            for (int i = 0; i < coroutines; i++) {
                Coroutine coroutine = Coroutine.create(argument -> {
                    while (!stop.get()) {
                        Coroutine.await(turns);
                        rounds.incrementAndGet();
                    }
                }, null);
                known.add(coroutine);
                busy.resume(coroutine);
            }
            try {
                while (busy.counters().completed() < coroutines) {
                    busy.resume(turns.drain(batch, 16));
                }
            } catch (Throwable thrown) {
                failure.set(thrown);
            }
        });
        worker.start();
        int walked = 0;
        while (walked < 20_000 && failure.get() == null) {
            for (Coroutine coroutine : known) {
                StackTraceElement[] frames = coroutine.suspendedStack();
                walked += frames == null ? 0 : 1;
            }
        }
        stop.set(true);
        worker.join();
        assertNull(failure.get(), () -> String.valueOf(failure.get()));
        assertTrue(rounds.get() > coroutines);
    }
}
