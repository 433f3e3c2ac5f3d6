package io.creel.examples.polls;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.creel.core.Body;
import io.creel.core.Carrier;
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
 *
 * <p>
 * The thread that has placed a request asks the worker at once to end its run. So a health check waits neither for the
 * quantum nor until a timer's thread gets a core. The timer remains for requests that were placed before the run began.
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
    private final boolean arrivalsAsk;

    /**
     * Starts the server on a free port of this machine.
     *
     * @throws IOException
     *             if it cannot listen
     */
    public HashServer() throws IOException {
        this(true);
    }

    /**
     * Starts the server on a free port of this machine.
     *
     * @param arrivalsAsk
     *            whether the thread that places a request asks the worker to end its run; otherwise only the timer does
     * @throws IOException
     *             if it cannot listen
     */
    public HashServer(boolean arrivalsAsk) throws IOException {
        this.arrivalsAsk = arrivalsAsk;
        System.setProperty("sun.net.httpserver.nodelay", "true"); // else the body waits until the head is acknowledged
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
            } else if (arrivalsAsk) {
                endRun();
            }
        });
    }

    /** Asks the worker to end its present run. If that run has ended by then, nothing happens. */
    private void endRun() {
        Carrier carrier = group.worker(0).carrier();
        long run = carrier.counters().resumed();
        if (carrier.running() != null) {
            carrier.preempt(run);
        }
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
     * Starts a server, sends it health checks while one long request is always in progress, and tells how long they
     * took.
     *
     * @param name
     *            of the row
     * @param arrivalsAsk
     *            as in the constructor
     * @param checks
     *            how many health checks are sent
     * @return a row of a Markdown table, see {@link HealthCheck#HEAD}
     * @throws Exception
     *             if a request fails
     */
    public static String row(String name, boolean arrivalsAsk, int checks) throws Exception {
        try (HashServer server = new HashServer(arrivalsAsk)) {
            return HealthCheck.row(name, server, checks);
        }
    }

    /**
     * Prints how long health checks take. If the agent is attached with {@code polls=io.creel.examples}, it weaves
     * polls.
     *
     * @param arguments
     *            the number of health checks; 1,000 by default, one every 10 ms
     * @throws Exception
     *             if a request fails
     */
    public static void main(String[] arguments) throws Exception {
        int checks = arguments.length == 0 ? 1_000 : Integer.parseInt(arguments[0]);
        System.out.println(HealthCheck.HEAD);
        System.out.println(row("timer asks", false, checks));
        System.out.println(row("arrivals ask, too", true, checks));
    }
}
