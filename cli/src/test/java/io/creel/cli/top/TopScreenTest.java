package io.creel.cli.top;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.cli.report.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the screen and the JSON show of two samples. */
class TopScreenTest {
    static final String BEFORE = """
                                 {"takenAtMs":0,"takenNs":1000000000,"pid":42,"recording":false,"carriers":[],"stashes":[],
                                 "groups":[{"name":"net","workers":2,"created":100,"resumed":200,"outstanding":3,"failed":0}],
                                 "workers":[{"name":"net-0","group":"net","carrier":"net-0","idleNs":0,"resumed":0},
                                 {"name":"net-1","group":"net","carrier":"net-1","idleNs":5,"resumed":0}],
                                 "classes":[{"name":"app.web","where":"jbsq","when":"two-queue(5us, 256)","canSwap":true,"waiting":0,
                                 "refused":1,"latencies":[[31,1000]]}],
                                 "nics":[{"name":"afxdp:eth0","lost":0,"fault":null,"counters":{"RX_PACKETS":1000,"RX_BYTES":64000}}]}
                                 """
            .replace("\n", "");
    static final String AFTER = """
                                {"takenAtMs":2000,"takenNs":3000000000,"pid":42,"recording":true,
                                "carriers":[{"name":"net-0","thread":"net-0","resumed":1},
                                {"name":"own","thread":"main","runs":"Body","resumed":10},{"name":"unbound","thread":null,"resumed":0}],
                                "stashes":[{"name":"empty","stashes":1,"size":0},{"name":"full","stashes":2,"size":1500}],
                                "groups":[{"name":"net","workers":2,"created":300,"resumed":4200,"outstanding":3,"failed":1}],
                                "workers":[{"name":"net-0","group":"net","carrier":"net-0","idleNs":500000000,"resumed":4000,
                                "runs":"Packets@1a2b3c"},
                                {"name":"net-1","group":"net","carrier":"net-1","idleNs":2000000005,"resumed":0,"runs":null}],
                                "classes":[{"name":"app.web","where":"jbsq","when":"two-queue(5us, 256)","canSwap":true,"waiting":12,
                                "refused":1,"latencies":[[31,1000],[1007,990],[50000,9],[4000000,1]]},
                                {"name":"plain","where":"central","when":"fifo","canSwap":false,"waiting":0,"refused":0,"latencies":null}],
                                "nics":[{"name":"afxdp:eth0","lost":7,"fault":null,"counters":{"RX_PACKETS":3000,"RX_BYTES":192000,
                                "RX_RING_FULL":7}}]}
                                """
            .replace("\n", "");

    static Interval interval() {
        return new Interval(new Sample(BEFORE), new Sample(AFTER));
    }

    private static List<String> lines(int columns, int lines, Interval interval) {
        return new TopScreen(columns, lines).lines(42, interval, "").stream().map(TopScreen.Line::text).toList();
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
        Sample crowd = new Sample(AFTER.replaceFirst("\"workers\":\\[.*?\\],", "\"workers\":[" + workers + "],"));
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
        Sample empty = new Sample("{\"takenAtMs\":0,\"takenNs\":1}");
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
        Sample twice = new Sample(AFTER + "\n" + AFTER.replace("net", "other"));
        assertEquals(4, twice.section("workers").size());
    }

    @Test
    void shouldRefuseWhatIsNoView() {
        assertEquals("refused: its Creel is of another version, x", assertThrows(IllegalArgumentException.class,
                () -> new Sample("refused: its Creel is of another version, x")).getMessage());
        assertEquals("no live view: lengthChars=2",
                assertThrows(IllegalArgumentException.class, () -> new Sample("[]")).getMessage());
    }
}
