package io.creel.net.live;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The program of a forked JVM: opens a NIC and closes it while other threads transmit, poll, wait and read counters;
 * then it repeats that. It ends with {@link #HELD} if every packet returned to its pool.
 *
 * <p>
 * Arguments: the word of the NIC, the number of rounds, and the kind of close. {@code unmap} is the canary: it frees
 * the memory of the device at once, bypassing the protocol of the queues, as a close would that waits for no running
 * call.
 */
final class CloseUnderLoad {
    static final String HELD = "held";
    static final String CLOSE = "close";
    static final String UNMAP = "unmap";

    private static final int FRAME_BYTES = 64;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private final List<Thread> threads = new ArrayList<>();
    private final Nic nic;
    private volatile Throwable failure;
    private volatile int calls;
    private volatile boolean unmaps;

    private CloseUnderLoad(Nic nic) {
        this.nic = nic;
    }

    public static void main(String[] arguments) throws Exception {
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            new CloseUnderLoad(Nics.open(arguments[0])).run(arguments[2], round);
        }
        System.out.println(HELD);
    }

    private void run(String how, int round) throws Exception {
        start(this::transmit);
        start(this::transmit);
        start(this::poll);
        start(this::look);
        while (calls < 100 + 37 * (round % 8) && failure == null) {
            Thread.onSpinWait();
        }
        if (how.equals(UNMAP)) {
            unmaps = true;
            Method release = nic.getClass().getDeclaredMethod("release");
            release.setAccessible(true);
            release.invoke(nic);
        } else {
            nic.close();
        }
        for (int until = calls + 50; calls < until && failure == null;) {
            Thread.onSpinWait();
        }
        stopped.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure != null) {
            throw new AssertionError("round " + round, failure);
        }
        if (nic.pool().outstanding() != 0) {
            throw new AssertionError("packets are out: round=" + round + ", packets=" + nic.pool().outstanding()
                    + ", statistics=" + nic.statistics());
        }
    }

    private void start(Runnable step) {
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            while (!stopped.get() && failure == null) {
                try {
                    step.run();
                } catch (Throwable e) {
                    failure = unmaps ? null : e; // the canary waits for the crash; the descriptor is closed, too
                    calls++;
                }
            }
        }));
    }

    private void transmit() {
        Packet packet = nic.pool().allocate();
        if (packet != null) {
            packet.resize(FRAME_BYTES);
            packet.egress(nic.tx(0));
            packet.transmit();
        }
        calls++; // a counter written by several threads may lose some counts, and still grows
    }

    private void poll() {
        var batch = new PacketBatch(16);
        nic.rx(0).poll(batch, 16);
        batch.releaseAll();
        nic.rx(0).poll(16, packet -> {
            packet.release();
            return true;
        });
        nic.rx(0).awaitReadable(1_000);
    }

    private void look() {
        nic.statistics().lost();
        Thread.yield();
    }

    /** Starts this program with {@code prefix} in front of the words of the JVM. */
    static Process start(List<String> prefix, String word, int rounds, String how) throws Exception {
        var words = new ArrayList<>(prefix);
        words.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                CloseUnderLoad.class.getName(), word, Integer.toString(rounds), how));
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** Returns the output of the program when it ends or dies. */
    static String run(List<String> prefix, String word, int rounds, String how) throws Exception {
        Process process = start(prefix, word, rounds, how);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
