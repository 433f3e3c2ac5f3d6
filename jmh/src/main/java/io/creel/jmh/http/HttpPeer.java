package io.creel.jmh.http;

import com.sun.management.OperatingSystemMXBean;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.creel.core.Coroutine;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.WorkerGroup;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.KernelThreads;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.vthreads.ThreadQueues;
import io.creel.schedulers.vthreads.VirtualThreads;
import io.creel.schedulers.when.besteffort.BestEffort;
import io.creel.schedulers.where.Where;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The JDK's HTTP server with a virtual thread per request, all on one carrier, until it is killed. JMH cannot measure
 * this: the load is in another process. CPU-bound work beside it is a job every 20 ms, which may be interrupted after
 * each of 300 pieces.
 */
public final class HttpPeer {
    private static final int JOB_PERIOD_MS = 20;
    private static final int JOB_PIECES = 300;
    private static final int PIECE_ROUNDS = 20_000;
    private static final int BATCH = 32;
    private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
            .getOperatingSystemMXBean();

    private HttpPeer() {
    }

    /** Takes the peer's name, and {@code true} for work beside; prints its port when it serves. */
    public static void main(String[] arguments) throws Exception {
        boolean beside = Boolean.parseBoolean(arguments[1]);
        Executor executor = switch (arguments[0]) {
            case "creel" -> creel(beside);
            case "defaultScheduler" -> defaultScheduler(beside);
            default -> throw new IllegalArgumentException("unknown peer: peer=" + arguments[0]);
        };
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HttpPeer::hello);
        server.createContext("/cpu", exchange -> answer(exchange, Long.toString(SYSTEM.getProcessCpuTime())));
        server.createContext("/times", HttpPeer::times);
        server.createContext("/ids", HttpPeer::ids);
        server.setExecutor(executor);
        server.start();
        System.out.println(server.getAddress().getPort());
    }

    private static void hello(HttpExchange exchange) throws IOException {
        answer(exchange, "hello, world");
    }

    /** Says from when to when this handler ran, as far as it can know. */
    private static void times(HttpExchange exchange) throws IOException {
        long beginNs = System.nanoTime();
        answer(exchange, beginNs + " " + System.nanoTime());
    }

    /** Says which process and which thread answer, and keeps that thread on the CPU that the query names. */
    private static void ids(HttpExchange exchange) throws IOException {
        KernelThreads.pin(0, CpuSet.parse(exchange.getRequestURI().getQuery()));
        answer(exchange, KernelThreads.process() + " " + KernelThreads.self());
    }

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = (text + HttpLoad.END).getBytes(StandardCharsets.US_ASCII);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /**
     * Serves threads first; computing coroutines get the remaining time. The worker parks at once, as the JDK's carrier
     * does.
     */
    private static Executor creel(boolean beside) {
        WorkerGroup group = WorkerGroup.builder("http", 1)
                .idle(() -> new SpinThenPark(0, SpinThenPark.DEFAULT_MAX_PARK_NS)).build();
        Placement placement = Placement.builder("http", 1, System::nanoTime)
                .when(name -> new BestEffort(name, handle -> handle.thread() == null)).build();
        VirtualThreads threads = new VirtualThreads("http", ThreadQueues.in(placement::place, group), System::nanoTime);
        placement.start(group, BATCH);
        if (beside) {
            startJobs(() -> placement.place(Coroutine.create(ignored -> crunch(Coroutine::checkpoint), null),
                    Where.NONE));
        }
        return threads.executor();
    }

    /** Returns the JDK's scheduler, which the question starts with one carrier. */
    private static Executor defaultScheduler(boolean beside) {
        if (beside) {
            startJobs(() -> Thread.startVirtualThread(() -> crunch(Thread::yield)));
        }
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    private static void startJobs(Runnable job) {
        Executors.newSingleThreadScheduledExecutor(task -> Thread.ofPlatform().daemon().unstarted(task))
                .scheduleAtFixedRate(job, JOB_PERIOD_MS, JOB_PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private static void crunch(Runnable afterPiece) {
        long state = 1;
        for (int piece = 0; piece < JOB_PIECES && state != 0; piece++) {
            for (int i = 0; i < PIECE_ROUNDS; i++) {
                state ^= state << 13;
                state ^= state >>> 7;
                state ^= state << 17;
            }
            afterPiece.run();
        }
    }
}
