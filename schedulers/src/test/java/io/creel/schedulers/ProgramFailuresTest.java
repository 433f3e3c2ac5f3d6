package io.creel.schedulers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.FailureHandler;
import io.creel.core.ThreadBindingException;
import io.creel.queues.ListStash;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that throws in every cycle does not print without end, and stops its group if it can never go on. */
@Timeout(60)
class ProgramFailuresTest {
    private static final int CYCLES = 1_000;
    /** The 1st, 2nd, 4th, … 512th cycle. */
    private static final int REPORTED_CYCLES = 10;

    private final List<Throwable> told = new ArrayList<>();

    private Worker worker(WorkerProgram program) {
        return new Worker("w", program, () -> 0, FailureHandler.PRINT, (_, failure) -> told.add(failure));
    }

    @Test
    void shouldTellTheSameFailureEverMoreRarelyAndCountAll() {
        Worker worker = worker(_ -> {
            throw new IllegalStateException("planted");
        });
        for (int i = 0; i < CYCLES; i++) {
            assertEquals(1, worker.doWork());
        }
        assertEquals(REPORTED_CYCLES, told.size());
        assertEquals(CYCLES, worker.counts().programFailures());
    }

    @Test
    void shouldTellANewFailureAtOnceAmongRepeatedOnes() {
        Worker worker = worker(self -> {
            if (self.counts().cycles() == CYCLES) {
                throw new IllegalArgumentException("new");
            }
            throw new IllegalStateException("planted");
        });
        for (int i = 0; i < CYCLES; i++) {
            assertEquals(1, worker.doWork());
        }
        assertEquals("new", told.getLast().getMessage());
    }

    @Test
    void shouldTakeAllFurtherKindsForOneWhenThereAreTooMany() {
        RepeatedFailures failures = new RepeatedFailures();
        int counted = 0;
        for (int i = 0; i < RepeatedFailures.MAX_KINDS + CYCLES; i++) {
            Throwable failure = new IllegalStateException("planted");
            failure.setStackTrace(new StackTraceElement[]{new StackTraceElement("Place", "of", "Place.java", i)});
            counted += failures.isReported(failure) ? 1 : 0;
        }
        assertEquals(RepeatedFailures.MAX_KINDS + REPORTED_CYCLES, counted);
    }

    @Test
    void shouldStopTheGroupAndThrowTheSentenceWhenTwoWorkersShareAStash() {
        ConcurrentLinkedQueue<Throwable> toldInGroup = new ConcurrentLinkedQueue<>();
        ListStash shared = new ListStash("shared");
        try (WorkerGroup group = WorkerGroup.builder("net", 2).failures((_, failure) -> toldInGroup.add(failure))
                .build()) {
            IllegalStateException thrown = assertThrows(IllegalStateException.class,
                    () -> group.run(worker -> worker.resume(shared.drain(new Batch(8), 8))));
            assertTrue(thrown.getMessage().matches("drain refused, this stash is for one thread, use a stash between"
                    + " threads, such as an MpscStash, or one for each thread: stash=shared, thread=net-[01],"
                    + " by=net-[01], group=net, worker=net-[01]"), thrown::getMessage);
            assertInstanceOf(ThreadBindingException.class, thrown.getCause());
            assertSame(thrown, assertThrows(IllegalStateException.class, group::awaitStop));
            assertTrue(toldInGroup.contains(thrown.getCause()), toldInGroup::toString);
        }
    }
}
