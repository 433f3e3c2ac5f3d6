package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.verifier.Verifier;
import io.creel.verifier.VerifierResult;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults planted by hand into copies of the packet path and of the course. The verifier reports each of them once, with
 * the expected code, and nothing else.
 */
class PlantedFaultsTest {
    private static final String IP = "ip/src/main/java/io/creel/ip/";
    private static final String COURSE = "examples/src/main/java/io/creel/examples/course/";

    /** One fault: the file, what stands there, and what the careless author wrote instead. */
    private record Fault(String name, String code, String file, String before, String after) {
    }

    private static final List<Fault> FAULTS = List.of(
            new Fault("a frame for another host is refused and not released", "CR011",
                    IP + "ethernet/EthernetInput.java",
                    "return counters.end(packet, HostCounter.RX_OTHER_HOST);",
                    "return false;"),
            new Fault("a frame passes without the end of its step", "CR011",
                    IP + "ethernet/EthernetInput.java",
                    ": passed(packet);",
                    ": true;"),
            new Fault("a frame of a bad source is released and let through", "CR011",
                    IP + "ethernet/EthernetInput.java",
                    "return counters.end(packet, HostCounter.RX_BAD_LINK_SOURCE);",
                    "counters.end(packet, HostCounter.RX_BAD_LINK_SOURCE);\n"
                            + "            return true;"),
            new Fault("a wrong checksum is counted twice", "CR005",
                    IP + "ipv4/Ipv4Input.java",
                    "if (!checksums.isSound(packet)) {\n"
                            + "            return false;",
                    "if (!checksums.isSound(packet)) {\n"
                            + "            return counters.end(packet, HostCounter.RX_MALFORMED);"),
            new Fault("a datagram without a socket is lost", "CR001",
                    IP + "udp/UdpInput.java",
                    "            counters.end(packet, HostCounter.UDP_NO_SOCKET);\n",
                    ""),
            new Fault("a datagram is delivered after the lock was released", "CR013",
                    IP + "udp/UdpInput.java",
                    "        try {\n"
                            + "            delivery.receive(packet, socket);\n"
                            + "        } finally {\n"
                            + "            socket.lock.unlock();\n"
                            + "        }",
                    "        socket.lock.unlock();\n"
                            + "        delivery.receive(packet, socket);"),
            new Fault("the lock of a socket is never released", "CR014",
                    IP + "udp/UdpInput.java",
                    "        try {\n"
                            + "            delivery.receive(packet, socket);\n"
                            + "        } finally {\n"
                            + "            socket.lock.unlock();\n"
                            + "        }",
                    "        delivery.receive(packet, socket);"),
            new Fault("a coroutine sleeps under the lock of a socket", "CR016",
                    IP + "udp/UdpInput.java",
                    "            delivery.receive(packet, socket);",
                    "            io.creel.core.Coroutine.sleep(1_000);\n"
                            + "            delivery.receive(packet, socket);"),
            new Fault("a datagram that was put together is lost", "CR001",
                    IP + "host/ReceivePath.java",
                    "            OwnedArgument.run(again, whole);",
                    "            counters.count(HostCounter.RX_STEP_FAILED);"),
            new Fault("an ARP packet goes on to IP", "CR005",
                    IP + "host/ReceivePath.java",
                    "            arp.receive(packet);\n"
                            + "            return null;",
                    "            arp.receive(packet);"),
            new Fault("an unknown protocol loses its packet", "CR001",
                    IP + "host/ReceivePath.java",
                    "        counters.end(packet, HostCounter.PROTOCOL_UNKNOWN);\n",
                    ""),
            new Fault("a fragment is counted twice", "CR005",
                    IP + "fragment/Reassembly.java",
                    "        int count = datagram.store(packet, fragment);\n",
                    "        int count = datagram.store(packet, fragment);\n"
                            + "        counters.end(packet, HostCounter.FRAGMENTS_STORED);\n"),
            new Fault("a datagram is given away and kept", "CR006",
                    IP + "fragment/PartialDatagram.java",
                    "        buffer = null;\n"
                            + "        used = false;\n"
                            + "        return head;",
                    "        used = false;\n"
                            + "        return head;"),
            new Fault("a buffer is released and not forgotten", "CR023",
                    IP + "fragment/PartialDatagram.java",
                    "            buffer.release();\n"
                            + "            buffer = null;",
                    "            buffer.release();"),
            new Fault("the oldest waiting packet is lost", "CR001",
                    IP + "neighbour/NeighbourTable.java",
                    "            oldest.release();\n",
                    ""),
            new Fault("a refused packet is not released", "CR001",
                    IP + "neighbour/NeighbourTable.java",
                    "        counters.count(HostCounter.NEIGHBOUR_UNREACHABLE);\n"
                            + "        packet.release();\n"
                            + "        return",
                    "        counters.count(HostCounter.NEIGHBOUR_UNREACHABLE);\n"
                            + "        return"),
            new Fault("a taken frame stays in the receive queue", "CR006",
                    IP + "tcp/ReceiveQueue.java",
                    "        packets[head] = null;\n",
                    ""),
            new Fault("a full queue of gaps says that it took the frame", "CR011",
                    IP + "tcp/OutOfOrderQueue.java",
                    "        if (inside == at && count == capacity) {\n"
                            + "            return false;",
                    "        if (inside == at && count == capacity) {\n"
                            + "            return true;"),
            new Fault("released frames stay in the queue of gaps", "CR023",
                    IP + "tcp/OutOfOrderQueue.java",
                    "            packets[i].release();\n"
                            + "            packets[i] = null;\n"
                            + "        }\n"
                            + "        held.add(-count);",
                    "            packets[i].release();\n"
                            + "        }\n"
                            + "        held.add(-count);"),
            new Fault("a frame behind a gap is lost", "CR009",
                    IP + "tcp/DataArrival.java",
                    "            } else {\n"
                            + "                packet.release();\n"
                            + "            }",
                    "            }"),
            new Fault("a connection stays entered", "CR014",
                    IP + "tcp/TcpHost.java",
                    "            told = connection.takeTold();\n"
                            + "        } finally {\n"
                            + "            connection.exit();\n"
                            + "        }",
                    "            told = connection.takeTold();\n"
                            + "        } finally {\n"
                            + "            statistics.count(TcpCounter.SEGMENTS_OUT);\n"
                            + "        }"),
            new Fault("a connection settles after it was left", "CR013",
                    IP + "tcp/TcpListener.java",
                    "            connection.settle(nowNs);\n"
                            + "            return true;\n"
                            + "        } finally {\n"
                            + "            connection.exit();\n"
                            + "        }",
                    "            return true;\n"
                            + "        } finally {\n"
                            + "            connection.exit();\n"
                            + "            connection.settle(nowNs);\n"
                            + "        }"),
            new Fault("a method suspends without saying so", "CR017",
                    IP + "stream/TcpSocket.java",
                    "    @Suspends\n"
                            + "    boolean awaitWritable(",
                    "    boolean awaitWritable("),
            new Fault("a message is lost if its handler throws", "CR002",
                    IP + "stream/MessageReader.java",
                    "            if (!taken) {\n"
                            + "                message.release();\n"
                            + "            }",
                    "            refused++;"),
            new Fault("a reader reads a connection that it has left", "CR013",
                    IP + "stream/TcpSocket.java",
                    "        enter(\"read\");\n"
                            + "        try {\n"
                            + "            return connection.read(to, offset, length, clock.nowNs());\n"
                            + "        } finally {\n"
                            + "            leave();\n"
                            + "        }",
                    "        enter(\"read\");\n"
                            + "        leave();\n"
                            + "        return connection.read(to, offset, length, clock.nowNs());"),
            new Fault("a dispatched request stays in its field", "CR004",
                    COURSE + "C08_AWorkerProgramOfYourOwn.java",
                    "                undealt = null;\n",
                    ""),
            new Fault("a refused handle is lost", "CR001",
                    COURSE + "MustAccept.java",
                    "        if (!stash.push(handle)) {\n"
                            + "            handle.abandon();\n",
                    "        if (!stash.push(handle)) {\n"),
            new Fault("a placed handle is abandoned", "CR005",
                    COURSE + "MustAccept.java",
                    "        if (!placement.place(handle, Where.NONE)) {",
                    "        if (placement.place(handle, Where.NONE)) {"));

