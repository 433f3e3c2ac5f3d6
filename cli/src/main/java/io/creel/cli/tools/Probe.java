package io.creel.cli.tools;

import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.wire.Checksum;
import io.creel.net.wire.Checksums;
import io.creel.net.wire.Ethernet;
import io.creel.net.wire.EthernetDescriptor;
import io.creel.net.wire.IpProtocol;
import io.creel.net.wire.Ipv4;
import io.creel.net.wire.Udp;
import io.creel.net.wire.UdpDescriptor;

/**
 * The frames of a generator, copies of one model: a UDP datagram whose payload has the run, the sequence number and the
 * due time.
 *
 * <pre>
 *    0       4       8               16              24
 *   +-------+-------+---------------+---------------+-----------
 *   | CREL  |  run  |   sequence    | intended time | zeroes ...
 *   +-------+-------+---------------+---------------+-----------
 * </pre>
 *
 * A flow is a source port. Checksums are right: the varying fields are added to the model's sum, so a long frame costs
 * no more.
 */
public final class Probe {
    static final int PORT = 7777;
    static final int FIRST_PORT = 10_000;
    static final int MAX_FLOWS = 50_000;
    static final int HEADERS_BYTES = 42;

    private static final int MAGIC = 0x4352454c;
    private static final int IP = EthernetDescriptor.HEADER_BYTES;
    private static final int UDP = IP + 20;
    private static final int RUN = HEADERS_BYTES + 4;
    private static final int SEQUENCE = HEADERS_BYTES + 8;
    private static final int INTENDED = HEADERS_BYTES + 16;
    private static final int STAMP_BYTES = 24;

    private final byte[] model;
    private final long modelSum;
    private final int flows;
    private final int run;

    /**
     * @param payloadBytes
     *            the UDP payload, at least 24
     * @param run
     *            a number that tells this run's answers from those of others
     */
    public Probe(Ends ends, int payloadBytes, int flows, int run) {
        this.flows = flows;
        this.run = run;
        Packet packet = new PacketPool("model", 2, HEADERS_BYTES + payloadBytes, 0).allocate();
        packet.resize(HEADERS_BYTES + payloadBytes);
        model = new byte[packet.lengthBytes()];
        packet.set(0, model, 0, model.length);
        Ethernet.destination(packet, ends.toMac());
        Ethernet.source(packet, ends.fromMac());
        Ethernet.etherType(packet, EthernetDescriptor.TYPE_IPV4);
        Ipv4.write(packet, IP, IpProtocol.UDP, ends.from(), ends.to(), UdpDescriptor.HEADER_BYTES + payloadBytes);
        Udp.write(packet, UDP, 0, PORT, payloadBytes);
        packet.set32(HEADERS_BYTES, MAGIC);
        packet.set32(RUN, run);
        packet.parse();
        Checksums.fill(packet, packet.headers());
        modelSum = ~packet.get16(UDP + UdpDescriptor.CHECKSUM) & 0xffff;
        packet.get(0, model, 0, model.length);
        packet.release();
    }

    /** Source and destination: Ethernet addresses with the first byte highest, IPv4 addresses. */
    public record Ends(long fromMac, long toMac, int from, int to) {
    }

    int frameBytes() {
        return model.length;
    }

    /** Returns whether a fresh packet of the pool has room for a frame. */
    boolean fits(PacketPool pool) {
        return model.length <= pool.bufferBytes() - pool.headroomBytes();
    }

    /** Writes the frame with that number into a fresh packet. */
    public void write(Packet packet, long sequence, long intendedNs) {
        packet.resize(model.length);
        packet.set(0, model, 0, model.length);
        int port = FIRST_PORT + (int) (sequence % flows);
        packet.set16(UDP, port);
        packet.set64(SEQUENCE, sequence);
        packet.set64(INTENDED, intendedNs);
        int checksum = Checksum.finish(modelSum + port + Checksum.sum(packet, SEQUENCE, 2 * Long.BYTES));
        // RFC 768: zero means that there is none.
        packet.set16(UDP + UdpDescriptor.CHECKSUM, checksum == 0 ? 0xffff : checksum);
    }

    /** Returns whether a frame is an answer of this run. */
    public boolean isAnswer(Packet packet) {
        return packet.lengthBytes() >= HEADERS_BYTES + STAMP_BYTES
                && Ethernet.etherType(packet) == EthernetDescriptor.TYPE_IPV4
                && packet.get8(IP + 9) == IpProtocol.UDP && packet.get16(UDP) == PORT
                && packet.get32(HEADERS_BYTES) == MAGIC && packet.get32(RUN) == run;
    }

    /** Returns the number of the frame that is answered. */
    public static long sequence(Packet answer) {
        return answer.get64(SEQUENCE);
    }

    /** Returns the due time of the frame that is answered. */
    static long intendedNs(Packet answer) {
        return answer.get64(INTENDED);
    }
}
