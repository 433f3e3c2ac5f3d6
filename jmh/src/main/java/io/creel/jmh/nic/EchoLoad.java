package io.creel.jmh.nic;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketConsumer;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Udp;
import java.util.concurrent.TimeUnit;

/**
 * The other end of the link: keeps frames in flight and counts those that come back. It reads no byte of them, so that
 * it is faster than the echo.
 */
public final class EchoLoad {
    /** Printed when a measurement begins; the next line is its result. */
    public static final String BEGIN = "begin";
    /** Printed with the result: the frames that never came back. */
    public static final String LOST = "lost";

    private static final int BATCH = 64;
    /** After this time without an answer, frames in flight count as lost. */
    private static final long LOST_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Nic nic;
    private final byte[] frame = new byte[Echo.FRAME_BYTES];
    private final PacketBatch out = new PacketBatch(BATCH);
    private final PacketConsumer arrival = this::arrived;
    private long answers;
    private long lost;
    private int underWay;

    private EchoLoad(Nic nic, long toMac) {
        this.nic = nic;
        Packet packet = nic.pool().allocate();
        int payloadBytes = Echo.FRAME_BYTES - Echo.UDP - 8;
        packet.resize(Echo.FRAME_BYTES);
        packet.set(0, frame, 0, frame.length);
        Ethernet.destination(packet, toMac);
        Ethernet.source(packet, nic.macAddress());
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, Echo.IP, IpProtocol.UDP, 0x0a4d0002, 0x0a4d0001, 8 + payloadBytes);
        Udp.write(packet, Echo.UDP, 9999, Echo.PORT, payloadBytes);
        packet.parse();
        Checksums.fill(packet, packet.headers());
        packet.get(0, frame, 0, frame.length);
        packet.release();
    }

    /**
     * Takes the Ethernet address of the other end, milliseconds to warm up and to measure, and several numbers of
     * frames to keep in flight. For each number it prints {@link #BEGIN}, then nanoseconds per echo, the echoes, and
     * the frames {@link #LOST}.
     */
    public static void main(String[] arguments) throws Exception {
        try (Nic nic = Nics.open("afxdp:" + Echo.PEER)) {
            var load = new EchoLoad(nic, Long.parseLong(arguments[0].replace(":", ""), 16));
            long warmUpNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[1]));
            long measureNs = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[2]));
            for (int i = 3; i < arguments.length; i++) {
                int inFlight = Integer.parseInt(arguments[i]);
                load.run(inFlight, warmUpNs);
                System.out.println(BEGIN);
                long before = load.answers;
                long lostBefore = load.lost;
                long durationNs = load.run(inFlight, measureNs);
                long echoes = load.answers - before;
                if (echoes == 0) {
                    throw new IllegalStateException("nothing came back: nic=" + nic.statistics());
                }
                System.out.println((double) durationNs / echoes + " " + echoes + " " + LOST + " "
                        + (load.lost - lostBefore));
            }
        }
    }

    private boolean arrived(Packet packet) {
        if (packet.lengthBytes() == Echo.FRAME_BYTES) {
            answers++;
            underWay--;
        }
        packet.release();
        return true;
    }

    /** Runs one measurement and returns its length. */
    private long run(int inFlight, long leastNs) {
        long beginNs = System.nanoTime();
        long heardNs = beginNs;
        long nowNs = beginNs;
        while (nowNs - beginNs < leastNs) {
            while (out.size() < BATCH && underWay + out.size() < inFlight) {
                Packet packet = nic.pool().allocate();
                if (packet == null) {
                    break;
                }
                packet.resize(frame.length);
                packet.set(0, frame, 0, frame.length);
                out.add(packet);
            }
            underWay += nic.tx(0).transmit(out);
            nowNs = System.nanoTime();
            if (nic.rx(0).poll(BATCH, arrival) > 0) {
                heardNs = nowNs;
            } else if (nowNs - heardNs > LOST_NS) {
                lost += underWay;
                underWay = 0;
                heardNs = nowNs;
            }
        }
        return nowNs - beginNs;
    }
}
