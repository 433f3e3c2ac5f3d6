package io.creel.jmh.ip;

import io.creel.core.Carrier;
import io.creel.ip.stream.TcpSocket;
import io.creel.net.Packet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * Measures the step {@code tcp_receive} by itself, and the read that follows: a frame is made, parsed, received, and
 * its bytes are read. One call is 32 frames. Each worker runs on a thread of its own; the first one also takes the
 * frames that the host sends.
 */
final class TcpStep {
    private static final int BURST = TcpPath.BURST;

    private TcpStep() {
    }

    /** What the workers do, by the peer's name; each entry makes its work on the thread that runs it. */
    static IntSupplier[] of(String peer, int workers) {
        return switch (peer) {
            case "bare" -> each(workers, TcpStep::bare);
            case "lockFree" -> each(workers, number -> alone(new TcpRig(false)));
            case "locked" -> workers == 1 ? each(1, number -> alone(new TcpRig(true))) : together();
            default -> throw new IllegalArgumentException("unknown peer: peer=" + peer);
        };
    }

    private interface Making {
        IntSupplier make(int number);
    }

    private static IntSupplier[] each(int workers, Making making) {
        var all = new IntSupplier[workers];
        for (int i = 0; i < workers; i++) {
            all[i] = making.make(i);
        }
        return all;
    }

    private static IntSupplier bare(int number) {
        var rig = new TcpRig(false);
        var peer = new ScriptedPeer(rig.link.peer(), 4000);
        return () -> {
            for (int i = 0; i < BURST; i++) {
                Packet packet = peer.data();
                packet.parse();
                packet.release();
            }
            return BURST;
        };
    }

    /** A host, a connection and a worker. The first call connects, on the thread of that worker. */
    private static IntSupplier alone(TcpRig rig) {
        var peer = new ScriptedPeer(rig.link.peer(), 4000);
        Runnable[] burst = {null};
        return () -> {
            if (burst[0] == null) {
                burst[0] = burst(rig, peer, rig.connect(peer));
            }
            rig.run(burst[0]);
            rig.settle();
            peer.drain();
            return BURST;
        };
    }

    /** One host for two workers, with a connection each. */
    private static IntSupplier[] together() {
        var rig = new TcpRig(true);
        var peer = new ScriptedPeer(rig.link.peer(), 4000);
        var otherPeer = new ScriptedPeer(rig.link.peer(), 4001);
        TcpSocket[] sockets = {null, null};
        var isOpen = new AtomicBoolean();
        IntSupplier first = new IntSupplier() {
            private Runnable burst;

            @Override
            public int getAsInt() {
                if (burst == null) {
                    sockets[0] = rig.connect(peer);
                    sockets[1] = rig.connect(otherPeer);
                    burst = burst(rig, peer, sockets[0]);
                    isOpen.set(true);
                }
                rig.run(burst);
                rig.settle();
                peer.drain();
                return BURST;
            }
        };
        IntSupplier second = new IntSupplier() {
            private final Carrier carrier = new Carrier("second");
            private Runnable burst;
            private int done;
            private final Runnable counted = () -> {
                burst.run();
                done++;
            };

            @Override
            public int getAsInt() {
                if (!isOpen.get()) {
                    Thread.onSpinWait();
                    return 0;
                }
                if (burst == null) {
                    burst = burst(rig, otherPeer, sockets[1]);
                    carrier.setClock(System::nanoTime);
                }
                carrier.tick(System.nanoTime());
                int before = done;
                carrier.start(TcpRig.RUN, counted);
                carrier.resumeStarted();
                while (done == before) { // the timers of the host have the connection
                    carrier.poll();
                }
                return BURST;
            }
        };
        return new IntSupplier[]{first, second};
    }

    /** The body of a coroutine. */
    private static Runnable burst(TcpRig rig, ScriptedPeer peer, TcpSocket socket) {
        byte[] buffer = new byte[4096];
        return () -> {
            for (int i = 0; i < BURST; i++) {
                Packet packet = peer.data();
                packet.parse();
                rig.tcp.receive(packet);
                socket.read(buffer, 0, buffer.length, 0);
            }
        };
    }
}
