package io.creel.servers.http;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static io.creel.servers.http.HttpRig.wire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.servers.ServersRig;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hostile requests: each is refused for its own reason, nothing behind it is read as a request, and it is counted. */
class HttpRefusalTest {
    /** On coroutines; a subclass serves by blocking code. */
    HttpRig rig() {
        return rig(new TrialSite());
    }

    HttpRig rig(HttpHandler handler) {
        return rig(handler, HttpRig.LIMITS);
    }

    HttpRig rig(HttpHandler handler, HttpLimits limits) {
        return new HttpRig(handler, limits);
    }

    private static final String H = " HTTP/1.1\nHost: a\n";
    private static final String SMUGGLED = "GET /bytes/1 HTTP/1.1\nHost: a\n\n";
    private static final Set<HttpRefusal> SEEN = EnumSet.noneOf(HttpRefusal.class);

    record Hostile(HttpRefusal refusal, String request) {
        @Override
        public String toString() {
            String text = request.replace("\n", "␤").replace("\r", "␍").replace("\u0000", "␀");
            return refusal + " " + (text.length() > 70 ? text.substring(0, 70) + "…" : text);
        }
    }

    /** In the requests {@code \n} is CR LF, {@code \r} a bare CR and {@code \u0001} a bare LF. */
    static List<Hostile> requests() {
        List<Hostile> all = new ArrayList<>();
        for (String request : List.of("GET /\u0001Host: a\n\n", "GET /" + H + "X: y\u0001\n", "\u0001GET /" + H + "\n",
                "GET / HTTP/1.1\u0001Host: a\u0001\u0001", "GET /" + H + "\u0001")) {
            all.add(new Hostile(HttpRefusal.BARE_LF, request));
        }
        for (String request : List.of("GET /\r" + H + "\n", "GET /" + H + "X: a\rb\n\n", "\rGET /" + H + "\n",
                "GET /" + H + "X: a\r\r\n\n")) {
            all.add(new Hostile(HttpRefusal.BARE_CR, request));
        }
        all.add(new Hostile(HttpRefusal.BLANK_LINES, "\n\n\nGET /" + H + "\n"));
        for (String request : List.of("GET / HTTP/1.1\n Host: a\n\n", "GET / HTTP/1.1\n\tX: y\nHost: a\n\n")) {
            all.add(new Hostile(HttpRefusal.SPACE_BEFORE_FIELDS, request));
        }
        for (String request : List.of("GET\n\n", "GET /\n\n", " GET /" + H + "\n", "G(T /" + H + "\n",
                "GE\u0000T /" + H + "\n", "/ HTTP/1.1\n\n")) {
            all.add(new Hostile(HttpRefusal.REQUEST_LINE, request));
        }
        for (String request : List.of("FOO /" + H + "\n", "get /" + H + "\n", "CONNECT a:80" + H + "\n",
                "TRACE /" + H + "\n")) {
            all.add(new Hostile(HttpRefusal.METHOD_UNKNOWN, request));
        }
        for (String request : List.of("GET a" + H + "\n", "GET *" + H + "\n", "GET https://a/" + H + "\n",
                "GET http:///" + H + "\n", "GET http://u@a/" + H + "\n", "GET /#f" + H + "\n", "GET /\u00e9" + H + "\n",
                "GET /\u0000" + H + "\n", "GET http://a b/ HTTP/1.1\n\n".replace("a b", "a\tb"),
                "OPTIONS **" + H + "\n")) {
            all.add(new Hostile(HttpRefusal.TARGET, request));
        }
        for (String request : List.of("GET /" + "x".repeat(300) + H + "\n", "x".repeat(400),
                "GET /" + "y".repeat(2_000))) {
            all.add(new Hostile(HttpRefusal.TARGET_TOO_LONG, request));
        }
        for (String request : List.of("GET  /" + H + "\n", "GET /  HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1 \n\n",
                "GET / http/1.1\n\n", "GET / HTTP/1.10\n\n", "GET / HTTP/1,1\n\n", "GET / HTTP/x.1\n\n",
                "GET / / HTTP/1.1\n\n", "GET / HTTP/1\n\n")) {
            all.add(new Hostile(HttpRefusal.VERSION_MALFORMED, request));
        }
        for (String request : List.of("GET / HTTP/2.0\n\n", "GET / HTTP/0.9\n\n", "PRI * HTTP/2.0\n\nSM\n\n")) {
            all.add(new Hostile(HttpRefusal.VERSION_UNKNOWN, request));
        }
        for (String request : List.of("GET /" + H + "X : y\n\n", "GET /" + H + "X\n\n", "GET /" + H + ": y\n\n",
                "GET /" + H + "Content-Length\t: 3\n\n", "GET /" + H + "(X): y\n\n",
                "GET / HTTP/1.1\nHost\u0000: a\n\n",
                "GET /" + H + "Transfer-Encoding : chunked\n\n")) {
            all.add(new Hostile(HttpRefusal.FIELD_NAME, request));
        }
        for (String request : List.of("GET /" + H + "X: a\u0000b\n\n", "GET /" + H + "X: \u0007\n\n",
                "GET /" + H + "X: a\u007f\n\n", "GET /" + H + "Transfer-Encoding: \u000bchunked\n\n")) {
            all.add(new Hostile(HttpRefusal.FIELD_VALUE, request));
        }
        for (String request : List.of("GET /" + H + "X: a\n b\n\n",
                "POST /upload" + H + "Content-Length: 3\n 0\n\n", "GET /" + H + "X: a\n\tb\n\n",
                "GET /" + H + " \n\n")) {
            all.add(new Hostile(HttpRefusal.OBS_FOLD, request));
        }
        all.add(new Hostile(HttpRefusal.TOO_MANY_FIELDS, "GET /" + H + "X: y\n".repeat(8) + "\n"));
        for (String request : List.of("GET /" + H + "X: " + "y".repeat(1_100) + "\n\n",
                "GET /" + H + "x".repeat(1_500), "GET /" + H + ("X: " + "y".repeat(300) + "\n").repeat(4) + "\n")) {
            all.add(new Hostile(HttpRefusal.FIELDS_TOO_LONG, request));
        }
        all.add(new Hostile(HttpRefusal.HOST_MISSING, "GET / HTTP/1.1\nX: y\n\n"));
        all.add(new Hostile(HttpRefusal.HOST_MISSING, "GET http://a/ HTTP/1.1\n\n"));
        for (String request : List.of("GET /" + H + "Host: a\n\n", "GET / HTTP/1.1\nHost: a, b\n\n",
                "GET / HTTP/1.1\nHost: a/b\n\n", "GET / HTTP/1.1\nHost: u@a\n\n", "GET / HTTP/1.1\nHost: a b\n\n",
                "GET / HTTP/1.0\nHost: a\nHost: b\n\n")) {
            all.add(new Hostile(HttpRefusal.HOST_INVALID, request));
        }
        String put = "PUT /upload" + H;
        for (String length : List.of("-1", "+1", "1 1", "0x1", "", "1,1", "1, 2", "1;q", "9999999999999999999",
                "18446744073709551617", "\u00b2", "1.0")) {
            all.add(new Hostile(HttpRefusal.LENGTH_INVALID, put + "Content-Length: " + length + "\n\na"));
        }
        all.add(new Hostile(HttpRefusal.LENGTH_REPEATED, put + "Content-Length: 1\nContent-Length: 1\n\na"));
        all.add(new Hostile(HttpRefusal.LENGTH_REPEATED, put + "Content-Length: 1\ncontent-LENGTH: 2\n\na"));
        all.add(new Hostile(HttpRefusal.LENGTH_AND_CODING,
                put + "Content-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n"));
        all.add(new Hostile(HttpRefusal.LENGTH_AND_CODING,
                put + "Transfer-Encoding: chunked\nContent-Length: 0\n\n0\n\n"));
        all.add(new Hostile(HttpRefusal.CODING_IN_HTTP_1_0,
                "PUT /upload HTTP/1.0\nTransfer-Encoding: chunked\n\n0\n\n"));
        for (String coding : List.of("gzip, chunked", "identity, chunked", ",chunked", "chunked,chunked")) {
            all.add(new Hostile(HttpRefusal.CODING_UNKNOWN, put + "Transfer-Encoding: " + coding + "\n\n0\n\n"));
        }
        for (String coding : List.of("chunked, gzip", "identity", "", "chunked,", "xchunked", "chunked;q=1", "chunke",
                "\"chunked\"", "chunked\nTransfer-Encoding: chunked", "\n chunked",
                "chunked\nTransfer-Encoding: identity")) {
            all.add(new Hostile(HttpRefusal.CODING_NOT_LAST, put + "Transfer-Encoding: " + coding + "\n\n0\n\n"));
        }
        all.add(new Hostile(HttpRefusal.BODY_TOO_LONG, put + "Content-Length: 100001\n\n"));
        String chunks = put + "Transfer-Encoding: chunked\n\n";
        for (String size : List.of("186a1\n", "5\nabcde\n1869d\n", "fffffffffffffff\n")) {
            all.add(new Hostile(HttpRefusal.BODY_TOO_LONG, chunks + size));
        }
        for (String size : List.of("\n", "g\n", "-1\n", "0x3\nabc\n", "3 \nabc\n", " 3\nabc\n", "+3\nabc\n",
                "1000000000000000\n", "ffffffffffffffff\n", "0000000000000000003\nabc\n", ";x\n", "3x\nabc\n",
                "3 x\nabc\n")) {
            all.add(new Hostile(HttpRefusal.CHUNK_SIZE, chunks + size));
        }
        for (String body : List.of("3\nabcd\n", "3\nabc\r\r", "3\nabc\u0001\n", "3\nab\n\n0\n\n")) {
            all.add(new Hostile(HttpRefusal.CHUNK_END, chunks + body));
        }
        for (String body : List.of("3;" + "x".repeat(100) + "\nabc\n", "3;a=\u0000\nabc\n", "3;" + "x".repeat(500))) {
            all.add(new Hostile(HttpRefusal.CHUNK_EXTENSION, chunks + body));
        }
        all.add(new Hostile(HttpRefusal.BARE_LF, chunks + "3\u0001abc\n0\n\n"));
        all.add(new Hostile(HttpRefusal.BARE_LF, chunks + "3\nabc\n0\u0001\u0001"));
        all.add(new Hostile(HttpRefusal.BARE_CR, chunks + "3\r3\nabc\n"));
        for (String trailer : List.of("x\n\n", "X : y\n\n", " X: y\n\n", "X: a\u0000\n\n",
                "X: " + "y".repeat(90) + "\n\n",
                ("X: " + "y".repeat(50) + "\n").repeat(3) + "\n")) {
            all.add(new Hostile(HttpRefusal.TRAILER, chunks + "0\n" + trailer));
        }
        all.add(new Hostile(HttpRefusal.EXPECTATION, put + "Content-Length: 1\nExpect: 200-ok\n\na"));
        return all;
    }

