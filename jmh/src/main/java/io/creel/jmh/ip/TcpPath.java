package io.creel.jmh.ip;

import io.creel.core.Coroutine;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.queues.ListStash;

/** Measures the way of a frame on one worker, cut off behind one step after the other. One call is 32 frames. */
final class TcpPath {
    static final int BURST = 32;
    private static final int PEER_PORT = 4000;

    private TcpPath() {
    }

    /** The work of one peer, by its name. */
    static Runnable of(String peer) {
        return switch (peer) {
            case "bare" -> echo();
            case "ethernetIn" -> in(new TcpRig(false, steps -> steps.ethernet(own -> packet -> {
                if (own.receive(packet)) {
                    packet.release();
                }
                return false;
            })));
            case "ipv4In" -> in(new TcpRig(false, steps -> steps.ipv4(own -> packet -> {
                if (own.receive(packet)) {
                    packet.release();
                }
                return false;
            })));
            case "tcpIn" -> tcpIn(false);
            case "tcpInLocked" -> tcpIn(true);
            case "tcpOut" -> tcpOut(false);
            case "tcpOutLocked" -> tcpOut(true);
            case "tcpEcho" -> tcpEcho(false);
            case "tcpEchoLocked" -> tcpEcho(true);
            default -> throw new IllegalArgumentException("unknown peer: peer=" + peer);
        };
    }

    /** Each frame goes back as it came, in a coroutine of its own. */
    private static Runnable echo() {
        var rig = new TcpRig(false);
        var peer = new ScriptedPeer(rig.link.peer(), PEER_PORT);
        PacketBody back = Packet::transmit;
        PacketConsumer starting = packet -> {
            rig.carrier.start(back, packet);
            return true;
        };
        return () -> {
            send(peer);
            rig.carrier.tick(System.nanoTime());
            rig.link.rx(0).poll(64, starting);
            rig.carrier.resumeStarted();
            rig.carrier.poll();
            expect(peer.drain(), BURST);
        };
    }

    private static void send(ScriptedPeer peer) {
        for (int i = 0; i < BURST; i++) {
            peer.send(peer.data());
        }
    }

    private static void expect(int frames, int expected) {
        if (frames != expected) {
            throw new IllegalStateException("frames are missing: frames=" + frames + ", expected=" + expected);
        }
    }

    private static Runnable in(TcpRig rig) {
        var peer = new ScriptedPeer(rig.link.peer(), PEER_PORT);
        return () -> {
            send(peer);
            rig.settle();
            expect(peer.drain(), 0);
        };
    }

    private static Runnable tcpIn(boolean locked) {
        var rig = new TcpRig(locked);
        var peer = new ScriptedPeer(rig.link.peer(), PEER_PORT);
        TcpSocket socket = rig.connect(peer);
        long[] bytes = {0};
        rig.run(() -> {
            for (Packet packet = socket.receive(); packet != null; packet = socket.receive()) {
                bytes[0] += packet.lengthBytes();
                packet.release();
            }
        });
        return () -> {
            long before = bytes[0];
            send(peer);
            rig.settle();
            peer.drain();
            expect((int) (bytes[0] - before), BURST * ScriptedPeer.PAYLOAD_BYTES);
        };
    }

    private static Runnable tcpOut(boolean locked) {
        var rig = new TcpRig(locked);
        var peer = new ScriptedPeer(rig.link.peer(), PEER_PORT);
        TcpSocket socket = rig.connect(peer);
        var gate = new ListStash("gate");
        rig.run(() -> {
            byte[] buffer = new byte[ScriptedPeer.PAYLOAD_BYTES];
            while (true) {
                for (int i = 0; i < BURST; i++) {
                    socket.write(buffer, 0, buffer.length);
                }
                Coroutine.await(gate);
            }
        });
        rig.settle();
        peer.drain();
        peer.send(peer.ack());
        rig.settle();
        return () -> {
            rig.carrier.resume(gate.pop());
            rig.settle();
            expect(peer.drain(), BURST);
            peer.send(peer.ack());
            rig.settle();
        };
    }

    private static Runnable tcpEcho(boolean locked) {
        var rig = new TcpRig(locked);
        var peer = new ScriptedPeer(rig.link.peer(), PEER_PORT);
        TcpSocket socket = rig.connect(peer);
        rig.run(() -> {
            byte[] buffer = new byte[ScriptedPeer.PAYLOAD_BYTES];
            for (int n = socket.read(buffer, 0, buffer.length); n > 0; n = socket.read(buffer, 0, buffer.length)) {
                socket.write(buffer, 0, n);
            }
        });
        return () -> {
            send(peer);
            rig.settle();
            if (peer.drain() < BURST) {
                throw new IllegalStateException("segments are missing");
            }
        };
    }
}
