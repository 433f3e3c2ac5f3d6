package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.pcap.CaptureReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the tools as processes on real interfaces, against each other and against the kernel. */
@Timeout(180)
class LiveToolsTest {
    /** Fewer than any ring holds: an open loop that loses its core for a second sends a burst. */
    private static final int FRAMES = 400;
    private static final int INTERRUPTED = 128 + 2;

    @TempDir
    Path folder;

    private Namespaces net;

    @BeforeEach
    void makeNamespaces() throws Exception {
        net = new Namespaces(folder);
        net.add("a");
        net.add("b");
        net.link("a", "nic0", "b", "peer0");
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        if (net != null) {
            net.close();
        }
    }

    /** Accepts a void run: other tasks may delay the sender. */
    private static void assertEnded(Namespaces.Tool generate) throws Exception {
        int code = generate.ended();
        assertTrue(code == 0 || code == 1 && generate.toString().contains("\nVOID "), generate::toString);
    }

    private String generate(String space, String word, String more) throws Exception {
        Path json = folder.resolve("generate-" + space + ".json");
        Namespaces.Tool generate = net.creel(space, "", "generate " + word + " --count " + FRAMES
                + " --rate 5000 --json " + json + " " + more);
        assertEnded(generate);
        return Files.readString(json);
    }

    @ParameterizedTest
    @CsvSource({"afxdp:nic0, afpacket:peer0, 64", "afpacket:nic0, afxdp:peer0, 1472",
            "'afxdp:nic0:0,generic', afxdp:peer0, 200"})
    void shouldGetEveryFrameBackAndEndCleanlyOnInterrupt(String echoWord, String generateWord, int size)
            throws Exception {
        String before = net.in("a", "ip -details link show nic0");
        Path json = folder.resolve("echo.json");
        Namespaces.Tool echo = net.creel("a", "", "echo " + echoWord + " --address 10.77.0.1 --json " + json).started();
        String generated = generate("b", generateWord, "--size " + size);
        assertEquals(FRAMES, ToolsTest.field(generated, "sent"));
        assertEquals(FRAMES, ToolsTest.field(generated, "answered"), generated);
        while (!Files.readString(echo.err()).contains("s  rx ")) { // progress is printed once a second
            Thread.sleep(10); // ends with the time-out of the test
        }
        echo.interrupt();
        assertEquals(INTERRUPTED, echo.ended(), echo::toString);
        String report = Files.readString(json);
        assertTrue(ToolsTest.field(report, "passedOn") >= FRAMES + 1, report);
        assertEquals(0, ToolsTest.field(report, "lost"), report);
        String kernelCounter = echoWord.startsWith("afxdp") ? "  XDP_RX_RING_FULL " : "  PACKET_RX_DROPPED ";
        assertTrue(Files.readString(echo.out()).contains(kernelCounter), echo::toString);
        assertEquals(before, net.in("a", "ip -details link show nic0"));
    }

    @Test
    void shouldCarryJumboFrames() throws Exception {
        net.in("a", "ip link set nic0 mtu 9000");
        net.in("b", "ip link set peer0 mtu 9000");
        Namespaces.Tool echo = net.creel("a", "", "echo afxdp:nic0 --address 10.77.0.1").started();
        Path json = folder.resolve("jumbo.json");
        Namespaces.Tool generate = net.creel("b", "", "generate afxdp:peer0 --count 30 --rate 500 --size 8972 --json "
                + json);
        assertEnded(generate);
        assertEquals(30, ToolsTest.field(Files.readString(json), "answered"), generate::toString);
        echo.interrupt();
        assertEquals(INTERRUPTED, echo.ended());
    }

    @Test
    void shouldAnswerPingOfTheKernel() throws Exception {
        net.in("b", "ip addr add 10.77.0.2/24 dev peer0");
        Namespaces.Tool echo = net.creel("a", "", "echo afxdp:nic0 --address 10.77.0.1").started();
        net.in("b", "ping -c 20 -i 0.01 -W 5 10.77.0.1");
        echo.interrupt();
        assertEquals(INTERRUPTED, echo.ended());
    }

    @Test
    void shouldForwardEveryFrameBetweenTwoLinks() throws Exception {
        net.add("c");
        net.link("a", "nic1", "c", "peer1");
        Namespaces.Tool bridge = net.creel("a", "", "bridge afxdp:nic0 afpacket:nic1").started();
        Namespaces.Tool echo = net.creel("c", "", "echo afpacket:peer1 --address 10.77.0.1").started();
        String generated = generate("b", "afpacket:peer0", "");
        assertEquals(FRAMES, ToolsTest.field(generated, "answered"), generated);
        for (Namespaces.Tool tool : new Namespaces.Tool[]{echo, bridge}) {
            tool.interrupt();
            assertEquals(INTERRUPTED, tool.ended());
        }
        assertTrue(Files.readString(bridge.out()).contains("afpacket:nic1"), bridge::toString);
    }

