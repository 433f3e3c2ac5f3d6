package io.creel.examples.course;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import io.creel.queues.MpscStash;
import io.creel.queues.SharedChannel;
import io.creel.schedulers.WorkerGroup;

/**
 * Three coroutines joined by two channels run on one worker, and then on one worker per stage. The bodies are the same
 * both times. Only the channels, and the stashes that woken coroutines go to, depend on the placement.
 *
 * <p>
 * Source: M. Conway, "Design of a separable transition-diagram compiler", CACM 6(7), 1963: a program is separable if
 * its modules communicate only by passing items, so they may run as coroutines, in passes or in parallel.
 */
public final class C04_OnePipelineTwoPlacements {
    private static final int ITEMS = 10_000;

    private final Channel<Integer> numbers;
    private final Channel<Integer> squares;
    private final WorkerGroup group;
    private int count;
    private long sum;

    private C04_OnePipelineTwoPlacements(Channel<Integer> numbers, Channel<Integer> squares, WorkerGroup group) {
        this.numbers = numbers;
        this.squares = squares;
        this.group = group;
    }

    /** WHAT, first stage. None of the three stages knows the number of workers. */
    private void count() {
        for (int i = 1; i <= ITEMS; i++) {
            MustAccept.check(numbers.send(i));
        }
        numbers.close();
    }

    private void square() {
        for (Integer n = numbers.receive(); n != null; n = numbers.receive()) {
            MustAccept.check(squares.send(n * n % 1_000));
        }
        squares.close();
    }

    private void add() {
        for (Integer n = squares.receive(); n != null; n = squares.receive()) {
            count++;
            sum += n;
        }
        group.stop();
    }

    /** Starts the three stages into the workers' stashes. */
    private void start(Stash one, Stash two, Stash three) {
        MustAccept.push(one, Coroutine.create(body(C04_OnePipelineTwoPlacements::count), this));
        MustAccept.push(two, Coroutine.create(body(C04_OnePipelineTwoPlacements::square), this));
        MustAccept.push(three, Coroutine.create(body(C04_OnePipelineTwoPlacements::add), this));
    }

    private static Body<C04_OnePipelineTwoPlacements> body(Body<C04_OnePipelineTwoPlacements> stage) {
        return stage;
    }

    private void print(String placement) {
        System.out.printf("%s: items=%d, sum=%d, completed=%d%n", placement, count, sum, group.counts().completed());
    }

    private static void onOneWorker() throws InterruptedException {
        var ready = new ListStash("ready");
        var batch = new Batch(8);
        var group = new WorkerGroup("only", 1);
        var pipeline = new C04_OnePipelineTwoPlacements(new LocalChannel<>("numbers", 4, ready),
                new LocalChannel<>("squares", 0, ready), group);
        pipeline.start(ready, ready, ready);
        try (group) {
            group.run(worker -> worker.resume(ready.drain(batch, 8)));
        }
        pipeline.print("one worker        ");
    }

    private static void onOneWorkerAStage() throws InterruptedException {
        var ready = new MpscStash[]{new MpscStash("ready 0", 4), new MpscStash("ready 1", 4),
                new MpscStash("ready 2", 4)};
        var group = new WorkerGroup("stage", 3);
        var pipeline = new C04_OnePipelineTwoPlacements(new SharedChannel<>("numbers", 4, 1, ready[0], ready[1]),
                new SharedChannel<>("squares", 2, 1, ready[1], ready[2]), group);
        pipeline.start(ready[0], ready[1], ready[2]);
        try (group) {
            group.startEach(stage -> {
                var batch = new Batch(8);
                return worker -> {
                    int resumed = worker.resume(ready[stage].drain(batch, 8));
                    for (int other = 0; resumed > 0 && other < ready.length; other++) {
                        group.worker(other).wake(); // a push into the stash of another worker does not wake it
                    }
                    return resumed;
                };
            });
            group.awaitStop();
        }
        pipeline.print("one worker a stage");
    }

    /** Runs it both ways. */
    public static void main(String[] args) throws InterruptedException {
        onOneWorker();
        onOneWorkerAStage();
    }
}
/*
Output:
one worker        : items=10000, sum=4615000, completed=3
one worker a stage: items=10000, sum=4615000, completed=3
*/
