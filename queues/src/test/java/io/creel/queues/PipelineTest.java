package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Conway's separability: one pipeline with the same bodies, on one worker and on one worker per stage. */
class PipelineTest {
    private static final int ITEMS = 2_000;

    /** The functional logic; nothing in it depends on the number of workers. */
    private record Pipeline(Channel<Integer> numbers, Channel<Integer> squares, List<Integer> out, Runnable done) {
        Body<Object> produce() {
            return ignored -> {
                for (int i = 0; i < ITEMS; i++) {
                    numbers.send(i);
                }
                numbers.close();
            };
        }

        Body<Object> square() {
            return ignored -> {
                for (Integer n = numbers.receive(); n != null; n = numbers.receive()) {
                    squares.send(n * n);
                }
                squares.close();
            };
        }

        Body<Object> collect() {
            return ignored -> {
                for (Integer n = squares.receive(); n != null; n = squares.receive()) {
                    out.add(n);
                }
                done.run();
            };
        }
    }

    private static List<Integer> expected() {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            expected.add(i * i);
        }
        return expected;
    }

    @Test
    void shouldGiveTheSameResultWhenOnOneWorker() {
        ListStash ready = new ListStash("ready");
        Carrier carrier = new Carrier("only");
        Pipeline pipeline = new Pipeline(new LocalChannel<>("numbers", 4, ready),
                new LocalChannel<>("squares", 0, ready), new ArrayList<>(), () -> {
                });
        carrier.start(pipeline.produce(), null);
        carrier.start(pipeline.square(), null);
        carrier.start(pipeline.collect(), null);
        carrier.resumeStarted();
        Batch batch = new Batch(8);
        while (carrier.resume(ready.drain(batch, 8)) > 0) {
            // the worker
        }
        assertEquals(expected(), pipeline.out());
    }

    @Test
    void shouldGiveTheSameResultWhenOnOneWorkerPerStage() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        MpscStash[] ready = {new MpscStash("stage 0", 8), new MpscStash("stage 1", 8), new MpscStash("stage 2", 8)};
        Pipeline pipeline = new Pipeline(new SharedChannel<>("numbers", 4, 2, ready[0], ready[1]),
                new SharedChannel<>("squares", 2, 2, ready[1], ready[2]), new ArrayList<>(), done::countDown);
        ready[0].push(Coroutine.create(pipeline.produce(), null));
        ready[1].push(Coroutine.create(pipeline.square(), null));
        ready[2].push(Coroutine.create(pipeline.collect(), null));
        Thread[] workers = new Thread[3];
        for (int i = 0; i < 3; i++) {
            MpscStash mine = ready[i];
            workers[i] = Thread.ofPlatform().name("stage " + i).start(() -> {
                Carrier carrier = new Carrier(Thread.currentThread().getName());
                Batch batch = new Batch(8);
                while (done.getCount() > 0) {
                    if (carrier.resume(mine.drain(batch, 8)) == 0) {
                        Thread.yield();
                    }
                }
            });
        }
        for (Thread worker : workers) {
            worker.join();
        }
        assertEquals(expected(), pipeline.out());
    }
}
