package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Mobility;
import io.creel.core.CoroutineState;
import io.creel.core.TestStash;
import io.creel.core.lock.CoroutineLock;
import java.util.ConcurrentModificationException;
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

    private static CoroutineDump.Waiting stashOf(CoroutineDump dump) {
        return called("dumped-stash", dump);
    }

    private static CoroutineDump.Waiting called(String name, CoroutineDump dump) {
        return dump.waiting().stream().filter(waiting -> waiting.stash().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void shouldGroupByStashAndStackWhenSuspended() {
        carrier.tick(5_000_000_000L);
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> waitHere(), null);
        }
        carrier.start(argument -> waitThere(), null);
        carrier.resumeStarted();
        carrier.tick(5_100_000_000L);
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
        assertEquals(150, waiting.groups().getLast().oldestMs(), "what has not begun waits, too");
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
                + "      at io.creel.core.diagnostics.CoroutineDumpTest.waitHere(CoroutineDumpTest.java:"), text);
        String json = CoroutineDump.take().toJson();
        assertTrue(json.contains("{\"stash\":\"dumped-stash\",\"stashes\":1,\"heldBy\":null,\"size\":1,\"notWalked\":0,"
                + "\"inSmallerGroups\":0,\"groups\":[{\"body\":"
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
    void shouldNameTheOwnerWhenOthersWaitForItsLock() {
        CoroutineLock lock = new CoroutineLock("dumped-lock");
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> {
                lock.lock();
                try {
                    waitHere();
                } finally {
                    lock.unlock();
                }
            }, null);
        }
        carrier.resumeStarted();
        CoroutineDump dump = CoroutineDump.take();
        assertEquals(2, called("dumped-lock", dump).size());
        assertEquals(lock.owner().toString(), called("dumped-lock", dump).heldBy());
        assertTrue(dump.toText().contains("stash dumped-lock: 2 waiting, held by " + lock.owner() + "\n  2 × "),
                dump::toText);
        carrier.close();
    }

    @Test
    void shouldShowWhatWasTakenAndNotResumedWhenACarrierIsStuckBeforeIt() {
        Carrier other = new Carrier("other-carrier");
        Coroutine homed = Coroutine.create(argument -> waitHere(), null, Mobility.HOMED);
        carrier.resume(homed);
        other.resume(stash.pop()); // is in the inbox of its home now
        for (int i = 0; i < 3; i++) {
            carrier.start(argument -> waitThere(), null);
        }
        carrier.resumeStarted();
        Batch batch = new Batch(2);
        stash.drain(batch, 2);
        CoroutineDump dump = CoroutineDump.take();
        assertEquals(1, stashOf(dump).size());
        CoroutineDump.Waiting taken = called("batch of dumped-stash", dump);
        assertEquals(2, taken.size());
        assertEquals("waitThere", taken.groups().getFirst().frames().getFirst().getMethodName());
        CoroutineDump.Waiting sent = called("inbox of dumped-carrier", dump);
        assertEquals(1, sent.size());
        assertEquals("waitHere", sent.groups().getFirst().frames().getFirst().getMethodName());
        carrier.resume(batch);
        carrier.close();
    }

    @Test
    void shouldCountStashesOfOneNameAsOneWhenWorkersHaveOneEach() {
        TestStash second = new TestStash("dumped-stash");
        carrier.start(argument -> waitHere(), null);
        carrier.start(argument -> Coroutine.await(second), null);
        carrier.resumeStarted();
        CoroutineDump dump = CoroutineDump.take();
        assertEquals(2, stashOf(dump).stashes());
        assertTrue(dump.toText().contains("stash dumped-stash: 2 waiting in 2 of this name\n"), dump::toText);
        carrier.close();
    }

    @Test
    void shouldEscapeWhatJsonCannotHoldWhenNamesAreHostile() {
        TestStash hostile = new TestStash("a\"b\\c\nd\u0001e\ud800f–g");
        carrier.start(argument -> Coroutine.await(hostile), null);
        carrier.resumeStarted();
        String json = CoroutineDump.take().toJson();
        assertTrue(json.contains("{\"stash\":\"a\\\"b\\\\c\\u000ad\\u0001e\\ud800f–g\","), json);
        carrier.close();
    }

    @Test
    void shouldRefuseWhenAnotherDumpIsBeingTaken() {
        AtomicReference<String> refusal = new AtomicReference<>();
        TestStash nosy = new TestStash("nosy-stash") {
            @Override
            public void forEach(Consumer<Coroutine> action) {
                refusal.compareAndSet(null,
                        assertThrows(IllegalStateException.class, CoroutineDump::take).getMessage());
            }
        };
        carrier.start(argument -> Coroutine.await(nosy), null);
        carrier.resumeStarted();
        assertEquals(1, called("nosy-stash", CoroutineDump.take()).notWalked());
        assertEquals("dump refused, another thread is taking one", refusal.get());
        assertEquals(1, called("nosy-stash", CoroutineDump.take()).size(), "and the next one is not refused");
        carrier.close();
    }

    @Test
    void shouldShowTheOthersWhenAStashCannotBeWalked() {
        TestStash broken = new TestStash("broken-stash") {
            @Override
            public void forEach(Consumer<Coroutine> action) {
                throw new ConcurrentModificationException();
            }
        };
        carrier.start(argument -> Coroutine.await(broken), null);
        carrier.start(argument -> waitHere(), null);
        carrier.resumeStarted();
        CoroutineDump dump = CoroutineDump.take();
        assertEquals(1, called("broken-stash", dump).notWalked());
        assertEquals(0, stashOf(dump).notWalked());
        assertTrue(dump.toText().contains(
                "stash broken-stash: 1 waiting\n  1 not walked: moved meanwhile, or too many\n"), dump::toText);
        carrier.close();
    }

    /** Dumps race with a worker that resumes the walked coroutines. No coroutine may be lost, run twice or throw. */
    @Test
    void shouldDisturbNoCoroutineWhenTakenWhileWorkersRun() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong rounds = new AtomicLong();
        int coroutines = 50;
        Thread worker = new Thread(() -> {
            Carrier busy = new Carrier("busy", (coroutine, thrown) -> failure.set(thrown));
            TestStash turns = new TestStash("turns-of-busy") {
                @Override
                public void forEach(Consumer<Coroutine> action) {
                    // Another thread cannot walk an ArrayDeque; the dump finds the coroutines through their own list.
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
                while (busy.counters().ended() < busy.counters().created()) {
                    if (!stop.get()) { // shells that end and begin again, while another thread reads their names
                        busy.start(self -> {
                            if (known.size() < 2 * coroutines) {
                                known.add(self);
                            }
                            return turns.push(self);
                        }, argument -> rounds.incrementAndGet(), null);
                    }
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
                WaitingSnapshot seen = WaitingSnapshot.of(coroutine, one -> one.state() != CoroutineState.RUNNING);
                walked += seen == null ? 0 : 1;
            }
        }
        stop.set(true);
        worker.join();
        assertNull(failure.get(), () -> String.valueOf(failure.get()));
        assertTrue(rounds.get() > coroutines);
    }
}
