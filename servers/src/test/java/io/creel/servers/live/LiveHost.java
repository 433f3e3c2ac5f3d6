package io.creel.servers.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.live.NamespacePair;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import io.creel.servers.WorkerThreads;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A host of Creel in a network namespace, on a worker of its own, and the kernel as peer, where tools run as processes.
 */
final class LiveHost {
    static final String ADDRESS = "10.77.0.1";
    static final String ADDRESS6 = "fd77::1";
    static final String KERNEL = "10.77.0.2";
    static final long SECOND = 1_000_000_000L;
    /** How long anything may take before it counts as a hang. */
    static final int PATIENCE_S = 90;

    /** How a host comes to the kernel. */
    enum Link {
        /** The kernel's end is in the same namespace. */
        TAP("tap:nic0", "nic0"),
        /** A pair of interfaces, the driver at one. */
        AFXDP("afxdp:nic0", "peer0");

        private final String word;
        private final String peer;

        Link(String word, String peer) {
            this.word = word;
            this.peer = peer;
        }

        private NamespacePair open() throws Exception {
            return this == TAP ? NamespacePair.tap() : NamespacePair.create();
        }
    }

    private final Link link;
    private final NamespacePair namespace;
    private final Nic nic;
    private final Path folder;
    private final Thread worker;
    private final List<Process> processes = new ArrayList<>();
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    private IpHost host;
    private Carrier carrier;
    private volatile boolean stopping;
    /** Virtual threads that the worker runs, too; null if there are none. Of the worker, but for the close. */
    private WorkerThreads threads;

    LiveHost(Link link, Path folder) throws Exception {
        this(link, folder, 1500, Impairment.none());
    }

    /** Over a link with this MTU, and with these faults in both directions. */
    LiveHost(Link link, Path folder, int mtuBytes, Impairment faults) throws Exception {
        this.link = link;
        this.folder = folder;
        namespace = link.open();
        try {
            peer("ip link set " + link.peer + " mtu " + mtuBytes);
            if (link == Link.AFXDP) {
                namespace.nicSide("ip link set nic0 mtu " + mtuBytes);
            }
            if (mtuBytes >= 1280) {
                peer("sysctl -q -w net.ipv6.conf." + link.peer + ".disable_ipv6=0");
                peer("ip addr add fd77::2/64 dev " + link.peer + " nodad");
            }
            peer("ip neigh del " + ADDRESS + " dev " + link.peer); // ARP has to find it
            peer("ip link set lo up");
            Nic bare = namespace.inside(() -> Nics.open(link.word));
            nic = faults.equals(Impairment.none())
                    ? bare
                    : new ImpairingNic(bare, faults, faults, 22, System::nanoTime);
            var opened = new FutureTask<Void>(() -> null);
            worker = Thread.ofPlatform().daemon().name("live host").start(() -> work(opened, mtuBytes));
            opened.get();
            if (host == null) {
                throw new AssertionError("the host did not open", failures.getFirst());
            }
        } catch (Throwable failed) {
            namespace.close();
            throw failed;
        }
    }

