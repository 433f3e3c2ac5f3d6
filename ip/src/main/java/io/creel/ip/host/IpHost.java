package io.creel.ip.host;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.Stash;
import io.creel.core.ThreadBinding;
import io.creel.ip.ChecksumCheck;
import io.creel.ip.FlowShare;
import io.creel.ip.HomeStash;
import io.creel.ip.HostCounter;
import io.creel.ip.HostCounters;
import io.creel.ip.IpAddress;
import io.creel.ip.IpOutput;
import io.creel.ip.LocalAddresses;
import io.creel.ip.arp.ArpInput;
import io.creel.ip.arp.ArpOutput;
import io.creel.ip.ethernet.EthernetInput;
import io.creel.ip.ethernet.EthernetOutput;
import io.creel.ip.fragment.FragmentLimits;
import io.creel.ip.fragment.Reassembly;
import io.creel.ip.icmp.EchoClient;
import io.creel.ip.icmp.EchoReplies;
import io.creel.ip.icmp.ErrorDelivery;
import io.creel.ip.icmp.IcmpErrors;
import io.creel.ip.icmp.IcmpInput;
import io.creel.ip.icmp.Icmpv6Input;
import io.creel.ip.icmp.PathMtus;
import io.creel.ip.ipv4.Ipv4Input;
import io.creel.ip.ipv6.DiscoveryInput;
import io.creel.ip.ipv6.DiscoveryOutput;
import io.creel.ip.ipv6.Ipv6Input;
import io.creel.ip.neighbour.NeighbourNews;
import io.creel.ip.neighbour.NeighbourTable;
import io.creel.ip.socket.PortAllocator;
import io.creel.ip.socket.SocketTable;
import io.creel.ip.socket.TableLookup;
import io.creel.ip.stream.TcpPorts;
import io.creel.ip.tcp.TcpSettings;
import io.creel.ip.udp.UdpDelivery;
import io.creel.ip.udp.UdpInput;
import io.creel.ip.udp.UdpPorts;
import io.creel.net.Nic;
import io.creel.net.Packet;
import io.creel.net.PacketBody;
import io.creel.net.PacketConsumer;
import io.creel.net.PacketPool;
import io.creel.net.wire.DropReason;
import io.creel.queues.ListStash;
import io.creel.queues.TimerStash;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A host on one queue pair of a NIC. It runs on one worker, whose program does three things for it:
 *
 * <pre>{@code
 * int work = nic.rx(0).poll(32, packet -> worker.start(host.path(), packet));    // packets through their steps
 * work += worker.resume(host.timers().drainDue(clock.getAsLong(), batch, 32));   // what is due
 * work += worker.resume(host.ready().drain(batch, 32));                          // coroutines that a socket has woken
 * }</pre>
 *
 * A host of several queues has one of these for each, see {@link MultiQueueHost}, and a fourth thing to do.
 * {@link #doWork} does them for a carrier. Where and when packets run is the program's choice: it may as well start
 * them in stashes.
 *
 * <p>
 * Everything here, sockets included, is used by that worker's thread: its program and the coroutines that it runs.
 * Counters may be read by any thread. The NIC belongs to the caller, which closes it after the host. Several workers
 * may share its TCP, see {@link HostOptions#tcpOnSeveralWorkers()}.
 */
public final class IpHost implements AutoCloseable {
    private final Nic nic;
    private final int queue;
    private final HostCounters counters = new HostCounters();
    private final LongSupplier nanoClock;
    private final LocalAddresses addresses;
    private final Timekeeper timekeeper;
    private final @Nullable PacketPool largePool;
    private final NeighbourTable neighbours;
    private final Reassembly reassembly;
    private final PathMtus pathMtus;
    private final IpSender sender;
    private final SocketTable sockets;
    private final UdpPorts udp;
    private final @Nullable TcpPorts tcp;
    private final EchoClient echo;
    private final ErrorDelivery errorDelivery;
    private final ReceivePath path;
    private final Stash ready;
    private final @Nullable Stash ownReady;
    private @Nullable Carrier startedOn;
    @SuppressWarnings("NullAway.Init") // made by the first cycle
    private PacketConsumer starting;
    private boolean closed;
    /** What other queues of the host have for this one; null if there are none. */
    private final @Nullable QueueInbox inbox;

    /**
     * Opens a host on the first queue pair of a NIC, with the steps of this module.
     *
     * @param nic open, with a free first queue pair; stays the caller's
     * @param options addresses, clock, source of chance, and limits
     * @return an open host
     * @throws io.creel.ip.IpException if the host cannot work: no address, no link address, an MTU that is too small, a
     *        gateway on no link
     */
    public static IpHost open(Nic nic, HostOptions options) {
        return open(nic, options, steps -> {
        });
    }

    /**
     * Opens a host on the first queue pair of a NIC.
     *
     * @param nic open, with a free first queue pair; stays the caller's
     * @param options addresses, clock, source of chance, and limits
     * @param change may replace steps
     * @return an open host
     * @throws io.creel.ip.IpException if the host cannot work: no address, no link address, an MTU that is too small, a
     *        gateway on no link
     */
    public static IpHost open(Nic nic, HostOptions options, Consumer<HostSteps> change) {
        options.check(nic);
        return new IpHost(nic, options, change, FlowShare.all(), addresses(nic, options),
                new PathMtus(options.nanoClock()), new QueueInbox[1]);
    }

    static LocalAddresses addresses(Nic nic, HostOptions options) {
        return new LocalAddresses(options.macAddressOn(nic), options.prefixes());
    }

    @SuppressWarnings("NullAway") // the options or the host make the ready stash; several workers are for TCP
    IpHost(Nic nic, HostOptions options, Consumer<HostSteps> change, FlowShare share, LocalAddresses addresses,
            PathMtus pathMtus, QueueInbox[] inboxes) {
        this.nic = nic;
        this.addresses = addresses;
        this.pathMtus = pathMtus;
        queue = share.queue();
        nanoClock = options.nanoClock();
        LongSupplier random = options.random();
        int mtuBytes = options.mtuBytesOn(nic);
        boolean several = options.isTcpOnSeveralWorkers();
        ownReady = options.ready() != null
                ? null
                : several ? new HomeStash("woken by sockets") : new ListStash("woken by sockets");
        ready = ownReady == null ? options.ready() : ownReady;
        timekeeper = new Timekeeper(nanoClock);
        FragmentLimits fragments = options.fragments();
        largePool = fragments.datagrams() == 0
                ? null
                : new PacketPool("large packets of " + nic.name(), 2 * fragments.datagrams(),
                        Reassembly.bufferBytes(fragments), 0);

        var binding = new ThreadBinding(this, "host", "a NIC and a host for each worker");
        var link = new EthernetOutput(nic.tx(queue), addresses.macAddress(), counters);
        neighbours = new NeighbourTable(options.neighbours(), link, counters, nanoClock, random, timekeeper);
        sender = new IpSender(addresses, options.gateway4(), options.gateway6(), mtuBytes, pathMtus, nic.pool(),
                largePool, neighbours, link, counters, random, several ? anyThread() : binding);
        neighbours.held(sender::sendLate, mtuBytes, Math.max(1, fragments.datagrams() / 2));
        var arpOutput = new ArpOutput(addresses, nic.pool(), link, counters);
        var discoveryOutput = new DiscoveryOutput(addresses, nic.pool(), link, counters);
        neighbours.solicitors(arpOutput, discoveryOutput);
        reassembly = new Reassembly(fragments, largePool, counters, nanoClock, timekeeper);
        sockets = new SocketTable(options.sockets(), random.getAsLong());
        udp = new UdpPorts(addresses, sockets, new PortAllocator(random), sender, counters, ready, binding, share);
        echo = new EchoClient(sender, counters, nanoClock, random, share);
        var errors = new IcmpErrors(addresses, sender, counters, nanoClock);
        reassembly.onTimeUp(first -> {
            tellTimeUp(first, errors);
            return false;
        });
        errorDelivery = new ErrorDelivery(addresses, pathMtus, mtuBytes, counters);
        errorDelivery.udp(udp);

        var steps = new HostSteps();
        var checksums = new ChecksumCheck(counters, options.areUnfinishedChecksumsAccepted());
        var replies = new EchoReplies(addresses, sender, counters);
        var discovery = new DiscoveryInput(addresses, neighbours, discoveryOutput, counters, nanoClock);
        steps.ethernet = new EthernetInput(addresses, counters);
        steps.arp = new ArpInput(addresses, neighbours, arpOutput, counters, nanoClock);
        steps.ipv4 = new Ipv4Input(addresses, checksums, counters, options.areIpv4OptionsRefused());
        steps.ipv6 = new Ipv6Input(addresses, checksums, counters);
        steps.fragments = reassembly;
        steps.icmp = new IcmpInput(replies, errorDelivery, echo, counters);
        steps.icmpv6 = new Icmpv6Input(replies, errorDelivery, echo, discovery::receive, counters);
        steps.lookup = new TableLookup(sockets);
        steps.udpDelivery = new UdpDelivery(counters);
        TcpSettings settings = options.tcpOn(mtuBytes, IpSender.transportBytes(nic.pool()));
        tcp = settings == null
                ? null
                : new TcpPorts(settings, options.connections(), options.listeners(), addresses, sender, counters, ready,
                        nanoClock, random, timekeeper, binding, several, share);
        if (tcp == null) {
            steps.tcp = new NoTcp(errors, counters);
        } else {
            tcp.bounds(nic.pool().capacity() / share.queues(), options.sendBuffers());
            steps.tcp = tcp.input();
            errorDelivery.tcp(tcp.errors());
        }
        change.accept(steps);
        if (steps.udp == null) {
            steps.udp = new UdpInput(steps.lookup, steps.udpDelivery, errors, counters);
        }
        boolean alone = share.queues() == 1;
        path = new ReceivePath(steps, errors, counters, alone ? null : new QueueSteering(share, counters, inboxes));
        inbox = alone ? null : new QueueInbox(queue, neighbours, counters);
        inboxes[queue] = inbox;
        timekeeper.begin(neighbours::expire, reassembly::expire,
                atNs -> tcp == null ? Long.MAX_VALUE : tcp.expire(atNs));
        if (several) {
            timekeeper.begin(Coroutine.create(tcp.sender(), null));
        }
        if (inbox != null) {
            neighbours.news((how, high, low, macAddress) -> tell(inboxes, how, high, low, macAddress));
            timekeeper.begin(Coroutine.create(inbox, null));
        }
    }

    private void tell(QueueInbox[] inboxes, NeighbourNews.Kind how, long high, long low, long macAddress) {
        for (QueueInbox other : inboxes) {
            if (other != inbox) {
                counters.count(other.offer(nic.pool(), how, high, low, macAddress)
                        ? HostCounter.NEIGHBOUR_NEWS
                        : HostCounter.NEIGHBOUR_NEWS_LOST);
            }
        }
    }

    /** Packets, routes and path MTUs are for any thread; what sends is called by the host's worker only. */
    private ThreadBinding anyThread() {
        var any = new ThreadBinding(this, "host", "a NIC and a host for each worker");
        any.release();
        return any;
    }

    private static void tellTimeUp(Packet first, IcmpErrors errors) {
        // Its transport header speaks of a length that never came, so it may not parse to the end.
        if (first.parse() == DropReason.NONE || first.headers().networkOffset() >= 0) {
            errors.reassemblyTimedOut(first);
        }
    }

    /** {@return the steps of a received packet: the body of its coroutine} */
    public PacketBody path() {
        return path;
    }

    /** {@return the stash in which the host waits for the time of its clock; the worker drains what is due} */
    public TimerStash timers() {
        return timekeeper.timers();
    }

    /** {@return the stash of coroutines that a socket has woken; the worker drains it} */
    public Stash ready() {
        return ready;
    }

    /** {@return the UDP sockets} */
    public UdpPorts udp() {
        return udp;
    }

    /**
     * {@return the TCP sockets}
     *
     * @throws IllegalStateException if the host does without TCP
     */
    public TcpPorts tcp() {
        if (tcp == null) {
            throw new IllegalStateException("the host has no TCP: host=" + this + "; open it without withoutTcp()");
        }
        return tcp;
    }

    /** {@return the client that asks other hosts for an echo} */
    public EchoClient echo() {
        return echo;
    }

    /** {@return the way out, for transports} */
    public IpOutput output() {
        return sender;
    }

    /** {@return the addresses, to which groups can be joined} */
    public LocalAddresses addresses() {
        return addresses;
    }

    /** {@return what is known about neighbours} */
    public NeighbourTable neighbours() {
        return neighbours;
    }

    /**
     * Sets the link address of a neighbour for good.
     *
     * @param address the neighbour's IP address
     * @param macAddress its link address in the lower 48 bits, the first byte highest
     * @throws IllegalArgumentException if the text is no address
     * @throws io.creel.ip.IpException if the table of neighbours is full
     */
    public void permanentNeighbour(String address, long macAddress) {
        IpAddress parsed = IpAddress.parse(address);
        if (!neighbours.permanent(parsed.high(), parsed.low(), macAddress)) {
            throw HostOptions.bad("no room for another neighbour: address=" + address + ", neighbours="
                    + neighbours.size());
        }
    }

    /** {@return what is known about path MTUs} */
    public PathMtus pathMtus() {
        return pathMtus;
    }

    /** {@return how many datagrams wait for more of their fragments} */
    public int partialDatagrams() {
        return reassembly.size();
    }

    /** {@return the table of open sockets} */
    public SocketTable sockets() {
        return sockets;
    }

    /** {@return the counters; any thread may read them} */
    public HostCounters counters() {
        return counters;
    }

    /** {@return how many packets are out of the pool for datagrams in fragments; 0 if the host accepts none} */
    public int largeOutstanding() {
        return largePool == null ? 0 : largePool.outstanding();
    }

    /**
     * One duty cycle on a carrier: received packets through their steps, what is due, what was woken.
     *
     * @param carrier of the worker that runs the host
     * @param batch an empty one, for the handles of one take
     * @param max most packets, timers and coroutines, each; the capacity of the batch is a bound, too
     * @return how much was done
     */
    public int doWork(Carrier carrier, Batch batch, int max) {
        int work = nic.rx(queue).poll(max, starting(carrier)) + pollSteered(max, starting(carrier));
        work += carrier.resumeStarted();
        work += carrier.resume(timekeeper.timers().drainDue(nanoClock.getAsLong(), batch, max));
        return work + carrier.resume(ready.drain(batch, max));
    }

    /**
     * Passes frames that other queues of the host have received, and that this one serves, to a consumer. One that it
     * refuses is counted and released; a consumer that throws has not taken the frame. By the worker of this queue.
     *
     * @param max most frames
     * @param consumer takes or refuses each frame: starts a coroutine of {@link #path()} with it
     * @return how many frames there were; 0 if the host has one queue
     */
    public int pollSteered(int max, PacketConsumer consumer) {
        return inbox == null ? 0 : inbox.poll(max, consumer);
    }

    /** {@return how many frames of other queues wait to be polled; 0 if the host has one queue} */
    public int steeredWaiting() {
        return inbox == null ? 0 : inbox.waiting();
    }

    /** Made once per carrier, so that a cycle makes no lambda. */
    private PacketConsumer starting(Carrier carrier) {
        if (startedOn != carrier) {
            startedOn = carrier;
            starting = packet -> {
                carrier.start(path, packet);
                return true;
            };
        }
        return starting;
    }

    /**
     * Closes all sockets, releases what waits for neighbours or for fragments, and ends the timers. The NIC stays open.
     * Twice does nothing. By the worker's thread, outside coroutines.
     *
     * <p>
     * A coroutine that waits for a socket, or was woken and has not run yet, is not cancelled. It goes on at the next
     * poll of its carrier, and sees what a closed socket tells: a read and a write are refused, an accept and the
     * receive of a datagram return null. Received bytes that it had not read are gone, as with a close of the socket.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (inbox != null) {
            inbox.close();
        }
        if (tcp != null) {
            tcp.close();
        }
        sockets.forEach(socket -> {
            if (socket instanceof AutoCloseable closeable) {
                close(closeable);
            }
        });
        neighbours.close();
        reassembly.close();
        timekeeper.timers().close();
        if (ownReady != null) {
            closeReady(ownReady);
        }
        if (largePool != null) {
            largePool.close();
        }
    }

    /** Sends the woken coroutines to their carriers, which resume them at their next poll. */
    private static void closeReady(Stash woken) {
        var home = new HomeStash("home of coroutines of a closed host");
        for (Coroutine handle = woken.pop(); handle != null; handle = woken.pop()) {
            home.send(handle);
        }
        woken.close();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("close of a socket failed: socket=" + socket, e);
        }
    }

    @Override
    public String toString() {
        return "IpHost[nic=" + nic.name() + ", addresses=" + addresses + "]";
    }
}
