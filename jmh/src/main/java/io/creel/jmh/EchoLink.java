package io.creel.jmh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Two network namespaces with a veth pair between them, {@code nic0} and {@code peer0}; {@link #close} removes them.
 * Needs root.
 */
final class EchoLink implements AutoCloseable {
    private final String nicSpace = "creel-echo-" + ProcessHandle.current().pid() + "-a";
    private final String peerSpace = "creel-echo-" + ProcessHandle.current().pid() + "-b";

    private EchoLink() {
    }

    /**
     * Makes the link. @param raw
     *            whether a driver takes the frames of {@code nic0}; otherwise the kernel has its address
     */
    static EchoLink open(boolean raw) throws IOException {
        var link = new EchoLink();
        boolean opened = false;
        try {
            link.make(raw);
            opened = true;
            return link;
        } finally {
            if (!opened) {
                link.close();
            }
        }
    }

    private void make(boolean raw) throws IOException {
        execute(List.of("ip", "netns", "add", nicSpace));
        execute(List.of("ip", "netns", "add", peerSpace));
        for (List<String> space : List.of(inNicSpace(List.of()), inPeerSpace(List.of()))) {
            in(space, "sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1");
        }
        in(inNicSpace(List.of()), "ip link add nic0 numrxqueues 1 numtxqueues 1 type veth peer name peer0 numrxqueues 1"
                + " numtxqueues 1 netns " + peerSpace);
        if (!raw) {
            in(inNicSpace(List.of()), "ethtool -K nic0 tx off");
            in(inNicSpace(List.of()), "ip addr add 10.77.0.1/24 dev nic0");
            in(inNicSpace(List.of()), "ip neigh replace 10.77.0.2 lladdr " + mac(inPeerSpace(List.of()), "peer0")
                    + " dev nic0 nud permanent");
        }
        in(inNicSpace(List.of()), "ip link set nic0 up");
        in(inPeerSpace(List.of()), "ip link set peer0 up");
    }

    /** Returns the address of {@code nic0}. */
    String macAddress() throws IOException {
        return mac(inNicSpace(List.of()), "nic0");
    }

    private static String mac(List<String> space, String device) throws IOException {
        String[] words = in(space, "ip -o link show " + device).split("link/ether ");
        return words[1].substring(0, 17);
    }

    List<String> inNicSpace(List<String> words) {
        return within(nicSpace, words);
    }

    List<String> inPeerSpace(List<String> words) {
        return within(peerSpace, words);
    }

    private static List<String> within(String space, List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", space));
        all.addAll(words);
        return all;
    }

    /** Runs a command in one of the spaces, see {@link #inNicSpace}, and returns what it prints. */
    static String in(List<String> space, String command) throws IOException {
        List<String> all = new ArrayList<>(space);
        all.addAll(List.of(command.split(" ")));
        return execute(all);
    }

    static String execute(List<String> words) throws IOException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the link needs root, iproute2 and ethtool: command=" + String.join(" ", words)
                        + ", output=" + output.strip());
            }
        } catch (InterruptedException e) {
            throw new IOException("interrupted: command=" + words, e);
        }
        return output;
    }

    @Override
    public void close() throws IOException {
        for (String space : List.of(nicSpace, peerSpace)) {
            if (java.nio.file.Files.exists(java.nio.file.Path.of("/run/netns", space))) {
                execute(List.of("ip", "netns", "del", space));
            }
        }
    }
}
