package io.creel.servers.dns;

import io.creel.core.Carrier;
import io.creel.core.spec.Suspends;
import io.creel.core.spec.Transfers;
import io.creel.ip.IpAddress;
import io.creel.ip.IpException;
import io.creel.ip.SendResult;
import io.creel.ip.host.IpHost;
import io.creel.ip.udp.UdpDatagram;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Packet;

/**
 * Answers DNS queries over UDP with authority for one zone. Every answer fits 512 bytes, so none is cut. Not served:
 * TCP, transfers, updates, recursion, signatures.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class DnsResponder implements AutoCloseable {
    /** Echo, discard, daytime, chargen and their like answer every datagram. */
    private static final int FIRST_SAFE_PORT = 20;

    private final UdpSocket socket;
    private final DnsAnswer answer;
    private final byte[] query = new byte[DnsAnswer.MOST_BYTES];
    private long answered;
    private long ignored;
    private long notSent;

    private DnsResponder(UdpSocket socket, DnsZone zone) {
        this.socket = socket;
        answer = new DnsAnswer(zone);
    }

    /**
     * Opens a responder.
     *
     * @param host
     *            an open host
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host, which answers come from; a host with several has a responder for each
     * @param port
     *            1 to 65535; 53 by the protocol
     * @param zone
     *            what it answers; not changed any more
     * @return an open responder, which the caller closes
     * @throws IpException
     *             if the port is taken, or the host is closed
     */
    public static DnsResponder open(IpHost host, Carrier carrier, IpAddress address, int port, DnsZone zone) {
        var responder = new DnsResponder(host.udp().bind(address, port), zone);
        if (!carrier.start(host.ready(), _ -> responder.run(), null)) {
            responder.close();
            throw new IpException(IpException.Reason.CLOSED,
                    "the host's stash takes no coroutine: host=" + host + ", port=" + port + "; open another host");
        }
        return responder;
    }

    @Suspends
    private void run() {
        while (!socket.isClosed()) {
            Packet datagram = socket.receive();
            if (datagram != null) {
                answer(datagram);
            } else {
                SendResult error = socket.takeError(); // about an earlier answer: that peer has gone
                notSent += error == null ? 0 : 1;
            }
        }
    }

    private void answer(@Transfers Packet datagram) {
        int from = UdpDatagram.payloadOffset(datagram);
        int bytes = UdpDatagram.payloadBytes(datagram);
        int length = 0;
        if (bytes <= query.length && UdpDatagram.sourcePort(datagram) >= FIRST_SAFE_PORT) {
            datagram.get(from, query, 0, bytes);
            length = answer.to(query, bytes);
        }
        if (length == 0) {
            ignored++;
            datagram.release();
            return;
        }
        long high = UdpDatagram.sourceHigh(datagram);
        long low = UdpDatagram.sourceLow(datagram);
        int port = UdpDatagram.sourcePort(datagram);
        datagram.release();
        send(new IpAddress(high, low), port, length);
    }

    private void send(IpAddress to, int port, int length) {
        Packet packet = socket.allocate();
        if (packet == null) {
            notSent++;
            return;
        }
        packet.resize(length);
        packet.set(0, answer.bytes(), 0, length);
        if (socket.send(packet, to.high(), to.low(), port).isAccepted()) {
            answered++;
        } else {
            notSent++;
        }
    }

    /** {@return how many queries were answered, refusals included} */
    public long answered() {
        return answered;
    }

    /** {@return how many datagrams were no query} */
    public long ignored() {
        return ignored;
    }

    /** {@return how many answers could not leave or did not arrive} */
    public long notSent() {
        return notSent;
    }

    /** Frees the port, and ends the coroutine. Twice does nothing. */
    @Override
    public void close() {
        socket.close();
    }
}
