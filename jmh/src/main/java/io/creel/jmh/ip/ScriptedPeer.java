package io.creel.jmh.ip;

import io.creel.ip.Destination;
import io.creel.ip.IpBits;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.TcpDescriptor;

/**
 * The far end of one connection, as cheap as possible: frames are copies of a template with other numbers and another
 * checksum. It acknowledges what it has seen, offers no options, and never sends anything again.
 */
final class ScriptedPeer {
    static final long MAC = 0x02_00_00_00_00_02L;
    static final int PAYLOAD_BYTES = 100;
    private static final int ADDRESS = 0x0a000002;
    private static final int TCP = EthernetDescriptor.HEADER_BYTES + 20;
    private static final int HEADER_BYTES = TCP + TcpDescriptor.MIN_HEADER_BYTES;
    private static final int WINDOW = 0xffff;

    private final MemoryNic nic;
    private final int port;
    private final PacketPool pool;
    private final PacketBatch batch = new PacketBatch(64);
    private final byte[] bare = new byte[HEADER_BYTES];
    private final byte[] full = new byte[HEADER_BYTES + PAYLOAD_BYTES];
    private final long bareSum;
    private final long fullSum;
    private int sequence = 1;
    private int acknowledgment;

    ScriptedPeer(MemoryNic nic, int port) {
        this.nic = nic;
        this.port = port;
        pool = nic.pool();
        bareSum = template(bare, port);
        fullSum = template(full, port);
    }

    /** Fills a template in, and returns the sum of what does not change. */
    private long template(byte[] bytes, int port) {
        Packet packet = pool.allocate();
        packet.resize(bytes.length);
        Ethernet.destination(packet, TcpRig.MAC);
        Ethernet.source(packet, MAC);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_IPV4);
        int segment = bytes.length - TCP;
        Ipv4.write(packet, EthernetDescriptor.HEADER_BYTES, IpProtocol.TCP, ADDRESS, TcpRig.ADDRESS, segment);
        for (int i = TCP; i < bytes.length; i++) {
            packet.set8(i, i < HEADER_BYTES ? 0 : i);
        }
        packet.set16(TCP, port);
        packet.set16(TCP + 2, TcpRig.PORT);
        packet.set8(TCP + TcpDescriptor.DATA_OFFSET, TcpDescriptor.MIN_HEADER_BYTES << 2);
        packet.set8(TCP + 13, TcpDescriptor.ACK);
        packet.set16(TCP + 14, WINDOW);
        packet.get(0, bytes, 0, bytes.length);
        long sum = Checksum.sum(packet, TCP, segment) + Destination.pseudoHeaderSum(0, IpBits.mapped(ADDRESS), 0,
                IpBits.mapped(TcpRig.ADDRESS), IpProtocol.TCP, segment);
        packet.release();
        return sum;
    }

    private Packet frame(byte[] bytes, long sum, int number, int flags) {
        Packet packet = pool.allocate();
        packet.resize(bytes.length);
        packet.set(0, bytes, 0, bytes.length);
        packet.set32(TCP + 4, number);
        packet.set32(TCP + 8, acknowledgment);
        packet.set8(TCP + 13, flags);
        packet.set16(TCP + TcpDescriptor.CHECKSUM, Checksum.finish(sum + (flags - TcpDescriptor.ACK) + (number >>> 16)
                + (number & 0xffff) + (acknowledgment >>> 16) + (acknowledgment & 0xffff)));
        return packet;
    }

    /** The next data. */
    Packet data() {
        int number = sequence;
        sequence += PAYLOAD_BYTES;
        return frame(full, fullSum, number, TcpDescriptor.ACK);
    }

    Packet ack() {
        return frame(bare, bareSum, sequence, TcpDescriptor.ACK);
    }

    void send(Packet packet) {
        if (!nic.tx(0).transmit(packet)) {
            throw new IllegalStateException("the link is full: nic=" + nic.name());
        }
    }

    /** Opens the connection: the host works in between. */
    void connect(Runnable work) {
        send(frame(bare, bareSum, 0, TcpDescriptor.SYN));
        work.run();
        if (drain() != 1) {
            throw new IllegalStateException("the host does not answer: nic=" + nic.name());
        }
        send(ack());
        work.run();
    }

    /** Takes what the host has sent, notes what it acknowledges, and returns how many frames these are. */
    int drain() {
        int frames = 0;
        for (int n = nic.rx(0).poll(batch, 64); n > 0; n = nic.rx(0).poll(batch, 64)) {
            for (int i = 0; i < n; i++) {
                Packet packet = batch.get(i);
                int flags = packet.get8(TCP + 13);
                int bytes = packet.lengthBytes() - TCP - (packet.get8(TCP + TcpDescriptor.DATA_OFFSET) >>> 2);
                if (packet.get16(TCP + 2) == port) { // otherwise of another connection over this link
                    acknowledgment = packet.get32(TCP + 4) + bytes + ((flags & TcpDescriptor.SYN) != 0 ? 1 : 0);
                }
            }
            frames += n;
            batch.releaseAll();
        }
        return frames;
    }
}
