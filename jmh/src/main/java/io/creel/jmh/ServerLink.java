package io.creel.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The link between a server and its client, with all offloads off at both ends. Each end has its core: the softirqs of
 * what it receives run there, too.
 */
final class ServerLink implements ServerPlace {
    /** The core of the servers; the other one is the clients'. */
    static final int SERVER_CORE = 0;
    static final int CLIENT_CORE = 1;

    private static final String SERVER_ADDRESS = "10.77.0.1";
    private static final String CLIENT_ADDRESS = "10.77.0.2";
    /** When the kernel polls the device itself, if a server that polls it sleeps. */
    private static final String SLEEP_NS = "50000";

    private final EchoLink link;

    private ServerLink(EchoLink link) {
        this.link = link;
    }

    /**
     * Makes a link.
     *
     * @param kernel
     *            whether the kernel has the server's address
     * @param busyPolled
     *            whether the server polls the device
     */
    static ServerLink open(boolean kernel, boolean busyPolled) throws IOException {
        var link = new ServerLink(EchoLink.open(!kernel));
        boolean opened = false;
        try {
            link.offloadsOff(link.link.inNicSpace(List.of()), "nic0");
            link.offloadsOff(link.link.inPeerSpace(List.of()), "peer0");
            EchoLink.in(link.link.inPeerSpace(List.of()), "ip addr add " + CLIENT_ADDRESS + "/24 dev peer0");
            link.steer(link.link.inNicSpace(List.of()), "nic0", "queues/rx-0/rps_cpus", mask(SERVER_CORE));
            link.steer(link.link.inPeerSpace(List.of()), "peer0", "queues/rx-0/rps_cpus", mask(CLIENT_CORE));
            if (kernel) {
                useCubic(link.link.inNicSpace(List.of()), SERVER_ADDRESS);
            }
            if (busyPolled) {
                link.steer(link.link.inNicSpace(List.of()), "nic0", "napi_defer_hard_irqs", "2");
                link.steer(link.link.inNicSpace(List.of()), "nic0", "gro_flush_timeout", SLEEP_NS);
            }
            opened = true;
            return link;
        } finally {
            if (!opened) {
                link.close();
            }
        }
    }

    /** Makes connections of the kernel use CUBIC, as Creel does, whatever the default of this machine is. */
    static void useCubic(List<String> space, String address) throws IOException {
        EchoLink.in(space, "ip route replace 10.77.0.0/24 dev nic0 src " + address + " congctl cubic");
        String route = EchoLink.in(space, "ip route show 10.77.0.0/24");
        if (!route.contains("congctl cubic")) {
            throw new IOException("the kernel has no CUBIC: route=" + route);
        }
    }

    private static String mask(int core) {
        return Integer.toHexString(1 << core);
    }

    private void offloadsOff(List<String> space, String device) throws IOException {
        EchoLink.in(space, "ethtool -K " + device + " tx off gso off tso off gro off");
    }

    private void steer(List<String> space, String device, String setting, String value) throws IOException {
        List<String> words = new ArrayList<>(space);
        words.addAll(List.of("sh", "-c", "echo " + value + " > /sys/class/net/" + device + "/" + setting));
        EchoLink.execute(words);
    }

    @Override
    public List<String> server(List<String> words) {
        return link.inNicSpace(pinned(SERVER_CORE, words));
    }

    @Override
    public List<String> client(List<String> words) {
        return link.inPeerSpace(pinned(CLIENT_CORE, words));
    }

    /** Returns the words that run a program on a core. */
    static List<String> pinned(int core, List<String> words) {
        List<String> all = new ArrayList<>(List.of("taskset", "-c", Integer.toString(core)));
        all.addAll(words);
        return all;
    }

    /** Returns the address of the server's end of the link. */
    String macAddress() throws IOException {
        return link.macAddress();
    }

    /** Refuses a machine on which the cores cannot be told apart. */
    static void requireCores() throws IOException {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            throw new IOException("the servers and their clients need a core each: cores="
                    + Runtime.getRuntime().availableProcessors());
        }
        if (!Files.exists(Path.of("/sys/class/net/lo/queues/rx-0/rps_cpus"))) {
            throw new IOException("this kernel cannot steer softirqs: no rps_cpus; it needs CONFIG_RPS");
        }
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
