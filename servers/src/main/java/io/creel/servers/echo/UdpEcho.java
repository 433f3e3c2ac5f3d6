package io.creel.servers.echo;

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
 * Sends each datagram back to its sender in the frame it came in (RFC 862). A datagram from one of the small service
 * ports below 20 is dropped and counted, because two echo services would send it to and fro for ever.
 *
 * <p>
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class UdpEcho implements AutoCloseable {
    /** Echo, discard, daytime, chargen and their like answer every datagram. */
    private static final int FIRST_SAFE_PORT = 20;

    private final UdpSocket socket;
    private long echoed;
    private long refused;
    private long notSent;

    private UdpEcho(UdpSocket socket) {
        this.socket = socket;
    }

    /**
     * Opens a service.
     *
     * @param host
     *            an open host
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one of a version for all of that version
     * @param port
     *            1 to 65535
     * @return an open service, which the caller closes
     * @throws IpException
     *             if the port is taken, or the host is closed
     */
    public static UdpEcho open(IpHost host, Carrier carrier, IpAddress address, int port) {
        var echo = new UdpEcho(host.udp().bind(address, port));
        if (!carrier.start(host.ready(), _ -> echo.run(), null)) {
            echo.close();
            throw new IpException(IpException.Reason.CLOSED,
                    "the host's stash takes no coroutine: host=" + host + ", port=" + port + "; open another host");
        }
        return echo;
    }

    @Suspends
    private void run() {
        while (!socket.isClosed()) {
            Packet datagram = socket.receive();
            if (datagram != null) {
                answer(datagram);
            } else {
                discardError();
            }
        }
    }

    private void answer(@Transfers Packet datagram) {
        if (UdpDatagram.sourcePort(datagram) < FIRST_SAFE_PORT) {
            refused++;
            datagram.release();
        } else if (socket.reply(datagram).isAccepted()) {
            echoed++;
        } else {
            notSent++;
        }
    }

    /** An ICMP error about an earlier echo: that peer has gone. */
    private void discardError() {
        SendResult error = socket.takeError();
        if (error != null) {
            notSent++;
        }
    }

    /** {@return how many datagrams were sent back} */
    public long echoed() {
        return echoed;
    }

    /** {@return how many datagrams were dropped because their sender would answer the echo} */
    public long refused() {
        return refused;
    }

    /** {@return how many echoes could not leave or did not arrive} */
    public long notSent() {
        return notSent;
    }

    /** Frees the port, and ends the coroutine. Twice does nothing. */
    @Override
    public void close() {
        socket.close();
    }
}
