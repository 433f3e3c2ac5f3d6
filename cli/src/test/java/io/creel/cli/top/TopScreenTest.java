package io.creel.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.report.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the screen and the JSON show of two samples. */
class TopScreenTest {
    static final String BEFORE = read("before.json");
    static final String AFTER = read("after.json");

    private static String read(String name) {
        try (InputStream file = TopScreenTest.class.getResourceAsStream(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Interval interval() {
        return new Interval(new ViewSample(BEFORE), new ViewSample(AFTER));
    }

    private static List<String> lines(int columns, int lines, Interval interval) {
        return new TopScreen(columns, lines).lines(42, interval, "").stream().map(TopScreen.ScreenLine::text).toList();
    }

    @Test
    void shouldShowEverySectionInEightyColumns() {
        List<String> lines = lines(80, 40, interval());
        assertEquals("""

                     GROUP                      WORKERS   STARTED/s   RESUMED/s      ALIVE     FAILED
                     net                              2         100       2.00k          3          1

                     WORKER               BUSY               RESUMED/s   RUNS
                     net-0                75 %  ████████··       2.00k   Packets@1a2b3c
                     net-1                 0 %  ··········           0   -

                     CLASS           WHERE × WHEN         RUN/s   WAIT     p50     p99   p99.9 REFUSE
                     app.web         jbsq × two-queue       500     12  1.01µs  1.01µs  50.0µs      1
                     plain           central × fifo           -      0       -       -       -      0

                     NIC                   RX pkt/s     bit/s  TX pkt/s     bit/s    LOST/s      LOST
                     afxdp:eth0               1.00k      512k         0         0       3.5         7
                       RX_RING_FULL=7

                     CARRIER             THREAD                 RESUMED/s   RUNS
                     own                 main                           5   Body

                     STASH                                            STASHES     WAITING      CHANGE
                     full                                                   2       1.50k      +1.50k""",
                lines.stream().skip(1).map(String::stripTrailing).collect(Collectors.joining("\n")));
        assertTrue(lines.getFirst().startsWith("creel top   pid 42   recording   "), lines.getFirst());
        assertTrue(lines.stream().allMatch(line -> line.length() <= 80));
    }

    @Test
    void shouldSayHowManyRowsItLeavesOutAndFitWhateverTheHeight() {
        String workers = IntStream.range(0, 100).mapToObj(each -> "{\"name\":\"w" + each + "\",\"group\":\"net\"}")
                .collect(Collectors.joining(","));
        ViewSample crowd = new ViewSample(
                AFTER.replaceFirst("\"workers\":\\[.*?\\],", "\"workers\":[" + workers + "],"));
        for (int height = 14; height < 130; height++) {
            List<String> lines = lines(80, height, new Interval(crowd, crowd));
            assertTrue(lines.size() <= height, "height=" + height + ", lines=" + lines.size());
        }
        List<String> few = lines(80, 22, new Interval(crowd, crowd));
        assertEquals(22, few.size());
        assertTrue(few.stream().anyMatch(line -> line.matches("  … 9[0-9] more")), few::toString);
        assertTrue(lines(80, 130, new Interval(crowd, crowd)).stream().noneMatch(line -> line.startsWith("  … ")));
    }

    @Test
    void shouldUseTheWidthItGets() {
        assertTrue(lines(120, 40, interval()).stream().anyMatch(line -> line.contains("two-queue(5us, 256)")));
    }

    @Test
    void shouldSayThatNothingIsThere() {
        ViewSample empty = new ViewSample("{\"takenAtMs\":0,\"takenNs\":1}");
        assertEquals("No worker, class, NIC or waiting coroutine is there now.",
                lines(80, 24, new Interval(empty, empty)).getLast());
    }

    @Test
    void shouldCutLongNamesAndControlLetters() {
        assertEquals("abc…", TopScreen.cut("abcdef", 4));
        assertEquals("a?[2Jb", TopScreen.cut("a\033[2Jb", 10));
    }

    @Test
    void shouldWriteTheSameAsJsonForScripts() {
        Map<?, ?> json = (Map<?, ?>) JsonReader.read(TopJson.of(42, interval()));
        assertEquals(42L, json.get("pid"));
        assertEquals(2_000_000_000L, json.get("intervalNs"));
        Map<?, ?> worker = (Map<?, ?>) ((List<?>) json.get("workers")).getFirst();
        assertEquals(75.0, worker.get("busyPercent"));
        assertEquals("Packets@1a2b3c", worker.get("runs"));
        Map<?, ?> web = (Map<?, ?>) ((List<?>) json.get("classes")).getFirst();
        assertEquals(List.of(1007L, 1007L, 50_000L, 500.0),
                List.of(web.get("p50Ns"), web.get("p99Ns"), web.get("p999Ns"), web.get("runPerSecond")));
        Map<?, ?> plain = (Map<?, ?>) ((List<?>) json.get("classes")).getLast();
        assertTrue(!plain.containsKey("p50Ns"), "no latencies are recorded");
        Map<?, ?> nic = (Map<?, ?>) ((List<?>) json.get("nics")).getFirst();
        assertEquals(List.of(1000.0, 512_000.0, 3.5, 7L), List.of(nic.get("rxPacketsPerSecond"),
                nic.get("rxBitsPerSecond"), nic.get("lostPerSecond"), nic.get("lost")));
    }

    @Test
    void shouldAddUpTheViewsOfAProgramThatHasLoadedCreelTwice() {
        ViewSample twice = new ViewSample(AFTER + "\n" + AFTER.replace("net", "other"));
        assertEquals(4, twice.section("workers").size());
    }

    @Test
    void shouldRefuseWhatIsNoView() {
        assertEquals("refused: its Creel is of another version, x", assertThrows(IllegalArgumentException.class,
                () -> new ViewSample("refused: its Creel is of another version, x")).getMessage());
        assertEquals("no live view: lengthChars=2",
                assertThrows(IllegalArgumentException.class, () -> new ViewSample("[]")).getMessage());
    }
}