    private static String bytes(String request) {
        return wire(request).replace('\u0001', '\n');
    }

    @ParameterizedTest
    @MethodSource("requests")
    void shouldRefuseForItsReasonAndReadNothingBehindIt(Hostile hostile) {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(bytes(hostile.request()) + wire(SMUGGLED));
            String said = client.said(10 * MS);
            assertEquals(List.of(hostile.refusal().status()), HttpRig.statusesOf(said), said);
            assertTrue(said.contains("\r\nConnection: close\r\n"), said);
            assertTrue(said.contains(hostile.refusal().text()), said);
            assertTrue(client.isEnded());
            assertFalse(client.isReset());
            assertEquals(1, rig.http.counters().refused(hostile.refusal()));
            client.close();
            rig.rig.pass(3 * SECOND);
            assertEquals(0, rig.port.open());
            SEEN.add(hostile.refusal());
        }
    }

    @AfterAll
    static void shouldHaveSeenEveryReasonThatNeedsNoClock() {
        Set<HttpRefusal> missing = EnumSet.complementOf(EnumSet.copyOf(SEEN));
        missing.removeAll(Set.of(HttpRefusal.BODY_CUT, HttpRefusal.HEAD_TOO_SLOW, HttpRefusal.BODY_TOO_SLOW));
        assertEquals(Set.of(), missing);
    }

    /** A pipelined request behind a good one: the good one is answered, the bad one refused. */
    @Test
    void shouldAnswerWhatCameBeforeTheHostileOne() {
        try (var rig = rig()) {
            assertEquals(List.of(200, 400), rig.statuses(SMUGGLED + "GET / HTTP/1.1\n\n" + SMUGGLED));
        }
    }

    @Test
    void shouldAnswerHeadWithoutABodyEvenIfItIsRefused() {
        try (var rig = rig()) {
            String said = rig.ask("HEAD / HTTP/1.1\n\n");
            assertTrue(said.startsWith("HTTP/1.1 400 ") && said.endsWith("\n\n"), said);
        }
    }

    @Test
    void shouldRefuseAHeadThatComesTooSlowly() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            for (int i = 0; i < 9; i++) { // a byte a second: slow-loris
                client.send("GET / HTTP/1.1".substring(i, i + 1));
                rig.rig.pass(SECOND);
            }
            assertFalse(client.isEnded());
            rig.rig.pass(2 * SECOND);
            assertEquals(List.of(408), HttpRig.statusesOf(client.said()));
            assertTrue(client.isEnded());
            assertEquals(1, rig.http.counters().refused(HttpRefusal.HEAD_TOO_SLOW));
        }
    }

    @Test
    void shouldRefuseABodyThatComesTooSlowly() {
        try (var rig = rig()) {
            for (String framing : List.of("Content-Length: 1000\n\n", "Transfer-Encoding: chunked\n\n3e8\n")) {
                ServersRig.Client client = rig.rig.connect(80);
                client.send(wire("PUT /upload HTTP/1.1\nHost: a\n" + framing));
                for (int i = 0; i < 19; i++) { // 1 byte a second: far below the least rate
                    client.send("x");
                    rig.rig.pass(SECOND);
                }
                assertFalse(client.isEnded());
                rig.rig.pass(2 * SECOND);
                assertEquals(List.of(408), HttpRig.statusesOf(client.said()));
                assertTrue(client.isEnded());
            }
            assertEquals(2, rig.http.counters().refused(HttpRefusal.BODY_TOO_SLOW));
        }
    }

    /** The least rate, kept for longer than a stall may be. */
    @Test
    void shouldTakeABodyThatIsSlowButFastEnough() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 40000\n\n"));
            for (int i = 0; i < 40; i++) {
                client.send("x".repeat(1_000));
                rig.rig.pass(SECOND);
            }
            assertEquals(List.of(200), HttpRig.statusesOf(client.said()));
        }
    }

    @Test
    void shouldCloseASilentConnectionWithoutAWord() {
        try (var rig = rig()) {
            for (String before : List.of("", SMUGGLED, "\n")) {
                ServersRig.Client client = rig.rig.connect(80);
                client.send(wire(before));
                client.said();
                rig.rig.pass(61 * SECOND);
                assertEquals("", client.said());
                assertTrue(client.isEnded());
            }
            assertEquals(3, rig.http.counters().idleClosed());
        }
    }

    @Test
    void shouldResetAClientThatDoesNotReceiveItsAnswer() {
        try (var rig = rig(new TrialSite(), HttpRig.LIMITS)) {
            ServersRig.Client client = rig.rig.connect(80);
            rig.rig.start(() -> {
                byte[] request = wire("GET /bytes/9000000 HTTP/1.1\nHost: a\n\n").getBytes();
                client.socket().write(request, 0, request.length);
            });
            rig.rig.pass(19 * SECOND);
            assertEquals(1, rig.port.open());
            rig.rig.pass(3 * SECOND);
            assertEquals(0, rig.port.open());
            assertEquals(1, rig.port.stalled());
            assertEquals(0, rig.http.working());
        }
    }

    @Test
    void shouldCountConnectionsThatEndWithinARequest() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send("GET / HT");
            client.finish();
            assertTrue(client.isEnded());
            assertEquals("", client.said());
            assertEquals(1, rig.http.counters().cut());
            client = rig.rig.connect(80);
            client.send(wire("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 9\n\nabc"));
            client.finish();
            assertEquals(List.of(400), HttpRig.statusesOf(client.said()));
            assertEquals(1, rig.http.counters().refused(HttpRefusal.BODY_CUT));
        }
    }

    @Test
    void shouldResetWhenTheBodyIsRefusedWithinTheAnswer() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("POST /echo HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\nzz\n"));
            client.said(10 * MS);
            assertTrue(client.isReset());
            assertEquals(1, rig.http.counters().refused(HttpRefusal.CHUNK_SIZE));
            assertEquals(List.of(), rig.failures);
        }
    }

    /** Random bytes, and good requests with a few bytes changed: no fault, no hang, and nothing is left open. */
    @Test
    void shouldSurviveRandomRequests() {
        var random = new Random(22);
        String good = wire(SMUGGLED + "PUT /upload HTTP/1.1\nHost: a\nContent-Length: 5\n\nabcde"
                + "POST /upload HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3;x\nabc\n0\nT: u\n\n" + SMUGGLED);
        try (var rig = rig()) {
            for (int round = 0; round < 600; round++) {
                StringBuilder request = new StringBuilder(good);
                for (int i = random.nextInt(6); i > 0; i--) {
                    int at = random.nextInt(request.length());
                    switch (random.nextInt(3)) {
                        case 0 -> request.setCharAt(at, (char) random.nextInt(256));
                        case 1 -> request.deleteCharAt(at);
                        default -> request.insert(at, "\r\n 0:;,/".charAt(random.nextInt(8)));
                    }
                }
                ServersRig.Client client = rig.rig.connect(80);
                int cut = random.nextInt(request.length());
                client.send(request.substring(0, cut));
                client.send(request.substring(cut));
                client.finish();
                rig.rig.pass(2 * MS);
                client.said();
                assertTrue(client.isEnded(), request::toString);
                client.close();
            }
            rig.rig.pass(3 * SECOND);
            assertEquals(0, rig.port.open());
            assertEquals(0, rig.http.working());
            assertEquals(List.of(), rig.failures);
            assertEquals(0, rig.port.failed());
        }
    }
}