    /**
     * Both ends leave checksums and segmentation to hardware that does not exist, as by default. In native mode the
     * kernel segments; over AF_PACKET only data resent in single segments arrives.
     */
    @ParameterizedTest
    @CsvSource({"afxdp, 3000000, RX_CHECKSUM_OPEN, ethtool -K PEER tx off'",
            "afpacket, 50000, RX_ABOVE_MTU, ethtool -K PEER tx off tso off gso off'"})
    void shouldCarryTcpAndPrintTheCommandWhenPeersHaveDefaultOffloads(String driver, int bytes, String counter,
            String command) throws Exception {
        for (String space : new String[]{"r", "s", "t"}) {
            net.add(space);
        }
        net.linkAsItComes("r", "left", "s", "peer1");
        net.linkAsItComes("r", "right", "t", "peer2");
        net.in("s", "ip addr add 10.78.0.1/24 dev peer1");
        net.in("t", "ip addr add 10.78.0.2/24 dev peer2");
        Path json = folder.resolve("bridge.json");
        Namespaces.Tool bridge = net.creel("r", "", "bridge " + driver + ":left " + driver + ":right --json " + json)
                .started();
        Namespaces.Tool server = net.java("t", "", TcpTransfer.class.getName() + " serve 7000").started();
        Namespaces.Tool client = net.java("s", "", TcpTransfer.class.getName() + " send 10.78.0.2 7000 " + bytes);
        assertEquals(0, client.ended(), client::toString);
        assertEquals(0, server.ended(), server::toString);
        assertEquals("received " + bytes + "\n", Files.readString(server.out()));
        bridge.interrupt();
        assertEquals(INTERRUPTED, bridge.ended(), bridge::toString);
        assertTrue(ToolsTest.field(Files.readString(json), counter) > 0, bridge::toString);
        assertTrue(Files.readString(bridge.err()).contains(command), bridge::toString);
        assertTrue(Files.readString(json).contains(command), bridge::toString);
    }

    @Test
    void shouldCaptureBothDirectionsBesideTheKernel() throws Exception {
        net.in("a", "ip addr add 10.77.0.1/24 dev nic0");
        net.in("b", "ip addr add 10.77.0.2/24 dev peer0");
        Path file = folder.resolve("ping.pcapng");
        Namespaces.Tool capture = net.creel("a", "", "capture afpacket:nic0 " + file).started();
        net.in("b", "ping -c 10 -i 0.01 -W 5 10.77.0.1");
        capture.interrupt(); // while the kernel's last block is not full
        assertEquals(INTERRUPTED, capture.ended());
        assertArrayEquals(new int[]{10, 10}, icmp(file), capture::toString);
    }

    /** Returns requests and replies in a capture that may still grow, in the order of their times. */
    private static int[] icmp(Path file) throws Exception {
        int[] found = new int[2];
        try (CaptureReader reader = CaptureReader.open(file)) {
            long before = 0;
            while (reader.next()) {
                assertTrue(reader.timestampNs() >= before);
                before = reader.timestampNs();
                var packet = new io.creel.net.PacketPool("p", 2, CaptureReader.MAX_RECORD_BYTES, 0).allocate();
                reader.copyTo(packet);
                if (packet.lengthBytes() == 98 && packet.get8(23) == 1) {
                    found[0] += packet.get8(34) == 8 ? 1 : 0;
                    found[1] += packet.get8(34) == 0 ? 1 : 0;
                }
            }
        }
        return found;
    }

    /** Runs the whole demo, with packets over a kernel link and back. */
    @ParameterizedTest
    @CsvSource({"afxdp:one, afpacket:two", "afpacket:one, afxdp:two"})
    void shouldLoseNothingWhenTheDemoRunsOverALink(String nic, String wire) throws Exception {
        net.link("a", "one", "a", "two");
        Namespaces.Tool demo = net.creel("a", "", "demo --packets 1 --rate 20000 --nic " + nic + " --wire " + wire,
                "-Dcreel.home=" + folder);
        assertEquals(0, demo.ended(), demo::toString);
        assertTrue(demo.said().contains("Packets    39,930 in = 39,930 out + 0 dropped\n"), demo::toString);
        assertTrue(demo.said().contains("Flows      417 with 6,301 packets;"), demo::toString);
    }

    @Test
    void shouldSayWhenInterfaceIsRemovedUnderIt() throws Exception {
        Namespaces.Tool sink = net.creel("a", "", "sink afxdp:nic0").started();
        net.in("a", "ip link del nic0");
        assertEquals(1, sink.ended());
        assertTrue(Files.readString(sink.err()).endsWith("creel sink: the interface was removed: interface=nic0,"
                + " error=ENXIO; close this NIC and open another\n"), sink::toString);
        assertTrue(Files.readString(sink.out()).startsWith("Time "), sink::toString);
    }

    @Test
    void shouldSayInOneSentenceWhatIsMissing() throws Exception {
        assertRefused("", "sink afxdp:nic9",
                "creel sink: no such interface: interface=nic9, error=ENODEV; known=lo, nic0");
        assertRefused("", "generate afpacket:nic0", "creel generate: no answer to ARP: address=10.77.0.1,"
                + " nic=afpacket:nic0; start the other end, or give --mac.");
        assertRefused("setpriv --bounding-set=-all --inh-caps=-all", "sink afxdp:nic0",
                "creel sink: cannot open an AF_XDP socket: interface=nic0, error=EPERM; run as root, or grant"
                        + " CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF");
    }

    private void assertRefused(String before, String arguments, String sentence) throws Exception {
        Namespaces.Tool tool = net.creel("a", before, arguments);
        assertEquals(2, tool.ended());
        String name = arguments.substring(0, arguments.indexOf(' '));
        assertEquals(sentence + "\nTry 'creel " + name + " --help'.\n", tool.said());
        assertFalse(tool.said().contains("\tat "));
    }
}
