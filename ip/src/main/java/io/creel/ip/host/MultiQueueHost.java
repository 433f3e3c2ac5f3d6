package io.creel.ip.host;

import io.creel.ip.FlowShare;
import io.creel.ip.IpAddress;
import io.creel.ip.LocalAddresses;
import io.creel.ip.icmp.PathMtus;
import io.creel.ip.stream.TcpServer;
import io.creel.ip.udp.UdpSocket;
import io.creel.net.Nic;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A host on all queue pairs of a NIC: one {@link IpHost} for each, under the same addresses. Each is run by a worker of
 * its own, whose program does one thing more than that of a single one:
 *
 * <pre>{@code
 * IpHost host = hosts.host(worker.number());
 * work += host.pollSteered(32, packet -> worker.start(host.path(), packet));     // frames from other queues
 * }</pre>
 *
 * <p>
 * <b>A flow stays on its queue</b>, which {@link HostOptions#steering} names. What it opens from a random port comes
 * back to the queue that has opened it. A frame that arrives elsewhere is passed on, in order, through a bounded queue;
 * so are all fragments of a datagram, to one queue, and ARP and neighbour discovery, to the first. A server listens on
 * every queue, see {@link #listen}. A UDP socket that is bound on one queue alone gets all datagrams of its port.
 *
 * <p>
 * <b>What the queues share</b>: addresses and groups, path MTUs, and by messages the link addresses of neighbours.
 * Everything else each has for itself: connections, sockets, timers, counters, and their limits, among these the rate
 * of ICMP errors. So no step waits for another worker. With {@link HostOptions#tcpOnSeveralWorkers} several workers may
 * serve the TCP of each queue, too.
 *
 * <p>
 * Threads: what is called here is called before the workers start, except {@link #host} and {@link #close}.
 */
public final class MultiQueueHost implements AutoCloseable {
    private final IpHost[] hosts;

    private MultiQueueHost(IpHost[] hosts) {
        this.hosts = hosts;
    }

    /**
     * Opens a host on all queue pairs of a NIC, with the steps of this module.
     *
     * @param nic open, with free queue pairs; stays the caller's
     * @param options of each queue; without a ready stash
     * @return an open host
     * @throws io.creel.ip.IpException as {@link IpHost#open(Nic, HostOptions)}; also if the options name a ready stash,
     *         or the NIC has more than {@link FlowShare#MAX_QUEUES} queue pairs
     */
    public static MultiQueueHost open(Nic nic, HostOptions options) {
        return open(nic, options, steps -> {
        });
    }

    /**
     * Opens a host on all queue pairs of a NIC.
     *
     * @param nic open, with free queue pairs; stays the caller's
     * @param options of each queue; without a ready stash
     * @param change may replace steps; called once for each queue, in the order of their numbers
     * @return an open host
     * @throws io.creel.ip.IpException as {@link #open(Nic, HostOptions)}
     */
    public static MultiQueueHost open(Nic nic, HostOptions options, Consumer<HostSteps> change) {
        options.check(nic);
        if (options.ready() != null) {
            throw HostOptions.bad("one ready stash for several queues: stash=" + options.ready() + ", queues="
                    + nic.queues() + "; drain IpHost.ready of each queue instead");
        }
        if (nic.queues() > FlowShare.MAX_QUEUES) {
            throw HostOptions.bad("too many queues: nic=" + nic.name() + ", queues=" + nic.queues() + ", most="
                    + FlowShare.MAX_QUEUES);
        }
        FlowShare[] shares = FlowShare.divide(options.steering(), nic.queues());
        LocalAddresses addresses = IpHost.addresses(nic, options);
        var pathMtus = new PathMtus(options.nanoClock());
        var inboxes = new QueueInbox[shares.length];
        var hosts = new IpHost[shares.length];
        for (FlowShare share : shares) {
            hosts[share.queue()] = new IpHost(nic, options, change, share, addresses, pathMtus, inboxes);
        }
        return new MultiQueueHost(hosts);
    }

    /** {@return how many queues the host has} */
    public int queues() {
        return hosts.length;
    }

    /**
     * Returns the part of the host that one queue runs. Threads: any.
     *
     * @param queue from 0
     * @return always the same one
     */
    public IpHost host(int queue) {
        return hosts[queue];
    }

    /**
     * Listens at a TCP port on every queue; see {@link io.creel.ip.stream.TcpPorts#listen}.
     *
     * @param address an own one, or the unspecified one
     * @param port 1 to 65535
     * @param backlog connections that are half open or wait to be accepted, on each queue
     * @return a server for each queue, used by its worker
     * @throws io.creel.ip.IpException if one of them cannot listen; then none does
     */
    public List<TcpServer> listen(IpAddress address, int port, int backlog) {
        return onEach(queue -> hosts[queue].tcp().listen(address, port, backlog), TcpServer::close);
    }

    /**
     * Binds a UDP port on every queue; see {@link io.creel.ip.udp.UdpPorts#bind(IpAddress, int, int)}.
     *
     * @param address an own one, or the unspecified one of a version
     * @param port 1 to 65535
     * @param queuePackets how many datagrams wait at most, in each socket
     * @return a socket for each queue, used by its worker
     * @throws io.creel.ip.IpException if one of them cannot be bound; then none is
     */
    public List<UdpSocket> bind(IpAddress address, int port, int queuePackets) {
        if (port == 0) {
            throw new IllegalArgumentException("no port to bind on every queue: port=0; bind port 0 on one queue");
        }
        return onEach(queue -> hosts[queue].udp().bind(address, port, queuePackets), UdpSocket::close);
    }

    private <S> List<S> onEach(IntFunction<S> open, Consumer<S> close) {
        List<S> opened = new ArrayList<>();
        try {
            for (int queue = 0; queue < hosts.length; queue++) {
                opened.add(open.apply(queue));
            }
            return List.copyOf(opened);
        } finally {
            if (opened.size() < hosts.length) {
                opened.forEach(close);
            }
        }
    }

    /**
     * Sets the link address of a neighbour for good, on every queue.
     *
     * @param address the neighbour's IP address
     * @param macAddress its link address in the lower 48 bits, the first byte highest
     */
    public void permanentNeighbour(String address, long macAddress) {
        for (IpHost host : hosts) {
            host.permanentNeighbour(address, macAddress);
        }
    }

    /**
     * Closes the part of every queue, once their workers have ended. A worker that ends earlier may close its own part.
     * Twice does nothing.
     */
    @Override
    public void close() {
        for (IpHost host : hosts) {
            host.close();
        }
    }

    @Override
    public String toString() {
        return "MultiQueueHost[queues=" + hosts.length + ", first=" + hosts[0] + "]";
    }
}
