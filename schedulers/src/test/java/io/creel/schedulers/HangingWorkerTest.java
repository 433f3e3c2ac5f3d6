package io.creel.schedulers;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.ListStash;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock moves by 3 ms with every look of the closing thread: a time-out is a thousand looks, however slow the machine. */
@Timeout(60)
class HangingWorkerTest {
    private final AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 1_500_000_000);
    private final ListStash stash = new ListStash("stash");
    private final Thread closer = Thread.currentThread();
    private volatile boolean hang = true;

    private WorkerGroup group(int workers) {
        return WorkerGroup.builder("net", workers).nanoClock(this::look)
                .closeTimeoutNs(3_000_000_000L).build();
    }

    private long look() {
        return Thread.currentThread() == closer ? nowNs.getAndAdd(3_000_000) : nowNs.get();
    }

    private void hangHere() {
        while (hang) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldNameTheWorkerAndCloseTheOthersWhenAProgramHangs() {
        WorkerGroup group = group(2);
        group.startEach(index -> worker -> {
            if (index == 0) {
                hangHere();
            } else if (worker.counts().created() == 0) {
                worker.start(argument -> Coroutine.await(stash), null);
            }
            return 0;
        });
        await().until(() -> group.counts().resumed() == 1 && group.worker(0).counts().cycles() == 1);
        IllegalStateException report = assertThrows(IllegalStateException.class, group::close);
        assertEquals("close gave up, workers hang: group=net, timeoutNs=3000000000, workers=1", report.getMessage());
        Throwable hanging = report.getSuppressed()[0];
        assertEquals("the program or a coroutine does not return: worker=net-0, coroutine=null",
                hanging.getMessage());
        assertStack(hanging);
        assertEquals(1, group.counts().cancelled(), "the other worker cancelled what it held");
        group.close();
        hang = false;
    }

    @Test
    void shouldNameTheCoroutineWhenItHangsInItsUnwinding() {
        AtomicReference<Coroutine> coroutine = new AtomicReference<>();
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().created() == 0) {
                worker.start(argument -> {
                    coroutine.set(Coroutine.current());
                    try {
                        Coroutine.await(stash);
                    } finally {
                        hangHere();
                    }
                }, null);
            }
            return 0;
        });
        await().until(() -> group.counts().resumed() == 1);
        String name = coroutine.get().toString();
        IllegalStateException report = assertThrows(IllegalStateException.class, group::close);
        Throwable hanging = report.getSuppressed()[0];
        assertEquals("a cancelled coroutine does not end: worker=net-0, coroutine=" + name, hanging.getMessage());
        assertStack(hanging);
        hang = false;
        await().until(() -> group.counts().cancelled() == 1);
    }

    @Test
    void shouldCancelTheHandlesOfAHangingWorkerWhenItComesBack() {
        WorkerGroup group = group(1);
        group.start(worker -> {
            if (worker.counts().created() == 0) {
                worker.start(argument -> Coroutine.await(stash), null);
                return 0;
            }
            hangHere();
            return 0;
        });
        await().until(() -> group.counts().cycles() == 2);
        assertThrows(IllegalStateException.class, group::close);
        assertEquals(1, group.counts().outstanding());
        hang = false;
        await().until(() -> group.counts().outstanding() == 0);
        assertEquals(1, group.counts().cancelled());
    }

    @Test
    void shouldGiveUpWhenAStashNeverBecomesEmptyAndAHandleIsHeldElsewhere() {
        WorkerGroup group = group(1);
        Worker worker = group.worker(0);
        AtomicReference<Coroutine> kept = new AtomicReference<>();
        worker.start(self -> {
            kept.set(self);
            return true;
        }, argument -> {
        }, null);
        BottomlessStash bottomless = new BottomlessStash();
        bottomless.takenBy(worker.carrier());
        group.start(self -> 0);
        assertEquals("close gave up, coroutines keep coming: group=net, timeoutNs=3000000000",
                assertThrows(IllegalStateException.class, group::close).getMessage());
        assertEquals(1 + bottomless.made, group.counts().created());
    }

    /** Always holds one more, as a ring does whose producers never rest. */
    private static final class BottomlessStash extends Stash {
        private volatile int made;

        BottomlessStash() {
            super("bottomless");
        }

        @Override
        public int size() {
            return 1;
        }

        @Override
        protected boolean insert(Coroutine handle) {
            return true;
        }

        @Override
        protected Coroutine extract() {
            made = made + 1;
            Coroutine another = Coroutine.create(argument -> {
            }, null);
            claim(another);
            return another;
        }
    }

    private static void assertStack(Throwable hanging) {
        assertTrue(Arrays.stream(hanging.getStackTrace()).anyMatch(frame -> frame.getMethodName().equals("hangHere")),
                () -> Arrays.toString(hanging.getStackTrace()));
    }
}
