package io.creel.jmh.servers;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.ip.IpAddress;
import io.creel.ip.host.HostOptions;
import io.creel.ip.host.IpHost;
import io.creel.ip.tcp.TcpCounter;
import io.creel.ip.tcp.TcpSettings;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import io.creel.net.RxQueue;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerProgram;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.echo.TcpEcho;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import java.security.SecureRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** HTTP, echo and a source of bytes over Creel's own TCP, on one worker that sleeps if there is nothing to do. */
final class CreelServer implements WorkerProgram, Served {
    private static final int BATCH = 64;
    private static final int CONNECTIONS = 1_024;
    private static final int LISTENERS = 16;
    private static final int SEND_BUFFER_BYTES = 1 << 18;
    private static final int HEADERS_BYTES = 40;
    private static final int SOURCE_PART_BYTES = 1 << 16;

    private final Nic nic;
    private Thread thread;
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Batch batch = new Batch(BATCH);
    private IpHost host;
    private HttpService http;
    private TcpEcho echo;
    private CreelMessages messages;
    private RuntimeException failure;

    private CreelServer(Nic nic) {
        this.nic = nic;
    }

    static CreelServer open(String word) throws Exception {
        var server = new CreelServer(Nics.open(word));
        server.thread = Thread.ofPlatform().daemon().name("creel server").start(server::work);
        server.opened.await();
        if (server.failure != null) {
            throw server.failure;
        }
        return server;
    }

    private void work() {
        var worker = new Worker("server", this, System::nanoTime);
        while (!nic.isFinished() && failure == null) {
            if (worker.doWork() == 0) {
                await(worker.carrier());
            }
        }
    }

    /** Sleeps in the driver, until a timer of the host or a deadline of a coroutine is due. */
    private void await(Carrier carrier) {
        long untilNs = host.timers().quietUntil();
        long nowNs = System.nanoTime();
        long quietNs = Math.min(untilNs == Long.MAX_VALUE ? untilNs : untilNs - nowNs, carrier.quietNs(nowNs));
        if (quietNs > 0) {
            nic.rx(0).awaitReadable(Math.min(quietNs, RxQueue.MAX_AWAIT_NS));
        }
    }

    @Override
    public int doWork(Worker self) {
        if (host == null) {
            try {
                serve(self.carrier());
            } catch (RuntimeException refused) {
                failure = refused;
                throw refused;
            } finally {
                opened.countDown();
            }
        }
        return host.doWork(self.carrier(), batch, BATCH) + messages.doWork(self);
    }

    private void serve(Carrier carrier) {
        TcpSettings settings = TcpSettings.defaults().edit().sendBuffer(SEND_BUFFER_BYTES)
                .mss(nic.capabilities().mtuBytes() - HEADERS_BYTES).done();
        host = IpHost.open(nic, new HostOptions(System::nanoTime, new SecureRandom()::nextLong)
                .address(Site.ADDRESS + "/24").tcp(settings, 2 * CONNECTIONS, LISTENERS));
        var limits = new ServiceLimits(CONNECTIONS, CONNECTIONS, TimeUnit.SECONDS.toNanos(60),
                TimeUnit.SECONDS.toNanos(20));
        http = new HttpService(host.ready(), limits, HttpLimits.defaults(),
                exchange -> exchange.respond(200, Site.CONTENT_TYPE, Site.BODY),
                () -> System.currentTimeMillis() / 1000, Throwable::printStackTrace);
        http.open(host, carrier, IpAddress.ANY_IPV4, Site.HTTP_PORT);
        echo = new TcpEcho(limits);
        TcpService.openRequests(host, carrier, IpAddress.ANY_IPV4, Site.ECHO_PORT, limits, echo);
        messages = new CreelMessages(host, carrier, limits);
        byte[] part = new byte[SOURCE_PART_BYTES];
        TcpService.open(host, carrier, IpAddress.ANY_IPV4, Site.SOURCE_PORT, limits, socket -> {
            while (!socket.hasReceivedFin()) {
                socket.write(part, 0, part.length);
            }
        });
    }

    @Override
    public long requests() {
        return http.counters().requests() + echo.bytes() / Site.MESSAGE_BYTES + messages.answered();
    }

    /** Returns what was counted and is not 0. */
    @Override
    public String counted() {
        var text = new StringBuilder("mode=" + nic.capabilities().mode());
        for (TcpCounter counter : TcpCounter.values()) {
            long value = host.tcp().statistics().get(counter);
            text.append(value == 0 ? "" : ", " + counter + "=" + value);
        }
        for (NicCounter counter : NicCounter.values()) {
            long value = nic.statistics().get(counter);
            text.append(value == 0 ? "" : ", " + counter + "=" + value);
        }
        return text.toString();
    }

    @Override
    public long servingThread() {
        return thread.threadId();
    }
}
