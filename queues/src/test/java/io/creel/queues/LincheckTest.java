package io.creel.queues;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.core.Stash;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * The structures between threads are linearizable: for any operations of two or three threads at once, some order of
 * the operations explains their results. No operations run before the parallel part, because the default number of them
 * hides faults of the first operations.
 */
public class LincheckTest {
    private static void check(Options<?, ?> options, int iterations, Class<?> operations, Class<?> model) {
        options.iterations(iterations).threads(2).actorsPerThread(4).actorsBefore(0).actorsAfter(1)
                .minimizeFailedScenario(false)
                .sequentialSpecification(model).check(operations);
    }

    private static void stress(Class<?> operations, Class<?> model) {
        check(new StressOptions().invocationsPerIteration(TestLength.of(150, 20_000)), TestLength.of(4, 100),
                operations,
                model);
    }

    /**
     * Runs the model checker. It tries each interleaving twice, and both runs must go the same way. The registries of
     * all stashes and carriers would differ between the two, because they hold those of every other test in this JVM
     * and drop the ones that the garbage collector has found since.
     */
    private static void modelCheck(Class<?> operations, Class<?> model) {
        check(new ModelCheckingOptions().invocationsPerIteration(TestLength.of(40, 3_000))
                .addGuarantee(forClasses("io.creel.core.Stashes", "io.creel.core.Carriers").allMethods().ignore()),
                TestLength.of(2, 50), operations,
                model);
    }

    /** The sequential model: a bounded queue. */
    public static class RingModel {
        final ArrayDeque<Integer> queue = new ArrayDeque<>();

        public boolean push(int value) {
            return queue.size() < 4 && queue.add(value);
        }

        public Integer pop() {
            return queue.poll();
        }
    }

    /**
     * The sequential model of a close, which forgets all handles. It has no bound, because a close is not a single step
     * for the bound: a push that a close overtakes may find room that the close has just made, and is then cancelled.
     */
    public static class ClosingModel extends RingModel {
        private boolean closed;

        @Override
        public boolean push(int value) {
            return !closed && queue.add(value);
        }

        public void close() {
            closed = true;
            queue.clear();
        }
    }

    /** The operations of a stash, on numbers. */
    @Param(name = "value", gen = IntGen.class, conf = "1:9")
    public abstract static class RingOperations {
        private final Stash ring;

        RingOperations(Stash ring) {
            this.ring = ring;
        }

        boolean doPush(int value) {
            return ring.push(StashContract.handle(value));
        }

        Integer doPop() {
            Coroutine handle = ring.pop();
            return handle == null ? null : StashContract.number(handle);
        }

        void doClose() {
            ring.close();
        }
    }

    /** One thread pushes, another takes. */
    public static class SpscOperations extends RingOperations {
        public SpscOperations() {
            super(new SpscStash("ring", 4));
        }

        @Operation(nonParallelGroup = "pusher")
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation(nonParallelGroup = "taker")
        public Integer pop() {
            return doPop();
        }
    }

    /** One thread pushes, another takes and closes. */
    public static class SpscClosingOperations extends RingOperations {
        public SpscClosingOperations() {
            super(new SpscStash("ring", 16));
        }

        @Operation(nonParallelGroup = "pusher")
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation(nonParallelGroup = "taker")
        public Integer pop() {
            return doPop();
        }

        @Operation(nonParallelGroup = "taker", runOnce = true)
        public void close() {
            doClose();
        }
    }

    /** Any thread pushes, one takes. */
    public static class MpscOperations extends RingOperations {
        public MpscOperations() {
            super(new MpscStash("ring", 4));
        }

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation(nonParallelGroup = "taker")
        public Integer pop() {
            return doPop();
        }
    }

    /** Any thread pushes, one takes and closes. */
    public static class MpscClosingOperations extends RingOperations {
        public MpscClosingOperations() {
            super(new MpscStash("ring", 16));
        }

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation(nonParallelGroup = "taker")
        public Integer pop() {
            return doPop();
        }

