package io.creel.net.live;

import io.creel.net.os.Kernel;
import io.creel.net.os.NetDevice;
import io.creel.net.os.OsException;
import io.creel.net.os.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces with a veth pair between them: {@code nic0} for the driver under test, without an address, and
 * {@code peer0} with the kernel's own stack behind it. {@link #close} removes them, also after a failure; their names
 * are unique per process.
 *
 * <pre>
 *    namespace creel-PID-N-a                 namespace creel-PID-N-b
 *   +------------------------+              +-------------------------+
 *   | driver under test      |              | sockets of the kernel   |
 *   |   nic0  (10.77.0.1)  &lt;-+--------------+-&gt; peer0  10.77.0.2/24   |
 *   +------------------------+              +-------------------------+
 * </pre>
 */
public final class NamespacePair implements AutoCloseable {
    static final String NIC = "nic0";
    static final String PEER = "peer0";
    static final String NIC_ADDRESS = "10.77.0.1";
    static final String PEER_ADDRESS = "10.77.0.2";

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x40000000;
    private static final long SETNS = "aarch64".equals(System.getProperty("os.arch")) ? 268 : 308;
    private static final int COMMAND_SECONDS = 20;

    private final String nicSpace;
    private final String peerSpace;
    private final Thread atExit = new Thread(this::remove);

    private NamespacePair(boolean single) {
        String name = "creel-" + ProcessHandle.current().pid() + "-" + NUMBERS.incrementAndGet();
        nicSpace = name + "-a";
        peerSpace = single ? nicSpace : name + "-b";
    }

    /** Makes a pair with one queue each and peer offloads off; both ends are up. */
    public static NamespacePair create() throws Exception {
        return create(1, true);
    }

    /** Makes a pair with a link that has {@code queues} receive and transmit queues at both ends. */
    static NamespacePair create(int queues, boolean peerOffloadsOff) throws Exception {
        NamespacePair pair = empty();
        try {
            String count = " numrxqueues " + queues + " numtxqueues " + queues;
            pair.nicSide("ip link add " + NIC + count + " type veth peer name " + PEER + count + " netns "
                    + pair.peerSpace);
            pair.peerSide("ip addr add " + PEER_ADDRESS + "/24 dev " + PEER);
            if (peerOffloadsOff) {
                pair.peerSide("ethtool -K " + PEER + " tx off");
            }
            pair.nicSide("ip link set " + NIC + " up");
            pair.peerSide("ip link set " + PEER + " up");
            pair.peerSide("ip neigh replace " + NIC_ADDRESS + " lladdr "
                    + pair.inside(() -> NetDevice.find(NIC).macText()) + " dev " + PEER
                    + " nud permanent");
            return pair;
        } catch (Throwable e) {
            pair.close();
            throw e;
        }
    }

    /** Makes two namespaces without a link. */
    static NamespacePair empty() throws Exception {
        return empty(false);
    }

    /**
     * Makes one namespace with a TAP interface {@code nic0} to whose other end a driver attaches. The interface has the
     * kernel's address, so the kernel is the peer.
     */
    public static NamespacePair tap() throws Exception {
        NamespacePair pair = empty(true);
        try {
            pair.nicSide("ip tuntap add dev " + NIC + " mode tap");
            pair.nicSide("ip addr add " + PEER_ADDRESS + "/24 dev " + NIC);
            pair.up();
            return pair;
        } catch (Throwable e) {
            pair.close();
            throw e;
        }
    }

    private static NamespacePair empty(boolean single) throws Exception {
        Live.require();
        var pair = new NamespacePair(single);
        Runtime.getRuntime().addShutdownHook(pair.atExit);
        try {
            for (String space : pair.spaces()) {
                execute(List.of("ip", "netns", "add", space));
                within(space, () -> {
                    for (String which : List.of("all", "default")) {
                        Files.writeString(Path.of("/proc/sys/net/ipv6/conf", which, "disable_ipv6"), "1");
                    }
                    return null;
                });
            }
            return pair;
        } catch (Throwable e) {
            pair.close();
            throw e;
        }
    }

    /** Takes the interface of the driver down. */
    void down() throws IOException, InterruptedException {
        nicSide("ip link set " + NIC + " down");
    }

    /**
     * Brings the interface up. If the kernel is at its other end, its neighbour entries were lost with the link, and
     * are set again.
     */
    void up() throws IOException, InterruptedException {
        nicSide("ip link set " + NIC + " up");
        if (nicSpace.equals(peerSpace)) {
            nicSide("ip neigh replace " + NIC_ADDRESS + " lladdr 02:00:00:00:00:01 dev " + NIC + " nud permanent");
        }
    }

    /** Sets the MTU of both ends. */
    void mtu(int bytes) throws IOException, InterruptedException {
        nicSide("ip link set " + NIC + " mtu " + bytes);
        if (!nicSpace.equals(peerSpace)) {
            peerSide("ip link set " + PEER + " mtu " + bytes);
        }
    }

    /** Runs in a thread of the driver's namespace; sockets opened there stay in it. */
    public <T> T inside(Callable<T> work) throws Exception {
        return within(nicSpace, work);
    }

    /** Runs in a thread of the peer's namespace. */
    public <T> T insidePeer(Callable<T> work) throws Exception {
        return within(peerSpace, work);
    }

    /** Runs a command, words separated by blanks, in the driver's namespace. Returns its output. */
    public String nicSide(String command) throws IOException, InterruptedException {
        return in(nicSpace, command);
    }

    /** Runs a command in the peer's namespace. Returns its output. */
    public String peerSide(String command) throws IOException, InterruptedException {
        return in(peerSpace, command);
    }

    private static String in(String space, String command) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("ip", "netns", "exec", space));
        words.addAll(List.of(command.split(" ")));
        return execute(words);
    }

    /** Returns the words that start a command in the driver's namespace. */
    List<String> prefix() {
        return List.of("ip", "netns", "exec", nicSpace);
    }

    private static String execute(List<String> words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("command failed: words=" + words + ", output=" + output);
        }
        return output;
    }

    private static <T> T within(String space, Callable<T> work) throws Exception {
        var task = new FutureTask<>(() -> {
            enter(space);
            return work.call();
        });
        Thread thread = Thread.ofPlatform().daemon().name(space).start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } finally {
            thread.join();
        }
    }

    /** Enters a namespace. It belongs to the thread, which must end with its work. */
    private static void enter(String space) throws OsException {
        var kernel = new Kernel();
        try (Arena arena = Arena.ofConfined()) {
            int descriptor = (int) OsException.check(
                    kernel.call(SystemCall.OPENAT.number(System.getProperty("os.arch")), -100,
                            arena.allocateFrom("/run/netns/" + space).address(), 0, 0, 0, 0),
                    "cannot open the namespace", "name=" + space);
            long result = kernel.call(SETNS, descriptor, CLONE_NEWNET, 0, 0, 0, 0);
            kernel.close(descriptor);
            OsException.check(result, "cannot enter the namespace", "name=" + space);
        }
    }

    private Set<String> spaces() {
        return new LinkedHashSet<>(List.of(nicSpace, peerSpace));
    }

    private void remove() {
        for (String space : spaces()) {
            try {
                if (Files.exists(Path.of("/run/netns", space))) {
                    execute(List.of("ip", "netns", "del", space));
                }
            } catch (IOException | InterruptedException e) {
                System.err.println("namespace left behind: name=" + space + ", error=" + e);
            }
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending already; a second removal does no harm.
        }
    }
}
