package io.creel.ip.host;

import io.creel.ip.IpAddress;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.stream.TcpSocket;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * For fuzzing: frames, one after the other, into the whole receive path of a host that has sockets, neighbours and
 * datagrams in pieces. Nothing but counters may come out, and in the end every frame is accounted for and no packet is
 * left.
 *
 * <p>
 * An input is a sequence of records: one byte of flags, two of length, and that many bytes of a frame. Flag 1 makes
 * checksums right, so that the deep steps are reached; flag 2 sends the frame to the host's link address; flag 4 lets a
 * second pass; flag 8 lets a minute pass.
 */
public final class HostFuzzTarget {
    static final int FIX_CHECKSUMS = 1;
    static final int FIX_ADDRESS = 2;
    static final int PASS_SECOND = 4;
    static final int PASS_MINUTE = 8;
    private static final int MAX_FRAME = 1514;
    private static final int MAX_FRAMES = 64;

    private HostFuzzTarget() {
    }

    /** Throws if anything but counters comes out. */
    public static void fuzzerTestOneInput(byte[] data) {
        run(data, steps -> {
        });
    }

    static void run(byte[] data, Consumer<HostSteps> change) {
        try (var rig = new HostRig(options -> options.address("10.0.0.1/24").gateway("10.0.0.254")
                .address("fd00::1/64").gateway("fd00::fe"), change)) {
            UdpSocket four = rig.host.udp().bind(IpAddress.ANY_IPV4, 7);
            UdpSocket six = rig.host.udp().bind(IpAddress.ANY_IPV6, 7);
            UdpSocket connected = rig.host.udp().connect(IpAddress.parse("10.0.0.2"), 9);
            rig.start(nothing -> {
                for (Packet packet = four.receive(); packet != null; packet = four.receive()) {
                    four.reply(packet);
                }
            }, null);
            TcpServer server = rig.host.tcp().listen(IpAddress.ANY_IPV4, 80, 4);
            rig.start(nothing -> {
                for (TcpSocket socket = server.accept(); socket != null; socket = server.accept()) {
                    socket.close();
                }
            }, null);
            connected.send(new byte[3], IpAddress.parse("10.0.0.2"), 9);
            six.send(new byte[3], IpAddress.parse("fd00::2"), 9);
            ByteBuffer input = ByteBuffer.wrap(data);
            for (int i = 0; i < MAX_FRAMES && input.remaining() >= 3; i++) {
                frame(rig, input);
            }
            if (rig.carrier.counters().failed() > 0) {
                throw new AssertionError("a step threw: " + rig.host.counters());
            }
        }
    }

    private static void frame(HostRig rig, ByteBuffer input) {
        int flags = input.get();
        int length = Math.min(Math.min(input.getShort() & 0xffff, input.remaining()), MAX_FRAME);
        if (length >= 14) {
            Packet packet = rig.wire.frame(length, 0);
            packet.set(0, input.array(), input.position(), length);
            if ((flags & FIX_ADDRESS) != 0) {
                packet.set16(0, 0x0200);
                packet.set32(2, 1);
                packet.set64(6, Wire.PEER_MAC << 16 | packet.get16(12));
            }
            if ((flags & FIX_CHECKSUMS) != 0) {
                Wire.fill(packet);
            }
            rig.send(packet);
        }
        input.position(input.position() + length);
        if ((flags & PASS_SECOND) != 0) {
            rig.clock.advance(HostRig.SECOND);
            rig.settle();
        }
        if ((flags & PASS_MINUTE) != 0) {
            rig.clock.advance(61 * HostRig.SECOND);
            rig.settle();
        }
        rig.wire.frames(sent -> {
        });
    }
}