        @Operation(nonParallelGroup = "taker", runOnce = true)
        public void close() {
            doClose();
        }
    }

    /** Any thread pushes, any thread takes. */
    public static class MpmcOperations extends RingOperations {
        public MpmcOperations() {
            super(new MpmcStash("ring", 4));
        }

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation
        public Integer pop() {
            return doPop();
        }
    }

    /** Any thread pushes, any takes, any closes. */
    public static class MpmcClosingOperations extends RingOperations {
        public MpmcClosingOperations() {
            super(new MpmcStash("ring", 16));
        }

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation
        public Integer pop() {
            return doPop();
        }

        @Operation(runOnce = true)
        public void close() {
            doClose();
        }
    }

    /** A canary: a single-threaded list that two threads use. */
    public static class FaultyOperations extends RingOperations {
        public FaultyOperations() {
            super(new Faulty());
        }

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return doPush(value);
        }

        @Operation
        public Integer pop() {
            return doPop();
        }
    }

    private static final class Faulty extends Stash {
        private final Coroutine[] slots = new Coroutine[4];
        private volatile int first;
        private volatile int end;

        Faulty() {
            super("faulty");
        }

        @Override
        public int size() {
            return end - first;
        }

        @Override
        public void forEach(Consumer<Coroutine> action) {
            // shows no handles
        }

        @Override
        protected boolean insert(Coroutine handle) {
            int at = end;
            if (at - first == 4) {
                return false;
            }
            Thread.yield();
            slots[at & 3] = handle;
            end = at + 1; // another thread may have written the same slot
            return true;
        }

        @Override
        protected Coroutine extract() {
            int at = first;
            if (at == end) {
                return null;
            }
            Thread.yield();
            first = at + 1;
            return slots[at & 3];
        }
    }

    /** The operations of a channel that do not wait. */
    @Param(name = "value", gen = IntGen.class, conf = "1:9")
    public static class ChannelOperations {
        private final ListStash ready = new ListStash("ready");
        private final SharedChannel<Integer> channel = new SharedChannel<>("channel", 4, 2, ready, ready);

        @Operation
        public boolean push(@Param(name = "value") int value) {
            return channel.trySend(value);
        }

        @Operation
        public Integer pop() {
            return channel.tryReceive();
        }
    }

    @Test
    void shouldBeLinearizableWhenAnSpscIsStressed() {
        stress(SpscOperations.class, RingModel.class);
        stress(SpscClosingOperations.class, ClosingModel.class);
    }

    @Test
    void shouldBeLinearizableWhenAnMpscIsStressed() {
        stress(MpscOperations.class, RingModel.class);
        stress(MpscClosingOperations.class, ClosingModel.class);
    }

    @Test
    void shouldBeLinearizableWhenAnMpmcIsStressed() {
        stress(MpmcOperations.class, RingModel.class);
        stress(MpmcClosingOperations.class, ClosingModel.class);
    }

    @Test
    void shouldBeLinearizableWhenAChannelIsStressed() {
        stress(ChannelOperations.class, RingModel.class);
    }

    @Test
    void shouldFindAFaultWhenAListForOneThreadIsStressed() {
        LincheckAssertionError found = assertThrows(LincheckAssertionError.class,
                () -> stress(FaultyOperations.class, RingModel.class));
        assertTrue(found.getMessage().contains("push("), found.getMessage());
    }

    @Test
    void shouldBeLinearizableWhenEveryInterleavingOfAnMpscIsTried() {
        modelCheck(MpscClosingOperations.class, ClosingModel.class);
    }

    @Test
    void shouldFindAFaultWhenEveryInterleavingOfAListForOneThreadIsTried() {
        assertThrows(LincheckAssertionError.class, () -> modelCheck(FaultyOperations.class, RingModel.class));
    }
}
