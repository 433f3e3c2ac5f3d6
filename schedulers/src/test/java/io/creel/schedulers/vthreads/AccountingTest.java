package io.creel.schedulers.vthreads;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Coroutine;
import io.creel.schedulers.Worker;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.microquanta.MicroQuanta;
import io.creel.schedulers.when.shares.Shares;
import io.creel.schedulers.where.Where;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Virtual threads are charged like coroutines. The test runs one worker, with a clock that moves by a turn whenever it
 * is read, so that every turn has the same length.
 */
class AccountingTest {
    private static final long TURN_NS = 1_000;

    private final int[] turns = new int[2];
    private final List<VirtualThreads> classes = new ArrayList<>();
    private long nowNs;
    private volatile boolean stopped;
    private Worker worker;

    private Placement serve(Function<String, When> when) {
        Placement placement = Placement.builder("web", 1, this::read).when(when).types(2, this::typeOf).build();
        worker = new Worker("worker", new PlacementProgram(placement, 0, 8, this::read), () -> nowNs);
        for (int type = 0; type < 2; type++) {
            classes.add(new VirtualThreads("class-" + type, new ThreadQueues() {
                @Override
                public boolean place(Coroutine handle, Worker by) {
                    return placement.place(handle, Where.NONE);
                }

                @Override
                public void wake() {
                    // the test runs the worker
                }
            }, System::nanoTime));
        }
        return placement;
    }

    private long read() {
        nowNs += TURN_NS;
        return nowNs;
    }

    /** Coroutines carry their type; the type of a thread is known by its class. */
    private int typeOf(Coroutine handle) {
        return handle.argument() instanceof Integer type ? type : classes.indexOf(handle.argument());
    }

    private void startThreads(int type, int count) {
        for (int i = 0; i < count; i++) {
            classes.get(type).factory().newThread(() -> {
                while (!stopped) {
                    turns[type]++;
                    Thread.yield();
                }
            }).start();
        }
    }

    private void run(int atLeast) {
        while (turns[0] + turns[1] < atLeast) {
            worker.doWork();
        }
    }

    @AfterEach
    void end() {
        stopped = true;
        for (int idle = 0; idle < 3;) {
            idle = worker.doWork() == 0 ? idle + 1 : 0;
        }
    }

    @Test
    void shouldDivideTheWorkerByWeightBetweenTwoClassesOfThreads() {
        serve(name -> new Shares(name, Long.MAX_VALUE, this::typeOf, 300, 100));
        startThreads(0, 4);
        startThreads(1, 4);
        run(8_000);
        assertTrue(turns[0] >= 5_900 && turns[0] <= 6_100, () -> "3 : 1 became " + turns[0] + " : " + turns[1]);
    }

    @Test
    void shouldDivideTheWorkerBetweenThreadsAndCoroutines() {
        Placement placement = serve(name -> new Shares(name, Long.MAX_VALUE, this::typeOf, 100, 100));
        startThreads(0, 4);
        for (int i = 0; i < 2; i++) {
            placement.place(Coroutine.create(type -> {
                while (!stopped) {
                    turns[type]++;
                    Coroutine.transfer(placement);
                }
            }, 1), Where.NONE);
        }
        run(8_000);
        assertTrue(turns[0] >= 3_900 && turns[0] <= 4_100, () -> "1 : 1 became " + turns[0] + " : " + turns[1]);
    }

    @Test
    void shouldHoldThreadsToTheBudgetOfTheirClass() {
        serve(name -> new MicroQuanta(name, () -> nowNs, handle -> typeOf(handle) == 0, 50 * TURN_NS, 200 * TURN_NS));
        startThreads(0, 2); // within their budget they go first, so without one they would take every turn
        startThreads(1, 2);
        run(8_000);
        assertTrue(turns[1] > turns[0],
                () -> "a budget of a quarter became " + turns[0] + " of " + (turns[0] + turns[1]));
        assertTrue(turns[0] > 1_000, () -> "a budget of a quarter became " + turns[0] + " of " + (turns[0] + turns[1]));
        assertEquals(0, classes.get(0).counts().postponed());
    }
}
