package io.creel.ip.udp;

import io.creel.core.Stash;
import io.creel.core.ThreadBinding;
import io.creel.ip.Destination;
import io.creel.ip.ErrorReceive;
import io.creel.ip.FlowShare;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpBits;
import io.creel.ip.IpException;
import io.creel.ip.IpOutput;
import io.creel.ip.LocalAddresses;
import io.creel.ip.QuotedPacket;
import io.creel.ip.SendResult;
import io.creel.ip.socket.IpSocket;
import io.creel.ip.socket.PortAllocator;
import io.creel.ip.socket.SocketTable;
import io.creel.net.wire.IpProtocol;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Makes the UDP sockets of a host, and brings ICMP errors to them (RFC 1122, section 4.1.3.3). Of the worker that runs
 * the host.
 *
 * <p>
 * An error is believed if a socket may have sent what it quotes: one that is connected to that peer, or one without a
 * peer at that own port, which learns of path MTUs alone. A port above 0 belongs to one socket, except that connected
 * sockets may share it.
 *
 * <p>
 * If the host has several queues, each has ports of its own, and a port may be bound on any number of them: see
 * {@link FlowShare}. A port that a queue uses for connected sockets is not to be bound on another queue afterwards,
 * which is not checked.
 */
public final class UdpPorts implements ErrorReceive {
    /** How many datagrams wait in a socket unless it is told otherwise. */
    public static final int DEFAULT_QUEUE_PACKETS = 64;
    /** Most datagrams that wait in one socket. */
    public static final int MAX_QUEUE_PACKETS = 65_536;

    private final LocalAddresses addresses;
    private final SocketTable table;
    private final PortAllocator allocator;
    private final IpOutput output;
    private final HostCounters counters;
    private final Stash ready;
    private final ThreadBinding binding;
    private final FlowShare share;
    /** How many sockets without a peer are at each port, if the host has several queues. */
    private final short[] unconnected;
    /** How many sockets are at each port, so that a free one is found in one look. */
    private final short[] uses = new short[PortAllocator.LAST + 1];

    /**
     * Makes the UDP of a host. Only the thread that is bound may use it.
     *
     * @param addresses the host's addresses and groups
     * @param table holds the sockets of the host
     * @param allocator chooses ports
     * @param output the way out of the host
     * @param counters the host's counters
     * @param ready receives the coroutines that a socket has woken
     * @param binding the thread that the host is bound to
     * @param share the flows that the queue of these ports serves
     */
    public UdpPorts(LocalAddresses addresses, SocketTable table, PortAllocator allocator, IpOutput output,
            HostCounters counters, Stash ready, ThreadBinding binding, FlowShare share) {
        this.binding = binding;
        this.share = share;
        unconnected = new short[share.queues() == 1 ? 0 : PortAllocator.LAST + 1];
        this.addresses = addresses;
        this.table = table;
        this.allocator = allocator;
        this.output = output;
        this.counters = counters;
        this.ready = ready;
    }

    SocketTable table() {
        return table;
    }

    IpOutput output() {
        return output;
    }

    HostCounters counters() {
        return counters;
    }

    boolean isOwn(long high, long low) {
        return addresses.isOwn(high, low);
    }

    /**
     * Opens a socket for any peer, with the usual queue; see {@link #bind(IpAddress, int, int)}.
     *
     * @param address an own one, or the unspecified one of a version
     * @param port 0 for a random free one
     * @return an open socket, which the caller closes
     * @throws IpException if the address is not of this host, the port is taken, none is free, or the table is full
     */
    public UdpSocket bind(IpAddress address, int port) {
        return bind(address, port, DEFAULT_QUEUE_PACKETS);
    }

    /**
     * Opens a socket for any peer.
     *
     * @param address an own one, or the unspecified one of a version for all of that version; a broadcast or group
     *        address that the host listens to
     * @param port 0 for a random free one
     * @param queuePackets how many datagrams wait at most, 1 to {@link #MAX_QUEUE_PACKETS}
     * @return an open socket, which the caller closes
     * @throws IpException if the address is not of this host, the port is taken, none is free, or the table is full
     */
    public UdpSocket bind(IpAddress address, int port, int queuePackets) {
        binding.check("bind");
        checkPort(port, 0);
        checkQueue(queuePackets);
        if (!IpBits.isUnspecified(address.high(), address.low())
                && addresses.role(address.high(), address.low()) == LocalAddresses.Role.OTHER) {
            throw new IpException(IpException.Reason.ADDRESS_UNKNOWN, "not an address of this host: address=" + address
                    + ", addresses=" + addresses + "; bind one of these, 0.0.0.0 or ::");
        }
        int chosen = port == 0 ? choosePort(candidate -> true) : port;
        if (port != 0 && table.isTaken(IpProtocol.UDP, address.high(), address.low(), port)) {
            throw new IpException(IpException.Reason.PORT_TAKEN, "port taken: protocol=udp, address=" + address
                    + ", port=" + port + "; close the other socket, or bind port 0");
        }
        return open(new UdpSocket(this, address.high(), address.low(), chosen, queuePackets, ready));
    }

