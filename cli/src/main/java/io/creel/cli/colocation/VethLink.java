package io.creel.cli.colocation;

import io.creel.core.os.NativeCall;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A veth pair with an AF_XDP socket at each end, in a network namespace that has no name. It belongs to one thread and
 * to the sockets, so the kernel removes it with the process, also after {@code kill -9}.
 */
final class VethLink implements ColocationLink {
    private static final long UNSHARE = NativeCall.number(272, 97);
    private static final int CLONE_NEWNET = 0x40000000;
    private static final String GENERATOR = "gen0";
    private static final String ECHO = "echo0";
    private static final int COMMAND_SECONDS = 20;
    /** Columns of /proc/net/dev behind the name: dropped frames, received and sent. */
    private static final int RX_DROPPED = 3;
    private static final int TX_DROPPED = 11;

    private final ExecutorService inside = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().daemon().name("link").factory());
    private Nic generator;
    private Nic echo;

    /**
     * Makes the link.
     *
     * @throws IOException
     *             if the system refuses; the message is one sentence
     */
    VethLink() throws IOException {
        boolean made = false;
        try {
            within(() -> {
                enter();
                command("ip", "link", "add", GENERATOR, "type", "veth", "peer", "name", ECHO);
                for (String end : List.of(GENERATOR, ECHO)) {
                    command("ip", "link", "set", end, "up");
                }
                echo = Nics.open("afxdp:" + ECHO + ":0");
                generator = Nics.open("afxdp:" + GENERATOR + ":0");
                return null;
            });
            made = true;
        } finally {
            if (!made) {
                close();
            }
        }
    }

    /** Moves the calling thread into a namespace of its own, in which only the experiment sends. */
    private static void enter() throws IOException {
        String refusal = NativeCall.refusal();
        if (refusal != null) {
            throw new IOException(refusal);
        }
        long result = new NativeCall().call(UNSHARE, CLONE_NEWNET, 0, 0, 0, 0, 0);
        if (result < 0) {
            throw new IOException("the kernel refuses a network namespace: errno=" + -result + "; run as root");
        }
        for (String which : List.of("all", "default")) {
            Path file = Path.of("/proc/sys/net/ipv6/conf", which, "disable_ipv6");
            if (Files.exists(file)) {
                Files.writeString(file, "1");
            }
        }
    }

    private static void command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("command failed: command=" + String.join(" ", words) + ", said=" + said);
        }
    }

    private <T> T within(Callable<T> work) throws IOException {
        try {
            return inside.submit(work).get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IOException(failure.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public Nic generator() {
        return generator;
    }

    @Override
    public Nic echo() {
        return echo;
    }

    @Override
    public String text() {
        return "AF_XDP on a veth pair (" + echo.capabilities().mode() + ")";
    }

    /**
     * Returns what the interfaces have dropped, without what the sockets behind them have refused: an interface counts
     * that, too.
     */
    @Override
    public long dropped() {
        try {
            long all = within(() -> {
                long sum = 0;
                for (String line : Files.readAllLines(Path.of("/proc/thread-self/net/dev"))) {
                    String[] parts = line.strip().split("[: ]+");
                    if (parts[0].equals(GENERATOR) || parts[0].equals(ECHO)) {
                        sum += Long.parseLong(parts[1 + RX_DROPPED]) + Long.parseLong(parts[1 + TX_DROPPED]);
                    }
                }
                return sum;
            });
            return all - refused(generator) - refused(echo);
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException("cannot read the drops of the link", unreadable);
        }
    }

    private static long refused(Nic nic) {
        return nic.statistics().get(NicCounter.XDP_RX_DROPPED) + nic.statistics().get(NicCounter.XDP_RX_RING_FULL);
    }

    @Override
    public void close() {
        if (echo != null) {
            echo.close();
        }
        if (generator != null) {
            generator.close();
        }
        inside.shutdownNow();
    }
}
