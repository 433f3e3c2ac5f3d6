package io.creel.jmh.stash;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.jmh.Operations;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import java.util.concurrent.SynchronousQueue;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Measures an item's hand-over between one sender and one receiver without a buffer: one of the two waits. */
public class ChannelBenchmark {
    /** The baseline of every ratio. */
    public static final String BASELINE = "creel";

    private static final int ITEMS = 4096;

    /** A sender that never ends and a receiver that counts, on one carrier. */
    @State(Scope.Thread)
    public static class Creel {
        private final Carrier carrier = new Carrier("carrier");
        private final ListStash ready = new ListStash("ready");
        private final LocalChannel<Integer> channel = new LocalChannel<>("channel", 0, ready);
        private final Batch batch = new Batch(8);
        private int received;

        /** Starts both; short generations come first, so that the live bodies are compiled code. */
        @Setup
        public void make() {
            for (int generation = 0; generation < 2_000; generation++) {
                start(channel, 200);
                run(Integer.MAX_VALUE);
            }
            start(channel, Long.MAX_VALUE);
        }

        private void start(LocalChannel<Integer> through, long items) {
            carrier.start(ignored -> {
                for (long i = 0; i < items && through.send(1); i++) {
                    continue;
                }
            }, this);
            carrier.start(ignored -> {
                for (long i = 0; i < items; i++) {
                    Integer item = through.receive();
                    if (item == null) {
                        break;
                    }
                    received += item;
                }
            }, this);
            carrier.resumeStarted();
        }

        int run(int items) {
            int until = received > Integer.MAX_VALUE - items ? Integer.MAX_VALUE : received + items;
            while (received < until && carrier.resume(ready.drain(batch, 8)) > 0) {
                continue;
            }
            int done = received;
            received = 0;
            return done;
        }

        /** Ends both. */
        @TearDown
        public void close() {
            channel.close();
            carrier.close();
        }
    }

    /** A sender that never ends and a receiver that counts, on one thread. */
    @State(Scope.Thread)
    public static class Kotlin {
        private final KotlinRendezvous rendezvous = new KotlinRendezvous();

        /** Starts both, after as many short ones as for Creel. */
        @Setup
        public void make() {
            for (int generation = 0; generation < 2_000; generation++) {
                rendezvous.start(200);
                rendezvous.run(Integer.MAX_VALUE);
            }
            rendezvous.start(Long.MAX_VALUE);
        }
    }

    /** A sender and a receiver that the JDK schedules, on the part's number of carriers. */
    @State(Scope.Thread)
    public static class Virtual {
        private final SynchronousQueue<Integer> queue = new SynchronousQueue<>();
        private final SynchronousQueue<Integer> done = new SynchronousQueue<>();
        private final SynchronousQueue<Integer> go = new SynchronousQueue<>();
        private Thread sender;
        private Thread receiver;

        /** Starts both. */
        @Setup
        public void make() {
            sender = Thread.ofVirtual().start(() -> untilInterrupted(() -> {
                for (int left = go.take(); left > 0; left--) {
                    queue.put(1);
                }
            }));
            receiver = Thread.ofVirtual().start(() -> untilInterrupted(() -> {
                int sum = 0;
                for (int left = ITEMS; left > 0; left--) {
                    sum += queue.take();
                }
                done.put(sum);
            }));
        }

        private interface Round {
            void run() throws InterruptedException;
        }

        private static void untilInterrupted(Round round) {
            try {
                while (true) {
                    round.run();
                }
            } catch (InterruptedException end) {
                // by the tear-down
            }
        }

        /** Ends both. */
        @TearDown
        public void close() throws InterruptedException {
            sender.interrupt();
            receiver.interrupt();
            sender.join();
            receiver.join();
        }
    }

    /** A rendezvous; woken coroutines wait in a list, which is drained in batches. */
    @Benchmark
    @Operations(ITEMS)
    public int creel(Creel state) {
        return state.run(ITEMS);
    }

    /** The rendezvous channel of kotlinx.coroutines; woken coroutines wait in a queue, which is drained. */
    @Benchmark
    @Operations(ITEMS)
    public int kotlinRendezvous(Kotlin state) {
        return state.rendezvous.run(ITEMS);
    }

    /** The JDK's rendezvous between virtual threads. */
    @Benchmark
    @Operations(ITEMS)
    public int synchronousQueueOnVirtualThreads(Virtual state) throws InterruptedException {
        state.go.put(ITEMS);
        return state.done.take();
    }
}
