package io.creel.examples.polls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.creel.core.Body;
import io.creel.core.Coroutine;
import io.creel.core.PollCounters;
import io.creel.schedulers.PreemptionTimer;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.when.twoqueue.TwoQueue;
import io.creel.schedulers.where.Where;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/**
 * An HTTP server on one worker: {@code /health} answers at once, {@code /hash?900000} hashes for about 100 ms. New
 * requests run first, and a preempted one waits behind them.
 *
 * <p>
 * A class loader weaves the polls, see {@code HashServerTest}. Loaded without it, a health check waits for the hash.
 */
public final class HashServer implements AutoCloseable {
    private static final long QUANTUM_NS = 200_000;
    private static final long PERIOD_NS = 50_000;
    private static final int BATCH = 8;

    private final HttpServer http;
    private final WorkerGroup group = new WorkerGroup("http", 1);
    private final Placement placement = Placement.builder("http", 1, System::nanoTime)
            .when(queue -> new TwoQueue(queue, TwoQueue.MAX_QUANTUM_NS, TwoQueue.DEFAULT_MAX_NEW)).build();
    private final PreemptionTimer timer = new PreemptionTimer(group, QUANTUM_NS);
    private final Thread clock = new Thread(this::runTimer, "preemption timer");

    /**
     * Starts the server on a free port of this machine.
     *
     * @throws IOException
     *             if it cannot listen
     */
    public HashServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        serve("/health", Requests::health);
        serve("/hash", Requests::hash);
        placement.start(group, BATCH);
        clock.start();
        http.start();
    }

    private void serve(String path, Body<HttpExchange> request) {
        http.createContext(path, exchange -> {
            Coroutine handle = Coroutine.create(request, exchange);
            if (!placement.place(handle, Where.NONE)) {
                handle.abandon();
                exchange.close();
            }
        });
    }

    private void runTimer() {
        while (!clock.isInterrupted()) {
            timer.check(System.nanoTime());
            LockSupport.parkNanos(PERIOD_NS);
        }
        timer.close();
    }

    /** {@return the port} */
    public int port() {
        return http.getAddress().getPort();
    }

    /** {@return how the polls of the worker answered} */
    public PollCounters polls() {
        return group.worker(0).carrier().counters().polls();
    }

    /** {@return whether no request runs; an estimate} */
    public boolean isIdle() {
        return group.worker(0).carrier().running() == null;
    }

    @Override
    public void close() {
        http.stop(0);
        clock.interrupt();
        group.close();
    }

    /**
     * Sends long and short requests, and prints how long the short ones took.
     *
     * @param arguments
     *            the number of short requests; 200 by default
     * @throws Exception
     *             if a request fails
     */
    public static void main(String[] arguments) throws Exception {
        int count = arguments.length == 0 ? 200 : Integer.parseInt(arguments[0]);
        try (HashServer server = new HashServer()) {
            System.out.println(HealthCheck.measure(server, count));
        }
    }
}
