package io.creel.ip.host;

import com.sun.management.ThreadMXBean;
import io.creel.ip.IpAddress;
import io.creel.ip.stream.Framing;
import io.creel.ip.stream.MessageReader;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import java.lang.management.ManagementFactory;
import java.util.function.Consumer;

/**
 * Prints how many bytes each way of a packet allocates once it is warm. In a JVM of its own, because the checks that
 * tests run with allocate at each suspension.
 */
public final class AllocationProgram {
    private static final int WARM_UP = 60_000;
    private static final int MEASURED = 40_000;
    private static final String HOST4 = "10.0.0.1";
    private static final String PEER4 = "10.0.0.2";

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PacketBatch batch = new PacketBatch(8);

    private AllocationProgram() {
    }

    public static void main(String[] words) {
        new AllocationProgram().measure();
        new AllocationProgram().measureTcp("echo of TCP", socket -> echo(socket));
        new AllocationProgram().measureTcp("echo of messages", socket -> echoMessages(socket));
    }

    private void measure() {
        try (var rig = new HostRig()) {
            rig.know(PEER4).know("fd00::2");
            serve(rig, rig.host.udp().bind(IpAddress.ANY_IPV4, 7), false);
            serve(rig, rig.host.udp().bind(IpAddress.ANY_IPV6, 7), false);
            serve(rig, rig.host.udp().bind(IpAddress.ANY_IPV4, 8), true);
            rig.host.udp().bind(IpAddress.ANY_IPV4, 9, 1);
            Wire wire = rig.wire;
            print(rig, "echo of UDP over IPv4", wire.udp(PEER4, 9, HOST4, 7, new byte[32]), 1);
            print(rig, "echo of UDP over IPv6", wire.udp("fd00::2", 9, "fd00::1", 7, new byte[32]), 1);
            print(rig, "echo of ICMP", wire.icmp(PEER4, HOST4, 8, 0, 1, new byte[32]), 1);
            print(rig, "answer of ARP", wire.arp(1, Wire.PEER_MAC, PEER4, 0, HOST4), 1);
            print(rig, "solicitation", wire.discovery(135, "fd00::2", "ff02::1:ff00:1", 0, "fd00::1", 1, Wire.PEER_MAC),
                    1);
            print(rig, "full queue", wire.udp(PEER4, 9, HOST4, 9, new byte[32]), 0);
            print(rig, "other host", wire.udp(PEER4, 9, "10.0.0.9", 7, new byte[32]), 0);
            print(rig, "wrong checksum",
                    Wire.with(wire.udp(PEER4, 9, HOST4, 7, new byte[32]), packet -> packet.set8(Wire.L4 + 9, 1)), 0);
            print(rig, "canary", wire.udp(PEER4, 9, HOST4, 8, new byte[320]), 1);
        }
    }

    /** A hundred bytes there and back, over and over, by two coroutines on two hosts. */
    private void measureTcp(String name, Consumer<TcpSocket> echo) {
        try (var hosts = new TwoHosts()) {
            TcpServer server = hosts.two.tcp().listen(IpAddress.ANY_IPV4, 80, 4);
            hosts.start(nothing -> {
                try (TcpSocket socket = server.accept()) {
                    socket.nagle(false);
                    echo.accept(socket);
                }
            });
            hosts.start(nothing -> {
                try (TcpSocket socket = hosts.one.tcp().connect(IpAddress.parse("10.0.0.2"), 80, TwoHosts.SECOND)) {
                    socket.nagle(false);
                    byte[] buffer = new byte[100];
                    rounds(socket, buffer, WARM_UP);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    rounds(socket, buffer, MEASURED);
                    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
                    System.out.println(name + "=" + bytes / MEASURED);
                }
            });
            hosts.settle();
        }
    }

    private static void echo(TcpSocket socket) {
        byte[] buffer = new byte[100];
        for (int n = socket.read(buffer, 0, 100); n > 0; n = socket.read(buffer, 0, 100)) {
            socket.write(buffer, 0, n);
        }
    }

    /** The hundred bytes are four messages with a length in front of each; the last one keeps its frame. */
    private static void echoMessages(TcpSocket socket) {
        byte[] buffer = new byte[25];
        try (var pool = new PacketPool("messages", 8, 256, 0)) {
            new MessageReader(socket, Framing.lengthPrefixed(1, 255), pool, message -> {
                buffer[0] = (byte) message.lengthBytes();
                message.get(0, buffer, 1, message.lengthBytes());
                message.release();
                socket.write(buffer, 0, 1 + buffer[0]);
                return true;
            }, 1_000_000).run();
        }
    }

    private static void rounds(TcpSocket socket, byte[] buffer, int count) {
        for (int i = 0; i < count; i++) {
            for (int message = 0; message < 100; message += 25) {
                buffer[message] = 24;
            }
            socket.write(buffer, 0, 100);
            for (int done = 0; done < 100;) {
                done += socket.read(buffer, done, 100 - done);
            }
        }
    }

    private void print(HostRig rig, String name, Packet packet, int answers) {
        byte[] frame = new byte[packet.lengthBytes()];
        packet.get(0, frame, 0, frame.length);
        packet.release();
        exchange(rig, frame, WARM_UP, answers);
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(rig, frame, MEASURED, answers);
        long bytes = threads.getCurrentThreadAllocatedBytes() - before;
        System.out.println(name + "=" + bytes / MEASURED);
    }

    /** Sends copies of a frame to the host, one at a time, and takes what comes back. */
    private void exchange(HostRig rig, byte[] frame, int times, int answers) {
        int came = 0;
        for (int i = 0; i < times; i++) {
            Packet packet = rig.nic.peer().pool().allocate();
            packet.resize(frame.length);
            packet.set(0, frame, 0, frame.length);
            if (!rig.nic.peer().tx(0).transmit(packet)) {
                throw new AssertionError("the link is full");
            }
            rig.settle();
            came += rig.nic.peer().rx(0).poll(batch, 8);
            batch.releaseAll();
        }
        if (came != times * answers) {
            throw new AssertionError("answers: expected=" + times * answers + ", came=" + came);
        }
    }

    /** Echoes; with a copy of each payload if it is to allocate. */
    private static void serve(HostRig rig, UdpSocket socket, boolean copying) {
        rig.start(nothing -> {
            for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
                if (copying) {
                    byte[] copy = UdpDatagram.payload(packet);
                    packet.set(UdpDatagram.payloadOffset(packet), copy, 0, copy.length);
                }
                socket.reply(packet);
            }
        }, null);
    }
}
