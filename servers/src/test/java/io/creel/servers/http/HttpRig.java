package io.creel.servers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.ip.IpAddress;
import io.creel.servers.ServersRig;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.WorkerThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** An HTTP service on the rig, with limits that tests reach. */
final class HttpRig implements AutoCloseable {
    static final long SECOND = ServersRig.SECOND;
    /** Mon, 30 Nov 2026 17:00:00 GMT. */
    static final long EPOCH_SECONDS = 1_796_058_000L;
    static final String DATE = "Date: Mon, 30 Nov 2026 17:00:00 GMT\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    static final HttpLimits LIMITS = new HttpLimits(1_024, 256, 8, 100_000, 64, 128, 10 * SECOND, 1_000, 10_000,
            2 * SECOND);

    final ServersRig rig = new ServersRig();
    final List<Throwable> failures = new ArrayList<>();
    final HttpService http;
    final TcpService port;

    HttpRig() {
        this(new TrialSite());
    }

    HttpRig(HttpHandler handler) {
        this(handler, LIMITS);
    }

    HttpRig(HttpHandler handler, HttpLimits limits) {
        this(handler, limits, null);
    }

    /** With a virtual thread for each connection; closed with this. */
    static HttpRig onThreads(HttpHandler handler, HttpLimits limits) {
        return new HttpRig(handler, limits, new WorkerThreads());
    }

    private HttpRig(HttpHandler handler, HttpLimits limits, WorkerThreads threads) {
        http = new HttpService(rig.server.ready(), new ServiceLimits(64, 64, 60 * SECOND, 20 * SECOND), limits,
                handler, () -> EPOCH_SECONDS, failures::add);
        if (threads == null) {
            port = http.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 80);
        } else {
            port = http.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 80, threads.factory());
            rig.besides = () -> threads.doWork(rig.carrier);
            rig.closeBesides = () -> {
                threads.close();
                assertEquals(port().accepted(), threads.started(), "a thread for each connection");
            };
        }
    }

    private TcpService port() {
        return port;
    }

    /** What is answered to these bytes; {@code \n} in the text is CR LF on the wire. */
    String ask(String request) {
        return rig.ask(80, wire(request)).replace(DATE, "").replace("\r\n", "\n");
    }

    static String wire(String text) {
        return text.replace("\n", "\r\n");
    }

    /** The status codes of all answers. */
    List<Integer> statuses(String request) {
        return statusesOf(rig.ask(80, wire(request)));
    }

    static List<Integer> statusesOf(String said) {
        List<Integer> statuses = new ArrayList<>();
        STATUS.matcher(said).results().forEach(each -> statuses.add(Integer.valueOf(each.group(1))));
        return statuses;
    }

    @Override
    public void close() {
        rig.close();
    }
}