    @TempDir
    Path folder;

    private static Verifier verifier() throws IOException {
        Verifier verifier = new Verifier();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (Files.exists(Path.of(entry))) {
                verifier.classPath(Path.of(entry));
            }
        }
        return verifier;
    }

    @TestFactory
    Stream<DynamicTest> shouldFindEachFaultAndNothingElse() {
        return FAULTS.stream().map(fault -> DynamicTest.dynamicTest(fault.name, () -> {
            VerifierResult result = verify(fault.file, fault.before, fault.after);
            assertEquals(List.of(fault.code), result.codes(), result::text);
        }));
    }

    @Test
    void shouldAcceptEachFileWithoutItsFault() throws IOException {
        for (String file : FAULTS.stream().map(Fault::file).distinct().toList()) {
            VerifierResult result = verify(file, "", "");
            assertTrue(result.isAccepted(), result::text);
        }
        assertTrue(FAULTS.size() >= 20, () -> "faults=" + FAULTS.size());
    }

    private VerifierResult verify(String file, String before, String after) throws IOException {
        Path source = Path.of("..", file);
        String text = Files.readString(source);
        int at = text.indexOf(before);
        assertTrue(at >= 0, () -> "the file has changed, plant the fault anew: file=" + file + ", text=" + before);
        Path copy = folder.resolve(source.getFileName());
        Files.writeString(copy, text.substring(0, at) + after + text.substring(at + before.length()));
        Path classes = Files.createTempDirectory(folder, "classes");
        int status = ToolProvider.findFirst("javac").orElseThrow().run(System.out, System.err, "-proc:none", "-nowarn",
                "-parameters", "-g", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"),
                copy.toString());
        assertEquals(0, status, file);
        return verifier().add(classes).run();
    }
}