    /**
     * Opens a socket with one peer, at a random port. It receives from that peer alone, and learns of ICMP errors.
     *
     * @param peer the only peer
     * @param peerPort its port, 1 to 65535
     * @return an open socket, which the caller closes
     * @throws IpException if no route leads to the peer, no port is free, or the table is full
     */
    public UdpSocket connect(IpAddress peer, int peerPort) {
        return connect(peer.isIpv4() ? IpAddress.ANY_IPV4 : IpAddress.ANY_IPV6, 0, peer, peerPort);
    }

    /**
     * Opens a socket with one peer, at an address and port of the caller's choice. Sockets with different peers may
     * share a port.
     *
     * @param local
     *            an own address; the unspecified one of the peer's version for the one that the route names
     * @param localPort
     *            0 for a random free one
     * @param peer
     *            the other host
     * @param peerPort
     *            1 to 65535
     * @return the socket, owned by the caller, which closes it
     * @throws IpException
     *             as for {@link #connect(IpAddress, int)}; also if another queue of the host serves this flow
     */
    public UdpSocket connect(IpAddress local, int localPort, IpAddress peer, int peerPort) {
        checkPort(peerPort, 1);
        checkPort(localPort, 0);
        var way = new Destination();
        way.ends(local.high(), local.low(), peer.high(), peer.low());
        if (!output.route(way)) {
            throw new IpException(IpException.Reason.SEND_FAILED, "cannot connect: peer=" + peer + ", port=" + peerPort
                    + ", result=" + SendResult.NO_ROUTE + "; " + SendResult.NO_ROUTE.sentence());
        }
        if (localPort != 0 && !isOurs(way, localPort, peerPort)) {
            throw new IpException(IpException.Reason.PORT_TAKEN, "another queue of this host serves the flow: protocol="
                    + "udp, port=" + localPort + ", peer=" + peer + ", peerPort=" + peerPort + ", queue="
                    + share.queue() + ", queues=" + share.queues() + "; connect there, or from port 0");
        }
        int chosen = localPort != 0 ? localPort : choosePort(candidate -> isOurs(way, candidate, peerPort));
        var socket = new UdpSocket(this, way.localHigh(), way.localLow(), chosen, DEFAULT_QUEUE_PACKETS, ready);
        socket.connect(peer.high(), peer.low(), peerPort);
        return open(socket);
    }

    private boolean isOurs(Destination way, int port, int peerPort) {
        return share.isOurs(IpProtocol.UDP, way.localHigh(), way.localLow(), port, way.remoteHigh(), way.remoteLow(),
                peerPort);
    }

    private static void checkPort(int port, int least) {
        if (port < least || port > PortAllocator.LAST) {
            throw new IllegalArgumentException("port out of bounds: port=" + port + ", least=" + least + ", most="
                    + PortAllocator.LAST);
        }
    }

    private static void checkQueue(int queuePackets) {
        if (queuePackets < 1 || queuePackets > MAX_QUEUE_PACKETS) {
            throw new IllegalArgumentException("queue out of bounds: queuePackets=" + queuePackets + ", least=1, most="
                    + MAX_QUEUE_PACKETS);
        }
    }

    private int choosePort(IntPredicate fits) {
        int port = allocator.choose(candidate -> uses[candidate] == 0 && !share.isBound(candidate)
                && fits.test(candidate));
        if (port == 0) {
            throw new IpException(IpException.Reason.NO_FREE_PORT, "no free port: protocol=udp, first="
                    + PortAllocator.FIRST + ", last=" + PortAllocator.LAST + "; close sockets");
        }
        return port;
    }

    private UdpSocket open(UdpSocket socket) {
        if (!table.add(socket)) {
            throw new IpException(IpException.Reason.TOO_MANY_SOCKETS, "too many sockets: socket=" + socket + ", most="
                    + table.capacity() + "; close sockets, or raise the limit of sockets");
        }
        uses[socket.localPort()]++;
        if (!socket.isConnected() && share.queues() > 1 && unconnected[socket.localPort()]++ == 0) {
            share.bound(socket.localPort(), true);
        }
        return socket;
    }

    /** Gives the port back, once. */
    void closed(UdpSocket socket) {
        binding.check("close");
        if (!socket.isClosed()) {
            uses[socket.localPort()]--;
            if (!socket.isConnected() && share.queues() > 1 && --unconnected[socket.localPort()] == 0) {
                share.bound(socket.localPort(), false);
            }
        }
    }

    @Override
    public boolean error(QuotedPacket quoted) {
        IpSocket socket = table.lookUp(IpProtocol.UDP, quoted.localHigh(), quoted.localLow(), quoted.localPort(),
                quoted.remoteHigh(), quoted.remoteLow(), quoted.remotePort());
        if (!(socket instanceof UdpSocket found)) {
            return false;
        }
        if (found.isConnected()) {
            SendResult failure = failure(quoted.kind());
            if (failure != null) {
                found.fail(failure);
            }
        }
        return found.isConnected() || quoted.kind() == QuotedPacket.Kind.TOO_LONG;
    }

    private static @Nullable SendResult failure(QuotedPacket.Kind kind) {
        return switch (kind) {
            case PORT_UNREACHABLE -> SendResult.PORT_UNREACHABLE;
            case HOST_UNREACHABLE, PROHIBITED, PROTOCOL_UNREACHABLE -> SendResult.HOST_UNREACHABLE;
            case TOO_LONG, TIME_EXCEEDED, PARAMETER_PROBLEM -> null;
        };
    }
}
