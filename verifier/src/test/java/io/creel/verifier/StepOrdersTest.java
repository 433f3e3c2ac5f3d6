package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.IpReceive;
import io.creel.ip.ethernet.EthernetReceive;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.socket.SocketLookup;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpReceive;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.DropReason;
import io.creel.verifier.completeness.StepOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every order of the steps of a datagram, with steps left out, both verified and run.
 *
 * <p>
 * What the verifier accepts delivers the datagram. What it rejects and delivers all the same stands in a list: there
 * the rules are too strict.
 */
class StepOrdersTest {
    private static final Path TOO_STRICT = Path.of("src/test/resources/io/creel/verifier/orders.txt");
    private static final boolean WRITES = "write".equals(System.getProperty("creel.completeness"));
    private static final byte[] PAYLOAD = {3, 1, 4, 1, 5};
    private static final int PORT = 7;

    private final Map<String, String> sources = new TreeMap<>();

    /** One step as a reader of the table sees it, and as a statement. */
    private enum Step {
        ETHERNET("if (!ethernet.receive(packet)) { return; }"), IP("if (!ip.receive(packet)) { return; }"), LOOK_UP(
                "UdpSocket socket = (UdpSocket) lookup.lookUp(packet);"), LOCK(
                        "socket.lock.lock(); try {"), DELIVER("delivery.receive(packet, socket);");

        private final String statement;

        Step(String statement) {
            this.statement = statement;
        }
    }

    /** Adds every order that begins so. A lock and a delivery need a socket. */
    private void orders(List<Step> begun) {
        if (!begun.isEmpty() && begun.getLast() == Step.DELIVER) {
            sources.put(name(begun), source(begun));
        }
        for (Step next : Step.values()) {
            boolean needsSocket = next == Step.LOCK || next == Step.DELIVER;
            if (!begun.contains(next) && !begun.contains(Step.DELIVER)
                    && (!needsSocket || begun.contains(Step.LOOK_UP))) {
                List<Step> longer = new ArrayList<>(begun);
                longer.add(next);
                orders(longer);
            }
        }
    }

    private static String name(List<Step> order) {
        return String.join("_", order.stream().map(Step::name).toList());
    }

    private static String source(List<Step> order) {
        String body = String.join("\n", order.stream().map(step -> step.statement).toList());
        return "class " + name(order)
                + " implements StepOrder { public void run(Packet packet, EthernetReceive ethernet,"
                + " IpReceive ip, SocketLookup lookup, UdpReceive delivery) {\n" + body
                + (order.contains(Step.LOCK) ? "\n} finally { socket.lock.unlock(); }" : "") + "\n} }\n";
    }

    private Map<String, byte[]> compiled() {
        orders(List.of());
        String imports = "import io.creel.ip.IpReceive; import io.creel.ip.ethernet.EthernetReceive;"
                + " import io.creel.ip.socket.SocketLookup; import io.creel.ip.udp.*; import io.creel.net.Packet;"
                + " import io.creel.verifier.completeness.StepOrder;\n";
        return WrongLockMatrixTest.compile("Orders", imports + String.join("", sources.values()));
    }

    /** A host whose steps are called by hand. */
    private static final class Rig implements AutoCloseable {
        private final MemoryNic nic = MemoryNic.pair();
        private final Carrier carrier = new Carrier("orders", (failed, fault) -> {
        });
        private final IpHost host;
        private final UdpSocket socket;
        private EthernetReceive ethernet;
        private IpReceive ip;
        private SocketLookup lookup;
        private UdpReceive delivery;
        private boolean threw;

        Rig() {
            var options = new HostOptions(() -> 0, () -> 1).address("10.0.0.1/24").macAddress(0x02_00_00_00_00_01L);
            host = IpHost.open(nic, options, steps -> {
                steps.ethernet(step -> ethernet = step);
                steps.ipv4(step -> ip = step);
                steps.lookup(step -> lookup = step);
                steps.udpDelivery(step -> delivery = step);
            });
            socket = host.udp().bind(IpAddress.ANY_IPV4, PORT);
        }

        private Packet datagram() {
            Packet packet = nic.pool().allocate();
            packet.resize(42 + PAYLOAD.length);
            packet.set32(0, 0x0200_0000);
            packet.set32(4, 0x0001_0200);
            packet.set32(8, 0x0000_0002);
            packet.set16(12, 0x0800);
            packet.set32(14, 0x4500_0000 | 28 + PAYLOAD.length);
            packet.set32(18, 0);
            packet.set32(22, 64 << 24 | 17 << 16);
            packet.set32(26, 10 << 24 | 2);
            packet.set32(30, 10 << 24 | 1);
            packet.set16(34, 9);
            packet.set16(36, PORT);
            packet.set16(38, 8 + PAYLOAD.length);
            packet.set(42, PAYLOAD, 0, PAYLOAD.length);
            assertEquals(DropReason.NONE, packet.parse());
            Checksums.fill(packet, packet.headers());
            packet.advance(14); // forgets the headers
            packet.advance(-14);
            return packet;
        }

        /** Runs one order. Returns whether the very datagram reached its socket. */
        boolean delivers(StepOrder order) {
            threw = false;
            Packet packet = datagram();
            carrier.start(self -> {
                try {
                    order.run(packet, ethernet, ip, lookup, delivery);
                } catch (RuntimeException fault) {
                    threw = true;
                    throw fault;
                }
            }, packet);
            carrier.resumeStarted();
            Packet received = socket.poll();
            if (received == null) {
                return false;
            }
            boolean whole = received == packet && Arrays.equals(PAYLOAD, UdpDatagram.payload(received))
                    && UdpDatagram.sourcePort(received) == 9;
            received.release();
            return whole && !threw;
        }

        @Override
        public void close() {
            host.close();
            carrier.close();
            nic.close();
            nic.peer().close();
        }
    }

    @Test
    void shouldAcceptOnlyOrdersThatDeliver() throws Exception {
        Map<String, byte[]> classes = compiled();
        var loader = new ClassLoader(StepOrdersTest.class.getClassLoader()) {
            @Override
            protected Class<?> findClass(String name) {
                return defineClass(name, classes.get(name), 0, classes.get(name).length);
            }
        };
        List<String> accepted = new ArrayList<>();
        List<String> tooStrict = new ArrayList<>();
        int delivering = 0;
        try (Rig rig = new Rig()) {
            for (String name : sources.keySet()) {
                var constructor = loader.loadClass(name).getDeclaredConstructor();
                constructor.setAccessible(true);
                boolean delivers = rig.delivers((StepOrder) constructor.newInstance());
                VerifierResult verdict = new Verifier().add(name, classes.get(name)).add(StepOrder.class).run();
                delivering += delivers ? 1 : 0;
                if (verdict.isAccepted()) {
                    accepted.add(name);
                    assertTrue(delivers, name);
                } else if (delivers) {
                    tooStrict.add("| " + name.replace("_", ", ").replace("LOOK, UP", "LOOK_UP") + " | "
                            + String.join(", ", verdict.codes()) + " |");
                }
            }
        }
        assertEquals(List.of("ETHERNET_IP_LOOK_UP_LOCK_DELIVER"), accepted);
        report(delivering, tooStrict);
    }

    private void report(int delivering, List<String> tooStrict) throws IOException {
        String text = "Of " + sources.size() + " orders, " + delivering + " deliver, and one of these is accepted.\n\n"
                + "| order | rejected by |\n|---|---|\n" + String.join("\n", tooStrict) + "\n";
        if (WRITES) {
            Files.writeString(TOO_STRICT, text);
        }
        assertEquals(Files.readString(TOO_STRICT), text);
    }
}
