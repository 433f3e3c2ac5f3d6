package io.creel.servers.file;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static io.creel.servers.file.FileRig.body;
import static io.creel.servers.file.FileRig.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.servers.ServersRig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files over HTTP, with a disk whose every step the test decides; in virtual time. */
class FileSiteTest {
    @TempDir
    Path outside;

    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        folder = Files.createDirectory(outside.resolve("root"));
        Files.writeString(outside.resolve("secret"), "secret");
        Files.createDirectory(folder.resolve("sub"));
        Files.writeString(folder.resolve("sub/a b.txt"), "hello");
        Files.writeString(folder.resolve("empty"), "");
        file("long", 10_000);
    }

    private String file(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        Files.write(folder.resolve(name), content);
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldSendWholeFilesInBlocks() throws IOException {
        String content = file("blocks", 12_345);
        try (var rig = new FileRig(folder)) {
            assertEquals(content, body(rig.ask(get("/blocks"))));
            assertEquals(13, rig.reads.counters().blocks());
            String small = rig.ask(get("/sub/a%20b.txt"));
            assertTrue(small.contains("\r\nContent-Type: text/plain\r\n") && small.endsWith("\r\n\r\nhello"), small);
            assertTrue(rig.ask(get("/empty")).contains("\r\nContent-Length: 0\r\n"));
            assertEquals(3, rig.reads.counters().opened());
        }
    }

    @Test
    void shouldSendRangesHeadsAndWhatIsUnchanged() throws IOException {
        String content = file("ranged", 5_000);
        try (var rig = new FileRig(folder)) {
            String part = rig.ask(get("/ranged", "Range: bytes=999-3001\r\n"));
            assertTrue(part.startsWith("HTTP/1.1 206 ") && part.contains("Content-Range: bytes 999-3001/5000"), part);
            assertEquals(content.substring(999, 3_002), body(part));
            assertEquals(content.substring(4_990), body(rig.ask(get("/ranged", "Range: bytes=-10\r\n"))));
            assertEquals(416, rig.status(get("/ranged", "Range: bytes=5000-\r\n")));
            long blocks = rig.reads.counters().blocks();
            String head = rig.ask(get("/ranged").replace("GET", "HEAD"));
            assertTrue(head.contains("\r\nContent-Length: 5000\r\n") && body(head).isEmpty(), head);
            String tag = head.replaceAll("(?s).*\r\nETag: ([^\r]*)\r\n.*", "$1");
            assertEquals(304, rig.status(get("/ranged", "If-None-Match: \"x\", W/" + tag + "\r\n")));
            assertEquals(blocks, rig.reads.counters().blocks(), "neither reads a block");
            assertEquals(200, rig.status(get("/ranged", "If-None-Match: \"x\"\r\n")));
            assertEquals(405, rig.status("POST /ranged HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../secret", "/sub/../../secret", "/%2e%2e/secret", "/sub/%2E%2E/%2e%2e/secret",
            "/..%2fsecret", "/sub%2f..%2f..%2fsecret", "/%252e%252e/secret", "/..%5csecret", "//secret", "/", "/sub",
            "/sub/", "/nothing", "/long/x", "/%00", "/long%", "/long%2", "/long%zz", "/./long", "/link-out",
            "/dir-out/secret",
            "/dangling", "/loop"})
    void shouldRefuseWhatIsNoFileBelowTheFolder(String path) throws IOException {
        Files.createSymbolicLink(folder.resolve("link-out"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("dir-out"), outside);
        Files.createSymbolicLink(folder.resolve("dangling"), outside.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        try (var rig = new FileRig(folder)) {
            String said = rig.ask(get(path));
            assertTrue(said.startsWith("HTTP/1.1 404 "), said);
            assertFalse(said.contains("secret"), said);
            assertEquals(1, rig.reads.counters().refusedPath());
        }
    }

    @Test
    void shouldFollowALinkThatStaysBelowTheFolder() throws IOException {
        Files.createSymbolicLink(folder.resolve("link-in"), Path.of("sub", "a b.txt"));
        try (var rig = new FileRig(folder)) {
            assertEquals("hello", body(rig.ask(get("/link-in"))));
        }
    }

    @Test
    void shouldSendRangesBeyondTwoGigabytes() throws IOException {
        long size = 5L << 30;
        try (var large = new RandomAccessFile(folder.resolve("large").toFile(), "rw")) {
            large.setLength(size); // sparse
            large.seek(size - 4);
            large.writeBytes("tail");
        }
        try (var rig = new FileRig(folder)) {
            String said = rig.ask(get("/large", "Range: bytes=" + (size - 2_004) + "-\r\n"));
            assertTrue(said.contains("/" + size + "\r\n"), said);
            assertEquals("\0".repeat(2_000) + "tail", body(said));
        }
    }

    /** Work that is not network does not hold up the network. */
    @Test
    void shouldServeOtherRequestsWhileTheDiskIsSlow() throws IOException {
        String content = file("late", 2_500);
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            ServersRig.Client waits = rig.asking("/late");
            for (int i = 0; i < 100; i++) {
                assertEquals(200, rig.status(get("/now")), "the disk has done " + rig.log);
            }
            assertEquals("", waits.said(), "nothing is read yet");
            rig.step(); // opens
            rig.step(); // reads the first block
            assertEquals(200, rig.status(get("/now")));
            assertEquals(List.of("late", "late@0"), rig.log);
            rig.slow = false;
            assertEquals(content, body(waits.said(50 * MS)));
            assertEquals(102, rig.http.counters().requests());
        }
    }

    /** A file that has had its share waits for one that begins. */
    @Test
    void shouldReadTheEarliestDeadlineFirst() throws IOException {
        file("x", 10_000);
        file("y", 3_000);
        try (var rig = new FileRig(folder, new FileLimits(8, 0, 1_000, SECOND))) {
            rig.slow = true;
            ServersRig.Client x = rig.rig.connect(80);
            ServersRig.Client busy = rig.rig.connect(80);
            ServersRig.Client y = rig.rig.connect(80);
            x.send(get("/x"));
            rig.step();
            rig.step();
            rig.step(); // x has had two blocks, and is at 4 s now
            busy.send(get("/long"));
            y.send(get("/y"));
            rig.log.clear();
            for (int i = 0; i < 12; i++) {
                rig.step();
            }
            assertTrue(rig.log.indexOf("y@0") < rig.log.indexOf("y@1000"), rig.log::toString);
            assertTrue(rig.log.contains("y@2000"), rig.log::toString);
            assertTrue(rig.log.indexOf("x@4000") < 0 || rig.log.indexOf("y@2000") < rig.log.indexOf("x@4000"),
                    rig.log::toString); // in turns, it would be the other way round
            rig.slow = false;
            x.said(100 * MS);
            busy.said(100 * MS);
            y.said(100 * MS);
        }
    }

    @Test
    void shouldAnswer503WhenFullAndGoOnAfterwards() throws IOException {
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            ServersRig.Client[] waiting = new ServersRig.Client[4];
            for (int i = 0; i < waiting.length; i++) {
                waiting[i] = rig.asking("/long");
            }
            assertEquals(503, rig.status(get("/long")));
            assertEquals(1, rig.reads.counters().refusedFull());
            rig.slow = false;
            for (ServersRig.Client each : waiting) {
                assertEquals(10_000, body(each.said(50 * MS)).length());
            }
            assertEquals(200, rig.status(get("/long")));
        }
    }

    @Test
    void shouldReadOneBlockAheadAndNoFurther() throws IOException {
        try (var rig = new FileRig(folder)) {
            String content = file("ahead", 200_000);
            ServersRig.Client[] stalled = new ServersRig.Client[4];
            for (int i = 0; i < stalled.length; i++) {
                stalled[i] = rig.asking("/ahead");
            }
            for (ServersRig.Client each : stalled) {
                assertEquals(content, body(each.said(500 * MS)));
            }
            assertTrue(rig.reads.counters().blocksAhead() > 0, () -> rig.reads.counters().toString());
        }
    }

    /** No client reads: each file has its own block, two have one ahead, and another client is served. */
    @Test
    void shouldBoundWhatStalledClientsHoldAndResetThem() throws IOException {
        file("bulk", 3_000_000);
        try (var rig = new FileRig(folder)) {
            for (int i = 0; i < 3; i++) {
                ServersRig.Client stalled = rig.rig.connect(80);
                ServersRig.Client quiet = stalled;
                rig.rig.start(() -> {
                    byte[] request = get("/bulk").getBytes(StandardCharsets.US_ASCII);
                    quiet.socket().write(request, 0, request.length); // and never reads
                });
            }
            rig.rig.pass(SECOND);
            assertEquals(3, rig.reads.open());
            assertEquals(2, rig.reads.ahead());
            assertEquals(200, rig.status(get("/long")), "another client is served");
            rig.rig.pass(60 * SECOND);
            assertEquals(0, rig.reads.open(), "stalled clients are reset");
            assertEquals(3, rig.port.stalled());
        }
    }

    @Test
    void shouldResetWhenTheFileShrinksWhileItIsSent() throws IOException {
        try (var rig = new FileRig(folder, new FileLimits(4, 0, 1_000, MS))) {
            rig.slow = true;
            ServersRig.Client client = rig.asking("/long");
            rig.step();
            rig.step();
            Files.writeString(folder.resolve("long"), "short");
            rig.slow = false;
            rig.rig.pass(10 * MS);
            assertTrue(client.isReset());
            assertEquals(1, rig.reads.counters().shrunk());
            assertEquals(1, rig.http.counters().abandoned());
        }
    }

    /** The open file is still there. */
    @Test
    void shouldSendAFileThatVanishesWhileItIsSent() throws IOException {
        String content = file("fleeting", 4_000);
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            ServersRig.Client client = rig.asking("/fleeting");
            rig.step();
            Files.delete(folder.resolve("fleeting"));
            rig.slow = false;
            assertEquals(content, body(client.said(20 * MS)));
            assertEquals(404, rig.status(get("/fleeting")));
        }
    }

    @Test
    void shouldResetOnAnErrorOfTheDiskAndServeTheNext() throws IOException {
        try (var rig = new FileRig(folder)) {
            rig.fault = new IOException("planted");
            ServersRig.Client client = rig.asking("/long");
            rig.rig.pass(10 * MS);
            assertTrue(client.isReset());
            assertEquals(1, rig.reads.counters().failed());
            rig.fault = null;
            assertEquals(200, rig.status(get("/long")));
        }
    }

    static List<Arguments> faultsOfAnOpen() {
        return List.of(Arguments.of(new AccessDeniedException("planted"), 403, 0),
                Arguments.of(new IOException("planted"), 500, 1),
                Arguments.of(new IllegalStateException("planted"), 500, 1),
                Arguments.of(new OutOfMemoryError("planted"), 500, 1));
    }

    /** Whatever an open throws, the client is answered, and the helper goes on. */
    @ParameterizedTest
    @MethodSource("faultsOfAnOpen")
    void shouldAnswerWhenTheFileCannotBeOpenedAndServeTheNext(Throwable fault, int status, int failed) {
        try (var rig = new FileRig(folder)) {
            rig.openFault = fault;
            assertEquals(status, rig.status(get("/long")));
            assertEquals(failed, rig.reads.counters().failed());
            assertEquals(1 - failed, rig.reads.counters().refusedPath());
            rig.openFault = null;
            assertEquals(200, rig.status(get("/long")));
        }
    }

    @Test
    void shouldCloseTheFileWhenTheClientGoesAway() throws IOException {
        file("bulk", 3_000_000);
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            ServersRig.Client client = rig.asking("/bulk");
            rig.step();
            rig.step();
            client.socket().abort();
            rig.slow = false;
            rig.rig.pass(100 * MS);
            assertEquals(0, rig.reads.open());
            assertEquals(0, rig.channels);
        }
    }

    @Test
    void shouldEndWhileReadsAreUnderWay() throws IOException {
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            for (int i = 0; i < 4; i++) {
                rig.asking("/long");
            }
            rig.step(); // one is open; two are with the disk, the rest waits
            rig.reads.close();
            rig.rig.settle();
            assertFalse(rig.reads.hasEnded(), "the disk still has two of them");
            assertEquals(2, rig.reads.open());
            assertEquals(503, rig.status(get("/long")));
        } // which lets the disk go on, and checks that all is closed
    }

    @Test
    void shouldEndItsConnectionsWhileReadsAreUnderWay() throws IOException {
        try (var rig = new FileRig(folder)) {
            rig.slow = true;
            for (int i = 0; i < 4; i++) {
                rig.asking("/long");
            }
            rig.step();
            rig.port.close();
            rig.rig.settle();
        }
    }
}
