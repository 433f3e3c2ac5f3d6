package io.creel.servers.http;

import io.creel.core.Carrier;
import io.creel.core.Stash;
import io.creel.core.spec.Suspends;
import io.creel.ip.IpAddress;
import io.creel.ip.host.IpHost;
import io.creel.ip.stream.TcpSocket;
import io.creel.servers.RequestHandler;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.connection.Spare;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Serves HTTP/1.1: one coroutine per connection, one request after the other, answers in the order of the requests (RFC
 * 9112, section 9.3.2).
 *
 * <pre>{@code
 * var http = new HttpService(host.ready(), ServiceLimits.defaults(), HttpLimits.defaults(), exchange ->
 *         exchange.respond(200, "text/plain", greeting), clock, failure -> failure.printStackTrace());
 * TcpService port80 = http.open(host, carrier, IpAddress.ANY_IPV4, 80);
 * }</pre>
 *
 * Of the worker that runs the host; the counters may be read by any thread.
 */
public final class HttpService implements RequestHandler {
    /** More free exchanges are not kept. */
    private static final int SPARE_EXCHANGES = 64;

    final ServiceLimits serviceLimits;
    final HttpLimits limits;
    final HttpHandler handler;
    final Consumer<Throwable> failures;
    final HttpCounters counters = new HttpCounters();
    final HttpDate date;
    final Stash ready;
    private final Spare<HttpExchange> exchanges = new Spare<>(SPARE_EXCHANGES, () -> new HttpExchange(this));

    /**
     * Makes a service without a port.
     *
     * @param ready
     *            where a connection waits for its turn after many requests at once: the ready stash of its host
     * @param serviceLimits
     *            of connections
     * @param limits
     *            of requests
     * @param handler
     *            answers each request
     * @param epochSeconds
     *            the time for the Date field: seconds since 1970
     * @param failures
     *            told of each exception of the handler, on the worker
     */
    public HttpService(Stash ready, ServiceLimits serviceLimits, HttpLimits limits, HttpHandler handler,
            LongSupplier epochSeconds, Consumer<Throwable> failures) {
        this.ready = ready;
        this.serviceLimits = serviceLimits;
        this.limits = limits;
        this.handler = handler;
        this.failures = failures;
        date = new HttpDate(epochSeconds);
    }

    /**
     * Serves at a port.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @return the port, which the caller closes
     */
    public TcpService open(IpHost host, Carrier carrier, IpAddress address, int port) {
        return TcpService.openRequests(host, carrier, address, port, serviceLimits, this);
    }

    /**
     * Serves at a port, with a virtual thread for each connection, so that the handler may be blocking code.
     *
     * @param host
     *            an open host with TCP for one worker
     * @param carrier
     *            of the worker that runs the host
     * @param address
     *            an own one of the host; the unspecified one for all
     * @param port
     *            1 to 65535
     * @param threads
     *            makes virtual threads that run on the worker of the host and nowhere else
     * @return the port, which the caller closes
     */
    public TcpService open(IpHost host, Carrier carrier, IpAddress address, int port, ThreadFactory threads) {
        return TcpService.open(host, carrier, address, port, serviceLimits, this::serveAll, threads);
    }

    /** {@return the counters of all connections} */
    public HttpCounters counters() {
        return counters;
    }

    /** {@return how many connections have a request at work} */
    public int working() {
        return exchanges.borrowed();
    }

    @Override
    public void opened(TcpSocket socket) {
        socket.nagle(false); // an answer leaves as a whole
    }

    @Override
    @Suspends
    public boolean serve(TcpSocket socket) {
        HttpExchange exchange = exchanges.borrow();
        try {
            return exchange.serve(socket);
        } finally {
            exchange.clear();
            exchanges.giveBack(exchange);
        }
    }

    /**
     * One thread serves the connection from its beginning to its end, and has an array of one byte while it is idle.
     */
    @Suspends
    private void serveAll(TcpSocket socket) {
        opened(socket);
        byte[] first = new byte[1];
        boolean again = true;
        while (again) {
            int came = socket.read(first, 0, 1, serviceLimits.idleNs());
            if (came <= 0) {
                counters.idleClosed += came == 0 ? 1 : 0;
                return;
            }
            HttpExchange exchange = exchanges.borrow();
            try {
                again = exchange.serve(socket, first);
            } finally {
                exchange.clear();
                exchanges.giveBack(exchange);
            }
        }
    }

    @Override
    public void idleClosed() {
        counters.idleClosed++;
    }
}
