package io.creel.jmh.nic;

import io.creel.core.Batch;
import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketBody;
import io.creel.queues.ListStash;
import io.creel.schedulers.Worker;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The echoes in Java, each spinning on one core until it is killed. Not for JMH: the load is in another process. */
public final class EchoPeer {
    private static final int BATCH = 64;

    private EchoPeer() {
    }

    /** Takes the peer's name; says {@code ready} when it echoes. */
    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "bareLoop" -> bareLoop("afxdp:" + Echo.NIC);
            case "creel" -> creel("afxdp:" + Echo.NIC);
            case "creelOnAfPacket" -> creel("afpacket:" + Echo.NIC);
            case "datagramChannel" -> datagramChannel();
            default -> throw new IllegalArgumentException("unknown peer: peer=" + arguments[0]);
        }
    }

    private static void ready() {
        System.out.println("ready");
    }

    /** The driver without coroutines. */
    private static void bareLoop(String word) throws Exception {
        try (Nic nic = Nics.open(word)) {
            var in = new PacketBatch(BATCH);
            var out = new PacketBatch(BATCH);
            ready();
            while (!nic.isFinished()) {
                nic.rx(0).poll(in, BATCH - out.size());
                for (int i = 0; i < in.size(); i++) {
                    Packet packet = in.get(i);
                    if (Echo.isOurs(packet)) {
                        Echo.turn(packet);
                        out.add(packet);
                    } else {
                        packet.release();
                    }
                }
                in.clear();
                nic.tx(0).transmit(out);
            }
        }
    }

    /** A coroutine per frame, which waits in a list before it begins. */
    private static void creel(String word) throws Exception {
        try (Nic nic = Nics.open(word)) {
            var out = new PacketBatch(BATCH);
            var list = new ListStash("list");
            var batch = new Batch(BATCH);
            PacketBody body = packet -> {
                if (Echo.isOurs(packet)) {
                    Echo.turn(packet);
                    out.add(packet);
                } else {
                    packet.release();
                }
            };
            var worker = new Worker("echo", self -> {
                int work = nic.rx(0).poll(BATCH - out.size(), packet -> self.start(list, body, packet));
                self.resume(list.drain(batch, BATCH));
                nic.tx(0).transmit(out);
                return work;
            }, System::nanoTime);
            ready();
            while (!nic.isFinished()) {
                worker.doWork();
            }
        }
    }

    private static void datagramChannel() throws Exception {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(Echo.NIC_ADDRESS, Echo.PORT));
            channel.configureBlocking(false);
            ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
            ready();
            while (true) {
                buffer.clear();
                SocketAddress from = channel.receive(buffer);
                if (from != null) {
                    buffer.flip();
                    channel.send(buffer, from);
                }
            }
        }
    }
}
