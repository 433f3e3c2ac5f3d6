package io.creel.cli.tools;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.HostCounter;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.tcp.TcpCounter;
import io.creel.net.Nic;
import io.creel.net.PacketConsumer;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.schedulers.placement.Placement;
import io.creel.schedulers.placement.PlacementProgram;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.dns.DnsResponder;
import io.creel.servers.dns.DnsZone;
import io.creel.servers.echo.TcpEcho;
import io.creel.servers.echo.UdpEcho;
import io.creel.servers.file.FileCounters;
import io.creel.servers.file.FileLimits;
import io.creel.servers.file.FileReads;
import io.creel.servers.file.FileSite;
import io.creel.servers.http.BlockingHandler;
import io.creel.servers.http.BlockingTrialSite;
import io.creel.servers.http.HttpCounters;
import io.creel.servers.http.HttpHandler;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpRefusal;
import io.creel.servers.http.HttpService;
import io.creel.servers.http.TrialSite;
import io.creel.servers.memcached.ItemStore;
import io.creel.servers.memcached.MemcachedCounters;
import io.creel.servers.memcached.MemcachedLimits;
import io.creel.servers.memcached.MemcachedService;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * <b>When</b>, for a host with services: received packets, timers that are due, and coroutines that a socket has woken,
 * in turn. The worker opens the host in its first cycle and closes it in its last one, because a host belongs to one
 * thread.
 */
final class ServeProgram implements WorkerProgram {
    private static final int BATCH = 64;
    private static final long LONGEST_CLOSE_S = 10;
    private static final int MOST_VALUE_BYTES = 1 << 20;
    private static final LongSupplier EPOCH_SECONDS = () -> System.currentTimeMillis() / 1_000;

    private final Nic nic;
    private final HostOptions options;
    private final List<IpAddress> addresses;
    private final DnsZone zone;
    private final List<ServedProtocol> protocols;
    private final ServiceLimits limits;
    private final long storeBytes;
    /** Where messages and virtual threads run. */
    private final Placement placement;
    private final PlacementProgram placed;
    /** Makes the threads of HTTP; null for coroutines. */
    private final ThreadFactory threads;
    /** The folder that HTTP serves; null for the trial site. */
    private final Path folder;
    private final Quota quota;
    private final ToolRun run;
    private final Batch batch = new Batch(BATCH);
    private final List<TcpService> tcp = new ArrayList<>();
    private final List<HttpService> http = new ArrayList<>();
    private final List<FileReads> files = new ArrayList<>();
    private final List<MemcachedService> memcached = new ArrayList<>();
    private final List<UdpEcho> udp = new ArrayList<>();
    private final List<DnsResponder> dns = new ArrayList<>();
    private final List<MessagesServed> messages = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private IpHost host;
    private PacketConsumer arrival;
    private boolean over;
    private volatile boolean closing;

    ServeProgram(Nic nic, HostOptions options, List<IpAddress> addresses, DnsZone zone, List<ServedProtocol> protocols,
            ServiceLimits limits, long storeBytes, Placement placement, ThreadFactory threads,
            Path folder, Quota quota, ToolRun run) {
        this.placement = placement;
        this.threads = threads;
        this.folder = folder;
        // An answer leaves at the end of a cycle: a long message must not come between.
        boolean hasMessages = protocols.stream().anyMatch(each -> each.name().equals("messages"));
        placed = new PlacementProgram(placement, 0, hasMessages ? 1 : BATCH, System::nanoTime);
        this.nic = nic;
        this.options = options;
        this.addresses = addresses;
        this.zone = zone;
        this.protocols = protocols;
        this.limits = limits;
        this.storeBytes = storeBytes;
        this.quota = quota;
        this.run = run;
    }

    @Override
    public int doWork(Worker self) {
        if (over) {
            return placed.doWork(self); // threads see that their sockets are closed
        }
        if (host == null) {
            open(self);
        }
        if (closing) {
            end();
            return 1;
        }
        int wanted = quota.take(BATCH);
        int polled = wanted == 0 ? 0 : nic.rx(0).poll(wanted, arrival);
        quota.back(wanted - polled);
        int work = polled + self.resume(host.timers().drainDue(System.nanoTime(), batch, BATCH));
        work += self.resume(host.ready().drain(batch, BATCH));
        work += placed.doWork(self);
        if (work == 0 && (nic.isFinished() || quota.isUsedUp())) {
            run.workerOver();
        }
        return work;
    }

    private void open(Worker self) {
        try {
            host = IpHost.open(nic, options);
            arrival = packet -> {
                self.start(host.path(), packet);
                return true;
            };
            self.start(_ -> protocols.forEach(each -> serve(each, self.carrier())), null);
        } catch (RuntimeException failure) {
            over = true;
            closed.countDown();
            run.fail(failure);
            throw failure;
        }
    }

