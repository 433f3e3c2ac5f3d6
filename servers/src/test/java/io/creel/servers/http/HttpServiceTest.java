package io.creel.servers.http;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static io.creel.servers.http.HttpRig.wire;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.servers.ServersRig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is answered to good requests, and how the connection goes on. */
class HttpServiceTest {
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

    private static final String GREETING = """
                                           HTTP/1.1 200 OK
                                           Content-Type: text/plain
                                           Content-Length: 64

                                           Served by coroutines over a TCP/IP path without a kernel below.
                                           """;
    private static final String GET = "GET / HTTP/1.1\nHost: a\n\n";

    @Test
    void shouldAnswerAndKeepTheConnection() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            for (int i = 0; i < 3; i++) {
                client.send(wire(GET));
                assertEquals(GREETING, client.said().replace(HttpRig.DATE, "").replace("\r\n", "\n"));
                assertEquals(0, rig.http.working());
                rig.rig.pass(SECOND);
            }
            assertFalse(client.isEnded());
            assertEquals(3, rig.http.counters().requests());
            assertEquals(1, rig.port.accepted());
        }
    }

    @Test
    void shouldSayTheDate() {
        try (var rig = rig()) {
            assertTrue(rig.rig.ask(80, wire(GET)).contains("\r\n" + HttpRig.DATE));
        }
    }

    @Test
    void shouldCloseWhenAskedTo() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("GET / HTTP/1.1\nHost: a\nConnection: foo, Close\n\n"));
            String said = client.said();
            assertTrue(said.contains("\r\nConnection: close\r\n"), said);
            assertTrue(client.isEnded());
            assertFalse(client.isReset());
        }
    }

    /** RFC 9112, section 9.3. */
    @Test
    void shouldCloseAfterHttp10UnlessItAsksToKeepAlive() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("GET / HTTP/1.0\nConnection: keep-alive\n\n"));
            String said = client.said();
            assertTrue(said.startsWith("HTTP/1.1 200 OK\r\n") && said.contains("\r\nConnection: keep-alive\r\n"), said);
            assertFalse(client.isEnded());
            client.send(wire("GET / HTTP/1.0\n\n"));
            said = client.said();
            assertTrue(said.contains("\r\nConnection: close\r\n"), said);
            assertTrue(client.isEnded());
        }
    }

    @Test
    void shouldAnswerPipelinedRequestsInTheirOrder() {
        try (var rig = rig()) {
            StringBuilder requests = new StringBuilder();
            StringBuilder lengths = new StringBuilder();
            for (int i = 0; i < 300; i++) {
                requests.append(wire("GET /bytes/" + i % 7 + " HTTP/1.1\nHost: a\n\n"));
                lengths.append(i % 7);
            }
            ServersRig.Client client = rig.rig.connect(80);
            client.send(requests.toString());
            String said = client.said(50 * MS);
            StringBuilder answered = new StringBuilder();
            for (String line : said.split("\r\n")) {
                if (line.startsWith("Content-Length: ")) {
                    answered.append(line.substring(16));
                }
            }
            assertEquals(lengths.toString(), answered.toString());
            assertEquals(300, rig.http.counters().answers(2));
            assertTrue(rig.http.counters().turnsGivenUp() >= 3, () -> rig.http.counters().toString());
        }
    }

    /** Whatever the segments are, the answers are the same. */
    @Test
    void shouldAnswerTheSameHoweverTheBytesAreCut() {
        String requests = wire(
                "POST /upload HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3;x=\"y\"\nabc\n2 \t;z\nde\n"
                        + "0\nTrailer: t\n\nPUT /upload HTTP/1.1\nHost: a\nContent-Length: 5\n\nabcde" + GET
                        + "HEAD /bytes/9 HTTP/1.1\nHost: a\n\n");
        String expected = null;
        for (int cut = 0; cut < requests.length(); cut += 1 + cut % 3) {
            try (var rig = rig()) {
                ServersRig.Client client = rig.rig.connect(80);
                client.socket().nagle(false);
                client.send(requests.substring(0, cut));
                rig.rig.pass(MS);
                client.send(requests.substring(cut));
                String said = client.said(20 * MS);
                expected = expected == null ? said : expected;
                assertEquals(expected, said, "cut=" + cut);
            }
        }
        assertEquals(List.of(200, 200, 200, 200), HttpRig.statusesOf(expected));
    }

    @Test
    void shouldAnswerRequestsThatComeByteByByte() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.socket().nagle(false);
            for (char each : wire(GET + GET).toCharArray()) {
                client.send(String.valueOf(each));
            }
            assertEquals(List.of(200, 200), HttpRig.statusesOf(client.said()));
        }
    }

    @Test
    void shouldHashAnUploadOfEitherFraming() throws Exception {
        try (var rig = rig()) {
            byte[] body = new byte[90_000];
            new Random(3).nextBytes(body);
            String text = new String(body, StandardCharsets.ISO_8859_1);
            String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 90000\n\n") + text);
            assertTrue(client.said(100 * MS).endsWith("\r\n\r\n90000 " + hash + "\n"));
            StringBuilder chunks = new StringBuilder(
                    wire("POST /upload HTTP/1.1\nHost: a\nTransfer-Encoding: Chunked\n\n"));
            var random = new Random(4);
            for (int at = 0; at < body.length;) {
                int part = Math.min(body.length - at, 1 + random.nextInt(9_000));
                chunks.append(Integer.toHexString(part).toUpperCase(java.util.Locale.ROOT)).append("\r\n")
                        .append(text, at, at + part).append("\r\n");
                at += part;
            }
            client.send(chunks.append("0\r\n\r\n").toString());
            assertTrue(client.said(100 * MS).endsWith("\r\n\r\n90000 " + hash + "\n"));
            assertEquals(180_000, rig.http.counters().bodyBytesReceived());
        }
    }

    @Test
    void shouldSendTheSameBytesEachTime() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("GET /bytes/200000 HTTP/1.1\nHost: a\n\n"));
            String said = client.said(200 * MS);
            String body = said.substring(said.indexOf("\r\n\r\n") + 4);
            assertEquals(200_000, body.length());
            for (int i = 0; i < body.length(); i++) {
                assertEquals(PatternContent.at(i), (byte) body.charAt(i));
            }
        }
    }

    @Test
    void shouldSendOnlyTheFieldsToHead() {
        try (var rig = rig()) {
            assertEquals("""
                         HTTP/1.1 200 OK
                         Content-Type: application/octet-stream
                         Accept-Ranges: bytes
                         ETag: "12"
                         Content-Length: 12

                         """, rig.ask("HEAD /bytes/12 HTTP/1.1\nHost: a\n\n"));
        }
    }

    @Test
    void shouldSendARange() {
        try (var rig = rig()) {
            String said = rig.ask("GET /bytes/1000 HTTP/1.1\nHost: a\nRange: bytes=10-12\n\n");
            String head = """
                          HTTP/1.1 206 Partial Content
                          Content-Type: application/octet-stream
                          Accept-Ranges: bytes
                          ETag: "1000"
                          Content-Range: bytes 10-12/1000
                          Content-Length: 3

                          """;
            assertTrue(said.startsWith(head), said);
            String body = said.substring(head.length());
            for (int i = 0; i < 3; i++) {
                assertEquals(PatternContent.at(10 + i), (byte) body.charAt(i));
            }
        }
    }

    @Test
    void shouldRefuseARangeBehindTheEnd() {
        try (var rig = rig()) {
            assertEquals("""
                         HTTP/1.1 416 Range Not Satisfiable
                         Content-Range: bytes */10
                         Content-Length: 0

                         """, rig.ask("GET /bytes/10 HTTP/1.1\nHost: a\nRange: bytes=10-\n\n"));
        }
    }

    @Test
    void shouldSendTheRangeOnlyIfTheTagMatches() {
        try (var rig = rig()) {
            String request = "GET /bytes/10 HTTP/1.1\nHost: a\nRange: bytes=0-0\nIf-Range: ";
            assertEquals(List.of(206), rig.statuses(request + "\"10\"\n\n"));
            assertEquals(List.of(200), rig.statuses(request + "\"11\"\n\n"));
            assertEquals(List.of(200), rig.statuses(request + "W/\"10\"\n\n"));
            assertEquals(List.of(200), rig.statuses(request + "Mon, 30 Nov 2026 17:00:00 GMT\n\n"));
        }
    }

    @Test
    void shouldSayWhatIsNotThereAndWhatIsNotAllowed() {
        try (var rig = rig()) {
            assertEquals(List.of(404), rig.statuses("GET /nothing HTTP/1.1\nHost: a\n\n"));
            assertEquals(List.of(404), rig.statuses("GET /bytes/-1 HTTP/1.1\nHost: a\n\n"));
            assertTrue(rig.ask("DELETE / HTTP/1.1\nHost: a\n\n").contains("405 Method Not Allowed\nAllow: GET, HEAD"));
            assertEquals(List.of(405), rig.statuses("GET /upload HTTP/1.1\nHost: a\n\n"));
            assertTrue(rig.ask("OPTIONS / HTTP/1.1\nHost: a\n\n").startsWith("HTTP/1.1 204 No Content\nAllow: "));
            assertEquals(List.of(404), rig.statuses("OPTIONS * HTTP/1.1\nHost: a\n\n"));
        }
    }

    @Test
    void shouldTakeTheAbsoluteForm() {
        try (var rig = rig()) {
            assertEquals(List.of(200), rig.statuses("GET http://a.example:80/bytes/3?x=y HTTP/1.1\nHost: b\n\n"));
            assertEquals(List.of(200), rig.statuses("GET /?q HTTP/1.1\nHost: b\n\n"));
        }
    }

    /** RFC 9112, section 2.2. */
    @Test
    void shouldSkipAnEmptyLineInFrontOfARequest() {
        try (var rig = rig()) {
            assertEquals(List.of(200, 200), rig.statuses(GET + "\n" + GET));
        }
    }

    /** RFC 9110, section 10.1.1. */
    @Test
    void shouldAllowABodyThatWaitsForIt() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("PUT /upload HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-Continue\n\n"));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.said());
            client.send("abc");
            assertEquals(List.of(200), HttpRig.statusesOf(client.said()));
            assertFalse(client.isEnded());
        }
    }

    /** The client may send the body or not, so the connection cannot go on. */
    @Test
    void shouldCloseWhenABodyThatWaitsIsNotWanted() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("PUT /nothing HTTP/1.1\nHost: a\nContent-Length: 3\nExpect: 100-continue\n\n"));
            String said = client.said();
            assertTrue(said.startsWith("HTTP/1.1 404 ") && said.contains("\r\nConnection: close\r\n"), said);
            assertTrue(client.isEnded());
        }
    }

    @Test
    void shouldReadPastAShortBodyThatNobodyWanted() {
        try (var rig = rig()) {
            assertEquals(List.of(404, 200),
                    rig.statuses("PUT /nothing HTTP/1.1\nHost: a\nContent-Length: 20\n\nGET / HTTP/1.1\n\nab" + GET));
        }
    }

    @Test
    void shouldCloseAfterALongBodyThatNobodyWanted() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("PUT /nothing HTTP/1.1\nHost: a\nContent-Length: 20000\n\n"));
            assertTrue(client.said().contains("\r\nConnection: close\r\n"));
            assertTrue(client.isEnded());
            assertFalse(client.isReset()); // the server lingers, so that the answer is not lost
            client.send("x".repeat(8_000));
            rig.rig.pass(3 * SECOND);
            assertEquals(0, rig.port.open());
        }
    }

    @Test
    void shouldEchoInChunksWhileTheBodyComes() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("POST /echo HTTP/1.1\nHost: a\nTransfer-Encoding: chunked\n\n3\nabc\n"));
            String said = client.said();
            assertTrue(said.endsWith("\r\n\r\n3\r\nabc\r\n"), said);
            client.send(wire("2\nde\n"));
            assertEquals("2\r\nde\r\n", client.said());
            client.send(wire("0\n\n"));
            assertEquals("0\r\n\r\n", client.said());
            assertFalse(client.isEnded());
        }
    }

    @Test
    void shouldEndAnAnswerOfUnknownLengthToHttp10ByClosing() {
        try (var rig = rig()) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire("POST /echo HTTP/1.0\nContent-Length: 3\nConnection: keep-alive\n\nabc"));
            String said = client.said();
            assertTrue(said.endsWith("\r\nConnection: close\r\n\r\nabc"), said);
            assertTrue(client.isEnded());
        }
    }

    @Test
    void shouldAnswerForAHandlerThatFails() {
        var wrong = new IllegalStateException("broken");
        try (var rig = rig(exchange -> {
            throw wrong;
        })) {
            assertEquals(List.of(500), rig.statuses(GET + GET));
            assertEquals(List.of(wrong), rig.failures);
            assertEquals(1, rig.http.counters().handlerFailures());
        }
    }

    @Test
    void shouldResetWhenAHandlerFailsWithinItsAnswer() {
        try (var rig = rig(exchange -> exchange.status(200).length(10))) {
            ServersRig.Client client = rig.rig.connect(80);
            client.send(wire(GET));
            client.said(10 * MS);
            assertTrue(client.isReset());
            assertTrue(rig.failures.getFirst().getMessage()
                    .startsWith("the handler has not answered to the end: path=/, stage=BODY, owedBytes=10"));
        }
    }

    @Test
    void shouldRefuseAnAnswerInTheWrongOrderOrWithABrokenField() {
        for (HttpHandler wrong : List.<HttpHandler>of(exchange -> exchange.write(new byte[1], 0, 1),
                exchange -> exchange.length(0), exchange -> exchange.header("a", "b"),
                exchange -> exchange.status(100), exchange -> exchange.status(600), exchange -> {
                })) {
            try (var rig = rig(wrong)) {
                assertEquals(List.of(500), rig.statuses(GET));
            }
        }
        try (var rig = rig(exchange -> exchange.status(200).header("a", "b\r\nc: d").length(0))) {
            String said = rig.ask(GET);
            assertFalse(said.contains("c: d"), said);
            assertEquals("a field of an answer has a control character: text=b??c: d, index=1",
                    rig.failures.getFirst().getMessage());
        }
    }

    @Test
    void shouldGiveTheHandlerTheRequest() {
        try (var rig = rig(exchange -> exchange.respond(200, "text/plain",
                (exchange.method() + " " + exchange.path() + " " + exchange.query() + " " + exchange.field("x-a") + " "
                        + exchange.field("x-b")).getBytes(StandardCharsets.ISO_8859_1)))) {
            assertTrue(rig.ask("PATCH /a%20b?c=d HTTP/1.1\nHost: a\nX-A: \t one two \t\nx-a: 3\n\n")
                    .endsWith("\n\nPATCH /a%20b ?c=d one two null"));
        }
    }

    @Test
    void shouldHoldNothingForIdleConnections() {
        try (var rig = rig()) {
            List<ServersRig.Client> clients = new java.util.ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ServersRig.Client client = rig.rig.connect(80);
                client.send(wire(GET));
                clients.add(client);
            }
            assertEquals(Collections.nCopies(20, 1),
                    clients.stream().map(client -> HttpRig.statusesOf(client.said()).size()).toList());
            assertEquals(0, rig.http.working());
            assertEquals(20, rig.port.open());
        }
    }
}
