package io.creel.cli.soak;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.PacketBatch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Rounds of {@link SoakRound}, and captures opened and closed while packets are out, until the time is over. Exits with
 * 1 at the first wrong sum, and prints the seed of that round.
 *
 * <p>
 * Settings, by system property: {@code soak.minutes}, {@code soak.seed}, {@code soak.frames} per round, {@code
 * soak.nics}: words of further NICs to open and close in each round, separated by spaces.
 */
final class SystemSoak {
    private static final long PROGRESS_NS = TimeUnit.SECONDS.toNanos(10);

    private final int frames;
    private final String capture;
    private long created;
    private long completed;
    private long failed;
    private long cancelled;
    private long lost;
    private long threads;

    SystemSoak(String capture, int frames) {
        this.capture = capture;
        this.frames = frames;
    }

    /** Runs a round of everything. Returns the wrong sum; {@code null} if all are right. */
    String round(long seed) throws InterruptedException, IOException {
        SoakRound.Outcome outcome = new SoakRound(seed, SoakRound.Plant.NOTHING).run(frames);
        created += outcome.counts().created();
        completed += outcome.counts().completed();
        failed += outcome.counts().failed();
        cancelled += outcome.counts().cancelled();
        lost += outcome.lost();
        threads += outcome.threads().started();
        String fault = outcome.fault();
        return fault == null ? openAndClose("pcap:" + capture) : fault;
    }

    /** Closes a NIC while some of its packets are out; then they return to the pool. */
    String openAndClose(String word) throws IOException {
        Nic nic = Nics.open(word);
        PacketBatch batch = new PacketBatch(32);
        nic.rx(0).poll(batch, 32);
        nic.close();
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).release();
        }
        return nic.pool().outstanding() == 0
                ? null
                : "packets are missing: nic=" + word + ", out=" + nic.pool().outstanding();
    }

    @Override
    public String toString() {
        return "created=" + created + " = completed=" + completed + " + failed=" + failed + " + cancelled=" + cancelled
                + " + reportedLost=" + lost + ", virtualThreads=" + threads;
    }

    private static long residentKiB() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst().orElse(0);
        }
    }

    /** Returns the used heap after a collection. */
    private static long liveHeapKiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024;
    }

    /** Runs for {@code soak.minutes}. */
    public static void main(String[] args) throws Exception {
        long minutes = Long.getLong("soak.minutes", 10);
        long seed = Long.getLong("soak.seed", 1);
        String[] more = System.getProperty("soak.nics", "").isBlank()
                ? new String[0]
                : System.getProperty("soak.nics").split(" ");
        SystemSoak soak = new SystemSoak(args[0], Integer.getInteger("soak.frames", 20_000));
        long endNs = System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        long saysNs = System.nanoTime();
        long rounds = 0;
        while (System.nanoTime() - endNs < 0) {
            String fault = soak.round(seed + rounds);
            for (int i = 0; i < more.length && fault == null; i++) {
                fault = soak.openAndClose(more[i]);
            }
            rounds++;
            if (fault != null) {
                System.out.println("FAULT in round of seed " + (seed + rounds - 1) + ": " + fault);
                System.exit(1);
            }
            if (System.nanoTime() - saysNs >= 0) {
                saysNs += PROGRESS_NS;
                System.out.println(
                        rounds + " rounds, " + soak + ", rssKiB=" + residentKiB() + ", heapKiB=" + liveHeapKiB());
            }
        }
        System.out.println(rounds + " rounds, " + soak + ", packets out of their pools=0, rssKiB=" + residentKiB());
    }
}
