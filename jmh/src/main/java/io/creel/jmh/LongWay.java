package io.creel.jmh;

import io.creel.jmh.servers.Middlebox;
import io.creel.jmh.servers.ServerPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two servers and one client in network namespaces of their own, with a middlebox between them, which delays and loses
 * frames. All offloads are off.
 *
 * <pre>
 * creel 10.77.0.1 ---+
 *                    +--- bridge --- middlebox --- client 10.77.0.2
 * kernel 10.77.0.3 --+
 * </pre>
 */
final class LongWay implements AutoCloseable {
    static final String CREEL_ADDRESS = "10.77.0.1";
    static final String KERNEL_ADDRESS = "10.77.0.3";
    private static final List<String> OPTIONS = List.of("-Xmx256m");

    private final String prefix = "creel-way-" + ProcessHandle.current().pid() + "-";
    private Process middlebox;

    private LongWay() {
    }

    /** Makes the way; the words are those of {@link Middlebox}, from the delay on. */
    static LongWay open(Settings settings, String... impairment) throws Exception {
        var way = new LongWay();
        boolean opened = false;
        try {
            way.make();
            way.start(settings, impairment);
            opened = true;
            return way;
        } finally {
            if (!opened) {
                way.close();
            }
        }
    }

    private void make() throws IOException {
        for (String space : spaces()) {
            EchoLink.execute(List.of("ip", "netns", "add", prefix + space));
            in(space, "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        }
        in("middle", "ip link add br0 type bridge");
        pair("creel", "nic0", "middle", "creel0");
        pair("kernel", "nic0", "middle", "kernel0");
        pair("middle", "servers0", "middle", "bridged0");
        pair("client", "peer0", "middle", "client0");
        for (String port : List.of("creel0", "kernel0", "bridged0")) {
            in("middle", "ip link set " + port + " master br0");
        }
        in("middle", "ip link set br0 up");
        in("kernel", "ip addr add " + KERNEL_ADDRESS + "/24 dev nic0");
        ServerLink.useCubic(within("kernel", List.of()), KERNEL_ADDRESS);
        in("client", "ip addr add 10.77.0.2/24 dev peer0");
    }

    private static List<String> spaces() {
        return List.of("creel", "kernel", "middle", "client");
    }

    private void pair(String space, String device, String otherSpace, String other) throws IOException {
        in(space, "ip link add " + device + " numrxqueues 1 numtxqueues 1 type veth peer name " + other
                + " numrxqueues 1 numtxqueues 1 netns " + prefix + otherSpace);
        for (List<String> end : List.of(List.of(space, device), List.of(otherSpace, other))) {
            in(end.getFirst(), "ethtool -K " + end.getLast() + " tx off gso off tso off gro off");
            in(end.getFirst(), "ip link set " + end.getLast() + " up");
        }
    }

    private void in(String space, String command) throws IOException {
        EchoLink.in(within(space, List.of()), command);
    }

    private List<String> within(String space, List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", prefix + space));
        all.addAll(words);
        return all;
    }

    private void start(Settings settings, String... impairment) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of(Middlebox.class.getName(), "afxdp:servers0", "afxdp:client0"));
        arguments.addAll(List.of(impairment));
        List<String> words = within("middle", ServerLink.pinned(ServerLink.CLIENT_CORE,
                Programs.java(OPTIONS, arguments.toArray(String[]::new))));
        settings.log().println(String.join(" ", words));
        middlebox = new ProcessBuilder(words).redirectErrorStream(true).start();
        String first = middlebox.inputReader().readLine();
        if (!ServerPeer.READY.equals(first)) {
            throw new IOException("the middlebox does not start: said=" + first);
        }
    }

    /** Returns the place of a server; closing it does nothing. */
    ServerPlace place(boolean kernel) {
        return new ServerPlace() {
            @Override
            public List<String> server(List<String> words) {
                return within(kernel ? "kernel" : "creel", ServerLink.pinned(ServerLink.SERVER_CORE, words));
            }

            @Override
            public List<String> client(List<String> words) {
                return within("client", ServerLink.pinned(ServerLink.CLIENT_CORE, words));
            }

            @Override
            public void close() {
                // the way ends with the measurement
            }
        };
    }

    @Override
    public void close() throws IOException {
        if (middlebox != null) {
            try {
                middlebox.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                throw new IOException("interrupted: namespaces=" + prefix, e);
            }
        }
        for (String space : spaces()) {
            if (Files.exists(Path.of("/run/netns", prefix + space))) {
                EchoLink.execute(List.of("ip", "netns", "del", prefix + space));
            }
        }
    }
}
