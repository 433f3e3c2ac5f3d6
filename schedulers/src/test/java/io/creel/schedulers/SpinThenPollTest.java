package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.DutyCycle;
import io.creel.core.WaitSource;
import io.creel.core.os.NativeCall;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class SpinThenPollTest {
    private static final int ROUNDS = 30_000;

    private volatile int sent;
    private volatile int received;

    /** A source that other threads fill with {@link #put}. */
    private static class Mail implements WaitSource {
        final AtomicInteger letters = new AtomicInteger();
        final AtomicInteger begun = new AtomicInteger();
        private volatile Runnable waker;

        void put() {
            letters.incrementAndGet();
            Runnable present = waker;
            if (present != null) {
                present.run();
            }
        }

        int poll(DutyCycle cycle) {
            cycle.sources().add(this);
            return letters.getAndSet(0);
        }

        @Override
        public long beginWait(DutyCycle by, Runnable wake) {
            begun.incrementAndGet();
            waker = wake;
            return letters.get() == 0 ? Long.MAX_VALUE : 0;
        }

        @Override
        public void endWait() {
            waker = null;
        }

        @Override
        public boolean canWake() {
            return true;
        }
    }

    /** The mistake: it looks for letters first, and only then stores the waker. */
    private static final class LookFirst extends Mail {
        @Override
        public long beginWait(DutyCycle by, Runnable wake) {
            boolean empty = letters.get() == 0;
            Thread.yield(); // widens the window
            super.beginWait(by, wake);
            return empty ? Long.MAX_VALUE : 0;
        }
    }

    private static SpinThenPoll untilWoken(int maxSpins) {
        return new SpinThenPoll(maxSpins, SpinThenPark.UNTIL_WOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void shouldLoseNoWakeUpWhenOnlyWakeUpsEndTheSleep(int maxSpins) {
        try (WorkerGroup group = WorkerGroup.builder("net", 1).idle(() -> untilWoken(maxSpins)).build()) {
            group.start(_ -> {
                int seen = sent;
                int work = seen == received ? 0 : 1;
                received = seen;
                return work;
            });
            assertEquals(ROUNDS, rounds(() -> {
                sent = sent + 1;
                group.worker(0).wake();
            }, () -> received == sent));
        }
    }

    /** The deadline is asked for only before a sleep; a deadline that is due ends it. */
    @Test
    void shouldSleepWithoutSpinningOnceItIsToRest() {
        int[] sleeps = {0};
        try (SpinThenPoll idle = new SpinThenPoll(1_000, SpinThenPark.UNTIL_WOKEN)) {
            idle.idle(0, () -> sleeps[0]++);
            assertEquals(0, sleeps[0]);
            idle.rest();
            idle.idle(0, () -> sleeps[0]++);
            assertEquals(1, sleeps[0]);
            idle.idle(1, () -> sleeps[0]++);
            idle.idle(0, () -> sleeps[0] += 10);
            assertEquals(1, sleeps[0], "it spins again after work");
        }
    }

    @Test
    void shouldLoseNoLetterWhenOnlyTheSourceEndsTheSleep() {
        assertEquals(ROUNDS, letters(new Mail()));
    }

    @Test
    void shouldLoseALetterWhenTheSourceLooksFirst() {
        assertTrue(letters(new LookFirst()) < ROUNDS, "the stress must catch the broken source");
    }

    private int letters(Mail mail) {
        var taken = new AtomicInteger();
        try (WorkerGroup group = WorkerGroup.builder("net", 1).idle(() -> untilWoken(0)).build()) {
            group.start(_ -> {
                int work = mail.poll(DutyCycle.here());
                taken.addAndGet(work);
                return work;
            });
            var put = new AtomicInteger();
            return rounds(() -> {
                put.incrementAndGet();
                mail.put();
            }, () -> taken.get() == put.get());
        }
    }

    /** Sends one message after the other, each when the previous one has arrived; returns how many arrived. */
    private static int rounds(Runnable send, BooleanSupplier arrived) {
        SplittableRandom random = new SplittableRandom(42);
        for (int round = 0; round < ROUNDS; round++) {
            for (int pause = random.nextInt(200); pause > 0; pause--) {
                Thread.onSpinWait();
            }
            send.run();
            long untilNs = System.nanoTime() + 5_000_000_000L;
            while (!arrived.getAsBoolean()) {
                Thread.onSpinWait();
                if (System.nanoTime() - untilNs > 0) {
                    return round;
                }
            }
        }
        return ROUNDS;
    }

    @Test
    void shouldEndTheSleepWhenADescriptorIsReadable() throws Exception {
        var calls = new NativeCall();
        int descriptor = (int) calls.call(NativeCall.number(290, 19), 0, 0x800, 0, 0, 0, 0); // eventfd
        var asleep = new CountDownLatch(1);
        var found = new CountDownLatch(1);
        var source = new Mail() {
            @Override
            public int descriptor() {
                asleep.countDown();
                return descriptor;
            }
        };
        try (WorkerGroup group = WorkerGroup.builder("net", 1).idle(() -> untilWoken(0)).build();
                Arena arena = Arena.ofConfined()) {
            long word = arena.allocate(ValueLayout.JAVA_LONG).address();
            var reading = new NativeCall();
            group.start(_ -> {
                source.poll(DutyCycle.here());
                boolean read = reading.call(NativeCall.number(0, 63), descriptor, word, 8, 0, 0, 0) == 8;
                if (read) {
                    found.countDown();
                }
                return read ? 1 : 0;
            });
            asleep.await();
            MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            calls.call(NativeCall.number(1, 64), descriptor, one.address(), 8, 0, 0, 0);
            found.await();
        } finally {
            calls.call(NativeCall.number(3, 57), descriptor, 0, 0, 0, 0, 0);
        }
    }

    /** Runs cycles on the calling thread, with a strategy that has been told its sources. */
    private static SpinThenPoll idleFor(WaitSource source) {
        DutyCycle cycle = DutyCycle.ofWorker();
        cycle.sources().add(source);
        SpinThenPoll idle = new SpinThenPoll(0, SpinThenPark.UNTIL_WOKEN);
        idle.waitsFor("net-0", cycle.sources(), () -> false);
        return idle;
    }

    @Test
    void shouldNotSpinWhenTheProgramLeavesASourceItsWork() {
        Mail mail = new Mail();
        mail.letters.set(1);
        try (SpinThenPoll idle = idleFor(mail)) {
            for (int i = 0; i <= SpinThenPoll.MAX_VAIN_SLEEPS; i++) {
                idle.idle(0);
            }
            assertEquals(SpinThenPoll.MAX_VAIN_SLEEPS, mail.begun.get());
            idle.idle(0);
            assertEquals(SpinThenPoll.MAX_VAIN_SLEEPS + 1, mail.begun.get());
        }
    }

    @Test
    void shouldForgetASourceThatIsGone() {
        var gone = new Mail() {
            @Override
            public long beginWait(DutyCycle by, Runnable wake) {
                super.beginWait(by, wake);
                return GONE;
            }

            @Override
            public void endWait() {
                throw new AssertionError("no wait has begun");
            }
        };
        try (SpinThenPoll idle = idleFor(gone)) {
            for (int i = 0; i < 3; i++) {
                idle.idle(0, () -> 1_000);
            }
            assertEquals(1, gone.begun.get());
        }
    }

    @Test
    void shouldSleepNoLongerThanUntilTheDeadlineOrTheSourceSays() {
        var brief = new Mail() {
            @Override
            public long beginWait(DutyCycle by, Runnable wake) {
                super.beginWait(by, wake);
                return 1_000;
            }
        };
        try (SpinThenPoll idle = idleFor(brief)) {
            idle.idle(0);
            idle.idle(0, () -> Long.MAX_VALUE);
            idle.idle(0, () -> 0);
        }
        try (SpinThenPoll idle = idleFor(new Mail())) {
            idle.idle(0, () -> 1_000);
        }
    }

    @Test
    void shouldDoAnotherCycleFirstWhenSignalledBeforeIdling() {
        Mail mail = new Mail();
        try (SpinThenPoll idle = idleFor(mail)) {
            idle.wake();
            idle.wake();
            idle.idle(0);
            assertEquals(0, mail.begun.get());
        }
    }

    @Test
    void shouldWorkWithoutAGroupAndIgnoreWakeUpsAfterItsEnd() {
        SpinThenPoll idle = new SpinThenPoll(1, 1_000);
        idle.idle(0);
        idle.idle(0);
        idle.idle();
        idle.idle(1);
        idle.close();
        idle.wake();
        assertFalse(Thread.interrupted());
    }

    @Test
    void shouldAskTheProgramHowLongItMaySleep() {
        var sleeps = new AtomicInteger();
        var program = new WorkerProgram() {
            @Override
            public int doWork(Worker worker) {
                int seen = sent;
                int work = seen == received ? 0 : 1;
                received = seen;
                return work;
            }

            @Override
            public boolean isWoken() {
                sleeps.incrementAndGet();
                return true;
            }
        };
        try (WorkerGroup group = new WorkerGroup("net", 1)) {
            group.start(program);
            assertEquals(ROUNDS, rounds(() -> {
                sent = sent + 1;
                group.worker(0).wake();
            }, () -> received == sent));
            assertTrue(sleeps.get() > 0);
            group.runEachCycle(() -> 0);
            assertFalse(group.worker(0).isWoken());
        }
    }

    @Test
    void shouldRefuseBoundsOutOfRange() {
        assertEquals("bounds out of range: maxSpins=-1, maxSleepNs=1",
                assertThrows(IllegalArgumentException.class, () -> new SpinThenPoll(-1, 1)).getMessage());
        assertEquals("bounds out of range: maxSpins=0, maxSleepNs=0",
                assertThrows(IllegalArgumentException.class, () -> new SpinThenPoll(0, 0)).getMessage());
    }
}
