package io.creel.examples.course;

import io.creel.core.Coroutine;
import io.creel.schedulers.services.Scheduler;
import io.creel.schedulers.services.SchedulerBuilder;
import io.creel.schedulers.when.priority.StrictPriority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Packet coroutines and blocking code on the same worker, in one queue with one policy. The application is ordinary
 * code: it sleeps, reads a file, computes, and does not know Creel. Its threads belong to a class of virtual threads,
 * which is a type like any other. Packets are served first; the application yields at checkpoints to let them.
 */
public final class C12_BlockingCodeBesidePackets {
    private static final int PACKETS = 2_000;
    private static final int REQUESTS = 200;
    private static final long PACKET_GAP_NS = 100_000;
    private static final int PACKET = 0;
    private static final int APPLICATION = 1;
    private static final int TYPES = 2;
    private static final int MAX_PASSED = 1_000;

    private final Histogram packetNs = new ConcurrentHistogram(TimeUnit.SECONDS.toNanos(10), 3);
    private final Histogram requestNs = new ConcurrentHistogram(TimeUnit.SECONDS.toNanos(10), 3);

    private C12_BlockingCodeBesidePackets() {
    }

    /** The argument of a packet's coroutine; a thread's handle has its class. */
    private record Packet(long arrivedNs) {
    }

    private static int typeOf(Coroutine handle) {
        return handle.argument() instanceof Packet ? PACKET : APPLICATION;
    }

    private void servePacket(Packet packet) {
        packetNs.recordValue(System.nanoTime() - packet.arrivedNs);
    }

    /** Ordinary blocking code. */
    private int serveRequest(Path file, long arrivedNs) throws IOException, InterruptedException {
        Thread.sleep(1);
        int sum = 0;
        for (byte each : Files.readAllBytes(file)) {
            sum += each;
            if (sum % 64 == 0) {
                Thread.yield();
            }
        }
        requestNs.recordValue(System.nanoTime() - arrivedNs);
        return sum;
    }

    private void run() throws IOException, InterruptedException {
        Path file = Files.createTempFile("creel", ".txt");
        Files.writeString(file, "blocking code beside packets\n".repeat(200));
        SchedulerBuilder settings = Scheduler.builder("server", 1).withThreads().maxBatch(8)
                .when(name -> new StrictPriority(name, TYPES, C12_BlockingCodeBesidePackets::typeOf, MAX_PASSED));
        try (Scheduler server = settings.start()) {
            try (ExecutorService executor = server.threads().executor()) {
                for (int i = 0; i < PACKETS; i++) {
                    if (i % (PACKETS / REQUESTS) == 0) {
                        long arrivedNs = System.nanoTime();
                        executor.submit(() -> serveRequest(file, arrivedNs));
                    }
                    Coroutine packet = Coroutine.create(this::servePacket, new Packet(System.nanoTime()));
                    while (!server.place(packet)) {
                        Thread.onSpinWait(); // full: the worker is serving it
                    }
                    LockSupport.parkNanos(PACKET_GAP_NS);
                }
            } // waits for the last request
            while (packetNs.getTotalCount() < PACKETS) {
                Thread.onSpinWait();
            }
        } finally {
            Files.delete(file);
        }
        print("packets", packetNs);
        print("requests", requestNs);
    }

    private static void print(String name, Histogram ns) {
        System.out.printf("%-8s served %d, median %d us, p99 %d us%n", name, ns.getTotalCount(),
                ns.getValueAtPercentile(50) / 1_000, ns.getValueAtPercentile(99) / 1_000);
    }

    /** Serves both, and prints how long each took. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new C12_BlockingCodeBesidePackets().run();
    }
}
/*
Output:
packets  served 2000, median 37 us, p99 291 us
requests served 200, median 1530 us, p99 3700 us
*/
