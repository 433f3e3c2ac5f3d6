package io.creel.servers.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.net.wrap.Impairment;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import io.creel.servers.http.HttpLimits;
import io.creel.servers.http.HttpService;
import io.creel.servers.http.TrialSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * curl over links of several MTUs, and over links that lose, repeat, reorder, corrupt and delay frames in both
 * directions: the hashes are right, nothing hangs, and both sides end clean. A driver per subclass.
 */
@Timeout(600)
abstract class LiveImpairedContract {
    private static final String URL = "http://" + LiveHost.ADDRESS;
    private static final long MS = 1_000_000L;

    @TempDir
    Path folder;

    private LiveHost live;
    private HttpService http;
    private TcpService port;

    abstract LiveHost.Link link();

    record Fault(String name, int mtuBytes, int bytes, Impairment faults) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Fault> faults() {
        int few = LiveHost.times(1, 16) << 20;
        int many = LiveHost.times(8, 256) << 20;
        Impairment none = Impairment.none();
        return List.of(new Fault("MTU 576", 576, many, none), new Fault("MTU 1500", 1500, many, none),
                new Fault("MTU 9000", 9_000, many, none), new Fault("loss 1 %", 1500, many, none.drop(0.01)),
                new Fault("loss 5 %", 1500, few, none.drop(0.05)), new Fault("loss 10 %", 1500, few, none.drop(0.1)),
                new Fault("duplicates 10 %", 1500, many, none.duplicate(0.1)),
                new Fault("reordering 10 %", 1500, many, none.holdBack(0.1, 2 * MS)),
                new Fault("corruption 2 %", 1500, few, none.corrupt(0.02)),
                new Fault("delay 50 ms", 1500, few, none.delay(25 * MS, 0)),
                new Fault("all at once", 1500, few, none.drop(0.01).duplicate(0.02).corrupt(0.01).holdBack(0.02, MS)
                        .delay(2 * MS, MS)));
    }

    private void open(int mtuBytes, Impairment faults) throws Exception {
        LiveHost.requireTools("curl", "ss", "sha256sum");
        live = new LiveHost(link(), folder, mtuBytes, faults);
        port = live.onWorker(host -> {
            var limits = new ServiceLimits(100, 100, 60 * LiveHost.SECOND, 60 * LiveHost.SECOND);
            http = new HttpService(host.ready(), limits, HttpLimits.defaults(), new TrialSite(),
                    () -> System.currentTimeMillis() / 1000, live.failures()::add);
            return http.open(host, live.carrier(), IpAddress.ANY_IPV4, 80);
        });
    }

    private void close() throws Exception {
        try {
            live.assertClean();
            assertEquals(0, port.open(), port::toString);
            assertEquals(0, http.working());
            assertEquals(0, port.failed(), port::toString);
        } finally {
            live.close();
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldExchangeFilesWithCurl(Fault fault) throws Exception {
        open(fault.mtuBytes(), fault.faults());
        Path file = folder.resolve("upload");
        byte[] content = new byte[fault.bytes()];
        new Random(6).nextBytes(content);
        Files.write(file, content);
        String curl = "curl --silent --show-error --fail --max-time 85 ";
        assertEquals(LiveHttpContract.hash(0, fault.bytes()),
                live.run(curl + URL + "/bytes/" + fault.bytes() + " | sha256sum").split("\\s+")[0]);
        assertEquals(fault.bytes() + " "
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)) + "\n",
                live.run(curl + "-T " + file + " " + URL + "/upload"));
        close();
        assertEquals(0, port.stalled(), port::toString);
    }

    /** The link goes away for a moment, again and again; TCP sends again what was lost. */
    @Test
    void shouldGoOnAfterTheLinkWasDown() throws Exception {
        open(1500, Impairment.none());
        Process curl = live.start("curl --silent --show-error --fail --max-time 85 --limit-rate 4M " + URL
                + "/bytes/20000000 | sha256sum");
        for (int i = 1; i <= 3; i++) {
            long bytes = i * 4_000_000L;
            live.await("bytes were sent: " + bytes, () -> http.counters().bodyBytesSent() > bytes);
            live.flap();
        }
        String said = live.ended(curl);
        assertEquals(LiveHttpContract.hash(0, 20_000_000), said.split("\\s+")[0], said);
        close();
    }

    @Test
    void shouldForgetAPeerThatIsKilled() throws Exception {
        open(1500, Impairment.none());
        Process curl = live.start("exec curl --silent --limit-rate 1M " + URL + "/bytes/1000000000 -o /dev/null");
        live.await("bytes were sent", () -> http.counters().bodyBytesSent() > 500_000);
        curl.destroyForcibly().waitFor();
        live.await("the connection is forgotten", () -> port.open() == 0);
        assertEquals(1, port.lost(), port::toString);
        assertTrue(http.counters().bodyBytesSent() < 1_000_000_000);
        close();
    }
}