    /** Skips the test if a tool is missing; if CI=true, that is a failure instead. */
    static void requireTools(String... tools) {
        for (String tool : tools) {
            boolean found = Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)),
                    Stream.of("/usr/sbin", "/sbin")).anyMatch(each -> Files.isExecutable(Path.of(each, tool)));
            if (!found && "true".equals(System.getenv("CI"))) {
                fail("a live test needs this tool: " + tool);
            }
            Assumptions.assumeTrue(found, "not installed: " + tool);
        }
    }

    /** The numbers of the long form, by {@code -Dcreel.live=long}. */
    static int times(int inShort, int inLong) {
        return "long".equals(System.getProperty("creel.live")) ? inLong : inShort;
    }

    /** One worker: the host's duty cycle, and what the test asks for in between. */
    private void work(Runnable opened, int mtuBytes) {
        try {
            carrier = new Carrier("live host", (coroutine, failure) -> failures.add(failure));
            carrier.setClock(System::nanoTime);
            carrier.tick(System.nanoTime());
            TcpSettings settings = TcpSettings.defaults().edit().sendBuffer(1 << 16)
                    .mss(Math.max(536, mtuBytes - 40)).done();
            HostOptions options = new HostOptions(System::nanoTime, new SecureRandom()::nextLong)
                    .address(ADDRESS + "/24").tcp(settings, 2_048, 16).mtuBytes(mtuBytes);
            host = IpHost.open(nic, mtuBytes >= 1280 ? options.address(ADDRESS6 + "/64") : options);
        } catch (RuntimeException failure) {
            failures.add(failure);
            return;
        } finally {
            opened.run();
        }
        var batch = new Batch(64);
        while (!stopping) {
            carrier.tick(System.nanoTime());
            for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
                next.run();
            }
            int ran = threads == null ? 0 : threads.doWork(carrier);
            if (ran + host.doWork(carrier, batch, 64) + carrier.poll() == 0) {
                nic.rx(0).awaitReadable(1_000_000);
            }
        }
        host.close();
        carrier.poll();
        if (threads != null) {
            threads.doWork(carrier); // they see that their sockets are closed
            threads.close();
        }
        carrier.close();
    }

    /** On the worker: a factory of virtual threads that it runs. */
    ThreadFactory threads() {
        threads = new WorkerThreads();
        return threads.factory();
    }

    Carrier carrier() {
        return carrier;
    }

    IpHost host() {
        return host;
    }

    Nic nic() {
        return nic;
    }

    List<Throwable> failures() {
        return failures;
    }

    /** Runs on the worker, between two duty cycles. */
    <T> T onWorker(Function<IpHost, T> work) throws Exception {
        var task = new FutureTask<>(() -> work.apply(host));
        asked.add(task);
        return task.get();
    }

    /** Runs a short command where the kernel is. */
    String peer(String command) throws Exception {
        return link == Link.TAP ? namespace.nicSide(command) : namespace.peerSide(command);
    }

    /** Takes the link down and up again. */
    void flap() throws Exception {
        peer("ip link set " + link.peer + " down");
        peer("ip link set " + link.peer + " up");
    }

    /** A command of the shell that runs where the kernel is. */
    Process start(String command) throws Exception {
        var builder = new ProcessBuilder("bash", "-o", "pipefail", "-c", command).redirectErrorStream(true)
                .redirectOutput(Files.createTempFile(folder, "tool", ".out").toFile());
        Process process = link == Link.TAP
                ? namespace.inside(builder::start)
                : namespace.insidePeer(builder::start);
        process.getOutputStream().close();
        outputs.put(process, builder.redirectOutput().file().toPath());
        processes.add(process);
        return process;
    }

    private final java.util.Map<Process, Path> outputs = new java.util.concurrent.ConcurrentHashMap<>();

    String output(Process process) throws IOException {
        return Files.readString(outputs.get(process), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** Runs a command of the shell where the kernel is, which has to succeed, and returns what it has printed. */
    String run(String command) throws Exception {
        Process process = start(command);
        String said = ended(process);
        assertEquals(0, process.exitValue(), () -> command + "\n" + said + "\n" + state());
        return said;
    }

    /** Waits for the end of a process, and returns what it has printed. */
    String ended(Process process) throws Exception {
        boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        String said = output(process);
        assertTrue(ended, () -> "it hangs: " + said + "\n" + state());
        return said;
    }

    String state() {
        return host.counters() + "\n" + counted() + "\nconnections=" + host.tcp().connections() + ", sockets="
                + host.tcp().sockets();
    }

    /** What TCP and the NIC have counted and is not zero. */
    String counted() {
        var text = new StringBuilder();
        for (TcpCounter counter : TcpCounter.values()) {
            long value = host.tcp().statistics().get(counter);
            text.append(value == 0 ? "" : counter + "=" + value + ", ");
        }
        for (NicCounter counter : NicCounter.values()) {
            long value = nic.statistics().get(counter);
            text.append(value == 0 ? "" : counter + "=" + value + ", ");
        }
        return text.toString();
    }

    /** Waits until something holds. */
    void await(String what, BooleanSupplier condition) {
        long endNs = System.nanoTime() + PATIENCE_S * SECOND;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > endNs) {
                fail("it never holds: " + what + "\n" + state());
            }
            Thread.onSpinWait();
        }
    }

    /** Both sides have ended every connection, but for those that wait out their time. */
    void assertClean() throws Exception {
        await("no socket is open here", () -> host.tcp().sockets() == 0);
        long endNs = System.nanoTime() + PATIENCE_S * SECOND;
        String left = left();
        while (!left.isEmpty() && System.nanoTime() < endNs) {
            left = left();
        }
        assertEquals("", left, "sockets of the kernel");
    }

    private String left() throws Exception {
        return peer("ss -Htan").lines().filter(line -> !line.startsWith("TIME-WAIT") && !line.startsWith("LISTEN"))
                .collect(java.util.stream.Collectors.joining("\n"));
    }

    /** Ends what is left of the tools and the host, and checks its accounts. */
    void close() throws Exception {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        stopping = true;
        worker.join();
        try {
            assertEquals(List.of(), failures);
            assertEquals(0, host.counters().unaccounted(), () -> host.counters().toString());
        } finally {
            nic.close();
            namespace.close();
        }
    }
}