    private void serve(ServedProtocol protocol, Carrier carrier) {
        switch (protocol.name()) {
            case "http" -> {
                var site = new HttpService(host.ready(), limits, HttpLimits.defaults(),
                        site(carrier),
                        EPOCH_SECONDS, run::fail);
                http.add(site);
                tcp.add(threads == null
                        ? site.open(host, carrier, IpAddress.ANY_IPV4, protocol.port())
                        : site.open(host, carrier, IpAddress.ANY_IPV4, protocol.port(), threads));
            }
            case "memcached" -> {
                int valueBytes = (int) Math.min(MOST_VALUE_BYTES, storeBytes / 4);
                MemcachedLimits bounds = MemcachedLimits.defaults();
                var items = new MemcachedService(host.ready(), limits,
                        new MemcachedLimits(storeBytes, valueBytes, bounds.lineBytes(), bounds.bytesPerSecond()),
                        new ItemStore(storeBytes, new SecureRandom().nextLong(), EPOCH_SECONDS));
                memcached.add(items);
                tcp.add(items.open(host, carrier, IpAddress.ANY_IPV4, protocol.port()));
            }
            case "dns" -> {
                for (IpAddress own : addresses) {
                    dns.add(DnsResponder.open(host, carrier, own, protocol.port(), zone));
                }
            }
            case "messages" -> {
                var each = new MessagesServed(host, carrier, limits, placement, protocol.port());
                messages.add(each);
                tcp.add(each.port());
            }
            default -> {
                tcp.add(TcpService.openRequests(host, carrier, IpAddress.ANY_IPV4, protocol.port(), limits,
                        new TcpEcho(limits)));
                udp.add(UdpEcho.open(host, carrier, IpAddress.ANY_IPV4, protocol.port()));
                udp.add(UdpEcho.open(host, carrier, IpAddress.ANY_IPV6, protocol.port()));
            }
        }
    }

    private HttpHandler site(Carrier carrier) {
        if (folder != null) {
            FileReads reads = FileReads.open(folder, host.ready(), FileLimits.defaults(), carrier);
            files.add(reads);
            return new FileSite(reads);
        }
        return threads == null ? new TrialSite() : BlockingHandler.handler(new BlockingTrialSite());
    }

    private void end() {
        over = true;
        try {
            tcp.forEach(TcpService::close);
            udp.forEach(UdpEcho::close);
            dns.forEach(DnsResponder::close);
            files.forEach(FileReads::close);
            host.close();
            messages.forEach(MessagesServed::close);
        } finally {
            closed.countDown();
        }
    }

    /** For how many nanoseconds nothing is due in the host. By the worker's thread. */
    long quietNs() {
        if (host == null || over) {
            return 0;
        }
        long until = host.timers().quietUntil();
        return until == Long.MAX_VALUE ? until : until - System.nanoTime();
    }

    /** Asks the worker to close the host, and waits for it. */
    void close() throws InterruptedException {
        closing = true;
        if (!closed.await(LONGEST_CLOSE_S, TimeUnit.SECONDS)) {
            run.fail(new IllegalStateException("the host was not closed in time: seconds=" + LONGEST_CLOSE_S));
        }
    }

    /** Adds what the host and the services have counted. After the worker has ended. */
    void count(Tally tally) {
        if (host == null) {
            return;
        }
        for (HostCounter counter : HostCounter.values()) {
            tally.count("HOST_" + counter.name(), host.counters().get(counter));
        }
        for (TcpCounter counter : TcpCounter.values()) {
            tally.count("TCP_" + counter.name(), host.tcp().statistics().get(counter));
        }
        for (TcpService service : tcp) {
            tally.count("CONNECTIONS_SERVED", service.accepted());
            tally.count("CONNECTIONS_LOST", service.lost());
            tally.count("CONNECTIONS_STALLED", service.stalled());
            tally.count("CONNECTIONS_FAILED", service.failed());
        }
        for (UdpEcho echo : udp) {
            tally.count("UDP_ECHOED", echo.echoed());
            tally.count("UDP_NOT_ECHOED", echo.refused() + echo.notSent());
        }
        for (DnsResponder responder : dns) {
            tally.count("DNS_ANSWERED", responder.answered());
            tally.count("DNS_IGNORED", responder.ignored());
            tally.count("DNS_NOT_SENT", responder.notSent());
        }
        http.forEach(each -> count(tally, each.counters()));
        files.forEach(each -> count(tally, each.counters()));
        messages.forEach(each -> each.count(tally));
        for (MemcachedService each : memcached) {
            count(tally, each.counters());
            tally.count("MEMCACHED_EVICTED", each.store().evicted());
        }
    }

    private static void count(Tally tally, HttpCounters counters) {
        tally.count("HTTP_REQUESTS", counters.requests());
        for (int hundreds = 1; hundreds <= 5; hundreds++) {
            tally.count("HTTP_" + hundreds + "XX", counters.answers(hundreds));
        }
        for (HttpRefusal refusal : HttpRefusal.values()) {
            tally.count("HTTP_REFUSED_" + refusal, counters.refused(refusal));
        }
        tally.count("HTTP_IDLE_CLOSED", counters.idleClosed());
        tally.count("HTTP_ABANDONED", counters.abandoned());
        tally.count("HTTP_CUT", counters.cut());
        tally.count("HTTP_BODY_BYTES_RECEIVED", counters.bodyBytesReceived());
        tally.count("HTTP_BODY_BYTES_SENT", counters.bodyBytesSent());
    }

    private static void count(Tally tally, FileCounters counters) {
        tally.count("FILES_OPENED", counters.opened());
        tally.count("FILES_REFUSED_FULL", counters.refusedFull());
        tally.count("FILES_REFUSED_PATH", counters.refusedPath());
        tally.count("FILES_FAILED", counters.failed());
        tally.count("FILES_SHRUNK", counters.shrunk());
        tally.count("FILE_BLOCKS", counters.blocks());
        tally.count("FILE_BLOCKS_AHEAD", counters.blocksAhead());
    }

    private static void count(Tally tally, MemcachedCounters counters) {
        tally.count("MEMCACHED_GETS", counters.gets());
        tally.count("MEMCACHED_HITS", counters.hits());
        tally.count("MEMCACHED_SETS", counters.sets());
        tally.count("MEMCACHED_CLIENT_ERRORS", counters.clientErrors());
        tally.count("MEMCACHED_SERVER_ERRORS", counters.serverErrors());
        tally.count("MEMCACHED_UNKNOWN", counters.unknown());
    }
}
