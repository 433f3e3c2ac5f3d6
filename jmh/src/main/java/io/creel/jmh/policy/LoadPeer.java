package io.creel.jmh.policy;

import io.creel.core.Coroutine;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import io.creel.sim.load.ServiceMix;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * One server of one open load, in a process of its own: one thread serves, the main thread sends. Prints {@link
 * OpenLoad#report} for the short requests and for all. JMH cannot measure this: the load is another thread.
 */
public final class LoadPeer {
    private static final int BATCH = 32;
    private static final int CAPACITY = 1 << 20;
    private static final long SEED = 42;
    private static final int QUANTUM_PIECES = (int) (TwoQueue.DEFAULT_QUANTUM_NS / Work.PIECE_NS);

    private LoadPeer() {
    }

    /** Takes the peer, the mix, the load, the rounds of a piece, and the milliseconds of warm-up and of measuring. */
    public static void main(String[] arguments) throws Exception {
        ServiceMix mix = ServiceMix.parse(arguments[1]);
        Work work = new Work(Integer.parseInt(arguments[3]));
        OpenLoad load = new OpenLoad(mix, Double.parseDouble(arguments[2]), ns(arguments[4]), ns(arguments[5]), SEED,
                work);
        switch (arguments[0]) {
            case "creelTwoQueue" -> creel(load, name -> new TwoQueue(name, TwoQueue.DEFAULT_QUANTUM_NS,
                    TwoQueue.DEFAULT_MAX_NEW));
            case "creelFifo" -> creel(load, Fifo::new);
            case "virtualThreads" -> load.send(request -> Thread.startVirtualThread(() -> load.serve(request, () -> {
            })));
            case "virtualThreadsThatYield" -> load.send(request -> Thread.startVirtualThread(yielding(load, request)));
            case "kotlin" -> load.send(request -> KotlinJob.launch(load, request, Integer.MAX_VALUE));
            case "kotlinThatYields" -> load.send(request -> KotlinJob.launch(load, request, QUANTUM_PIECES));
            case "fixedPool" -> pool(load);
            default -> throw new IllegalArgumentException("unknown peer: peer=" + arguments[0]);
        }
        String figures = load.report(0);
        System.out.println(load.split());
        System.out.println(figures);
        System.exit(0); // the peers' own threads would keep the process alive
    }

    private static long ns(String ms) {
        return Long.parseLong(ms) * 1_000_000;
    }

    private static void creel(OpenLoad load, Function<String, When> when) {
        Placement placement = Placement.builder("load", 1, System::nanoTime).when(when).capacity(CAPACITY).build();
        WorkerGroup group = new WorkerGroup("load", 1);
        placement.start(group, BATCH);
        Request.Server server = new Request.Server(load, placement);
        load.send(server);
        group.close();
    }

    /** A request with a checkpoint after each piece; the policy's quantum decides. */
    private record Request(OpenLoad load, int number) {
        static void serve(Request request) {
            request.load.serve(request.number, Coroutine::checkpoint);
        }

        record Server(OpenLoad load, Placement placement) implements IntConsumer {
            @Override
            public void accept(int number) {
                Coroutine handle = Coroutine.create(Request::serve, new Request(load, number));
                if (!placement.place(handle, Where.NONE)) {
                    throw new IllegalStateException("refused, so nothing can be compared: capacity=" + CAPACITY);
                }
            }
        }
    }

    /** Yields once per policy's quantum, a virtual thread's substitute for a checkpoint. */
    private static Runnable yielding(OpenLoad load, int request) {
        int[] untilYield = {QUANTUM_PIECES};
        return () -> load.serve(request, () -> {
            if (--untilYield[0] == 0) {
                untilYield[0] = QUANTUM_PIECES;
                Thread.yield();
            }
        });
    }

    private static void pool(OpenLoad load) {
        ExecutorService pool = Executors.newFixedThreadPool(1);
        load.send(request -> pool.execute(() -> load.serve(request, () -> {
        })));
        pool.shutdown();
    }
}
