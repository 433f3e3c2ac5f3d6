package io.creel.net.live;

import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Udp;
import java.nio.ByteBuffer;

/** Two ends in memory; the far end makes the frames that a kernel would make. */
final class MemoryLink implements TestLink {
    private static final int MAX_BYTES = 1472;

    private final Nic nic;
    private final Nic far;
    private final ByteBuffer buffer = ByteBuffer.allocate(2048);
    private final PacketBatch batch = new PacketBatch(1);

    MemoryLink(Nic nic, Nic far) {
        this.nic = nic;
        this.far = far;
    }

    @Override
    public Nic nic() {
        return nic;
    }

    @Override
    public boolean send(int sequence) {
        Packet packet = far.pool().allocate();
        if (packet == null) {
            return false;
        }
        frame(packet, buffer, sequence, MAX_BYTES);
        if (!far.tx(0).transmit(packet)) {
            packet.release();
            return false;
        }
        return true;
    }

    static void frame(Packet packet, ByteBuffer buffer, int sequence, int maxBytes) {
        Datagram.write(buffer, sequence, maxBytes);
        int bytes = buffer.remaining();
        packet.resize(Datagram.HEADER_BYTES + bytes);
        Ethernet.destination(packet, 0x02_00_00_00_00_01L);
        Ethernet.source(packet, 0x02_00_00_00_00_02L);
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, EthernetDescriptor.HEADER_BYTES, IpProtocol.UDP, 0x0a4d0002, 0x0a4d0001, 8 + bytes);
        Udp.write(packet, EthernetDescriptor.HEADER_BYTES + 20, 5555, Datagram.PORT, bytes);
        packet.set(Datagram.HEADER_BYTES, buffer.array(), 0, bytes);
        packet.parse();
        Checksums.fill(packet, packet.headers());
    }

    @Override
    public int receive() {
        if (far.rx(0).poll(batch, 1) == 0) {
            return -1;
        }
        Packet packet = batch.get(0);
        int bytes = packet.lengthBytes() - Datagram.HEADER_BYTES;
        packet.get(Datagram.HEADER_BYTES, buffer.array(), 0, bytes);
        batch.releaseAll();
        return Datagram.check(buffer.clear().limit(bytes), MAX_BYTES);
    }

    @Override
    public void close() {
        nic.close();
        far.close();
    }
}
