package io.creel.examples.polls;

import io.creel.core.PollCounters;
import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The clients of the server: one that always has a long request in progress, and many that check its health. A health
 * check is sent when it is due, whether or not those before it were answered, and it takes from then on until its
 * answer. So a slow answer does not spare the server the checks that were due meanwhile.
 */
public final class HealthCheck {
    /** The head of the table. */
    public static final String HEAD = """
                                      | server | health checks | median, us | p99, us | most, us | sent late | hash, ms | preempted |
                                      |---|---|---|---|---|---|---|---|""";
    private static final int HASHES = 900_000;
    private static final long INTERVAL_NS = 10_000_000;
    /** How much later than due a check may be sent without being counted. */
    private static final long LATE_NS = 1_000_000;
    /** The first checks are not measured. */
    private static final int WARM_UP = 50;
    /** Enough for checks that wait for two long requests. */
    private static final int CONNECTIONS = 32;

    private final HashServer server;
    private final int checks;
    private final long[] tookNs;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final AtomicLong hashedNs = new AtomicLong();
    private final AtomicInteger hashes = new AtomicInteger();
    private volatile boolean ends;

    private HealthCheck(HashServer server, int checks) {
        this.server = server;
        this.checks = checks;
        tookNs = new long[WARM_UP + checks];
    }

    /** Returns a row with the times of the health checks. Throws if one of them was not answered. */
    static String row(String name, HashServer server, int checks) throws InterruptedException {
        return new HealthCheck(server, checks).measure(name);
    }

    private String measure(String name) throws InterruptedException {
        Thread hashing = Thread.ofPlatform().name("hash").start(this::hash);
        while (hashes.get() < 1) {
            if (failed.get() > 0) {
                throw new IllegalStateException("a long request was not answered: server=" + name);
            }
            Thread.onSpinWait(); // the code of the server has run once
        }
        long beginNs = System.nanoTime() + INTERVAL_NS;
        Thread[] checking = new Thread[CONNECTIONS];
        for (int i = 0; i < CONNECTIONS; i++) {
            checking[i] = Thread.ofPlatform().name("health " + i).start(() -> check(beginNs));
        }
        for (Thread each : checking) {
            each.join();
        }
        ends = true;
        hashing.join();
        if (failed.get() > 0) {
            throw new IllegalStateException("requests were not answered: server=" + name + ", failed=" + failed);
        }
        long[] sorted = Arrays.copyOfRange(tookNs, WARM_UP, tookNs.length);
        Arrays.sort(sorted);
        PollCounters polls = server.polls();
        return "| %s | %d | %d | %d | %d | %d | %d | %d |".formatted(name, sorted.length, sorted[checks / 2] / 1_000,
                sorted[checks * 99 / 100] / 1_000, sorted[checks - 1] / 1_000, late.get(),
                hashedNs.get() / hashes.get() / 1_000_000, polls.preempted());
    }

    private void hash() {
        try (Connection connection = new Connection(server.port())) {
            while (!ends) {
                long beganNs = System.nanoTime();
                connection.get("/hash?" + HASHES);
                hashedNs.addAndGet(System.nanoTime() - beganNs);
                hashes.incrementAndGet();
            }
        } catch (IOException unanswered) {
            failed.incrementAndGet();
        }
    }

    private void check(long beginNs) {
        try (Connection connection = new Connection(server.port())) {
            for (int i = next.getAndIncrement(); i < tookNs.length; i = next.getAndIncrement()) {
                long dueNs = beginNs + i * INTERVAL_NS;
                for (long leftNs = dueNs - System.nanoTime(); leftNs > 0; leftNs = dueNs - System.nanoTime()) {
                    LockSupport.parkNanos(leftNs);
                }
                if (System.nanoTime() - dueNs > LATE_NS && i >= WARM_UP) {
                    late.incrementAndGet();
                }
                connection.get("/health");
                tookNs[i] = System.nanoTime() - dueNs;
            }
        } catch (IOException unanswered) {
            failed.incrementAndGet();
        }
    }
}
