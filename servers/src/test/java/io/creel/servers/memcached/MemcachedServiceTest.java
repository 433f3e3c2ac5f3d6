package io.creel.servers.memcached;

import static io.creel.servers.ServersRig.MS;
import static io.creel.servers.ServersRig.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.IpAddress;
import io.creel.servers.ServersRig;
import io.creel.servers.ServiceLimits;
import io.creel.servers.TcpService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text protocol, command by command. In the texts {@code \n} is CR LF on the wire. */
class MemcachedServiceTest {
    private static final MemcachedLimits LIMITS = new MemcachedLimits(20_000, 1_000, 1_024, 1_000);

    private final ServersRig rig = new ServersRig();
    private long epochSeconds = 1_796_058_000L;
    private final ItemStore store = new ItemStore(LIMITS.storeBytes(), 7, () -> epochSeconds);
    private final MemcachedService memcached = new MemcachedService(rig.server.ready(),
            new ServiceLimits(64, 64, 60 * SECOND, 20 * SECOND), LIMITS, store);
    private final TcpService port = memcached.open(rig.server, rig.carrier, IpAddress.ANY_IPV4, 11_211);
    private final ServersRig.Client client = rig.connect(11_211);

    @AfterEach
    void close() {
        client.close();
        rig.pass(SECOND);
        assertEquals(0, port.open());
        assertEquals(0, memcached.working());
        assertEquals(0, store.reservedBytes());
        assertEquals(0, port.failed());
        rig.close();
    }

    private String ask(String commands) {
        client.send(commands.replace("\n", "\r\n"));
        return client.said(50 * MS).replace("\r\n", "\n");
    }

    private void expect(String commands, String answers) {
        assertEquals(answers, ask(commands));
    }

    @Test
    void shouldStoreAndFind() {
        expect("set k 5 0 5\nvalue\n", "STORED\n");
        expect("get k\n", "VALUE k 5 5\nvalue\nEND\n");
        expect("get none\n", "END\n");
        expect("get k none k\n", "VALUE k 5 5\nvalue\nVALUE k 5 5\nvalue\nEND\n");
        expect("set k 4294967295 0 0\n\n", "STORED\n");
        expect("get k\n", "VALUE k 4294967295 0\n\nEND\n");
        expect("set k 0 0 6\na\nb\n\n", "STORED\n"); // a value may have ends of lines
        expect("get k\n", "VALUE k 0 6\na\nb\n\nEND\n");
    }

    @Test
    void shouldAddOnlyWhatIsNotThereAndReplaceOnlyWhatIs() {
        expect("replace k 0 0 1\na\n", "NOT_STORED\n");
        expect("append k 0 0 1\na\n", "NOT_STORED\n");
        expect("prepend k 0 0 1\na\n", "NOT_STORED\n");
        expect("add k 1 0 1\nb\n", "STORED\n");
        expect("add k 2 0 1\nc\n", "NOT_STORED\n");
        expect("replace k 3 0 1\nd\n", "STORED\n");
        expect("append k 9 9 2\nef\n", "STORED\n");
        expect("prepend k 9 9 2\nbc\n", "STORED\n");
        expect("get k\n", "VALUE k 3 5\nbcdef\nEND\n");
    }

    @Test
    void shouldSetOnlyTheVersionThatWasSeen() {
        expect("cas k 0 0 1 1\na\n", "NOT_FOUND\n");
        expect("set k 0 0 1\na\n", "STORED\n");
        String[] seen = ask("gets k\n").split("[ \n]");
        String version = seen[4];
        expect("cas k 0 0 1 " + version + "\nb\n", "STORED\n");
        expect("cas k 0 0 1 " + version + "\nc\n", "EXISTS\n");
        expect("get k\n", "VALUE k 0 1\nb\nEND\n");
        assertFalse(ask("gets k\n").contains(" " + version + "\n"));
        expect("cas k 0 0 1\n", "ERROR\n");
        expect("cas k 0 0 1 x\nd\n", "CLIENT_ERROR bad command line format\n");
    }

    @Test
    void shouldGiveAnotherVersionToEachChange() {
        expect("set k 0 0 1\n1\n", "STORED\n");
        List<String> versions = new ArrayList<>();
        for (String change : List.of("incr k 1\n", "append k 0 0 1\n2\n", "prepend k 0 0 1\n2\n", "set k 0 0 1\n1\n",
                "decr k 1\n")) {
            ask(change);
            versions.add(ask("gets k\n").split("[ \n]")[4]);
        }
        assertEquals(5, versions.stream().distinct().count());
    }

    @Test
    void shouldDelete() {
        expect("set k 0 0 1\na\n", "STORED\n");
        expect("delete k\n", "DELETED\n");
        expect("delete k\n", "NOT_FOUND\n");
        expect("delete k 0\n", "NOT_FOUND\n");
        expect("delete\n", "ERROR\n");
        String usage = "CLIENT_ERROR bad command line format.  Usage: delete <key> [noreply]\n";
        expect("delete k 5\n", usage);
        expect("delete a b c d e\n", "ERROR\n");
    }

    @Test
    void shouldCountUpAndDown() {
        expect("incr k 1\n", "NOT_FOUND\n");
        expect("set k 0 0 1\n9\n", "STORED\n");
        expect("incr k 1\n", "10\n");
        expect("decr k 3\n", "7\n");
        expect("decr k 8\n", "0\n");
        expect("incr k 18446744073709551615\n", "18446744073709551615\n");
        expect("incr k 2\n", "1\n"); // it wraps
        expect("get k\n", "VALUE k 0 1\n1\nEND\n");
        expect("incr k x\n", "CLIENT_ERROR invalid numeric delta argument\n");
        expect("incr k -1\n", "CLIENT_ERROR invalid numeric delta argument\n");
        expect("incr k 18446744073709551616\n", "CLIENT_ERROR invalid numeric delta argument\n");
        expect("incr k\n", "ERROR\n");
        expect("set k 0 0 1\nx\n", "STORED\n");
        expect("incr k 1\n", "CLIENT_ERROR cannot increment or decrement non-numeric value\n");
        expect("set k 0 0 20\n18446744073709551616\n", "STORED\n");
        expect("decr k 1\n", "CLIENT_ERROR cannot increment or decrement non-numeric value\n");
        expect("set k 0 0 20\n18446744073709551615\n", "STORED\n");
        expect("decr k 1\n", "18446744073709551614\n");
    }

    @Test
    void shouldForgetWhatIsOverItsTime() {
        expect("set never 0 0 1\na\n", "STORED\n");
        expect("set soon 0 10 1\nb\n", "STORED\n");
        expect("set at 0 " + (epochSeconds + 20) + " 1\nc\n", "STORED\n"); // beyond 30 days it is a date
        expect("set over 0 -1 1\nd\n", "STORED\n");
        expect("get never soon at over\n",
                "VALUE never 0 1\na\nVALUE soon 0 1\nb\nVALUE at 0 1\nc\nEND\n");
        epochSeconds += 10;
        expect("get never soon at\n", "VALUE never 0 1\na\nVALUE at 0 1\nc\nEND\n");
        expect("touch at 100\n", "TOUCHED\n");
        expect("touch soon 100\n", "NOT_FOUND\n");
        expect("touch at x\n", "CLIENT_ERROR invalid exptime argument\n");
        epochSeconds += 90;
        expect("get at\n", "VALUE at 0 1\nc\nEND\n");
        expect("gat 5 at never\n", "VALUE at 0 1\nc\nVALUE never 0 1\na\nEND\n");
        epochSeconds += 10;
        expect("get at never\n", "END\n");
        assertEquals(0, store.items());
        assertEquals(0, store.bytes());
        assertEquals(4, store.expired());
    }

    @Test
    void shouldFlushAtOnceOrLater() {
        expect("set a 0 0 1\na\nset b 0 0 1\nb\n", "STORED\nSTORED\n");
        expect("flush_all\n", "OK\n");
        expect("get a b\n", "END\n");
        expect("set a 0 0 1\na\nflush_all 10\n", "STORED\nOK\n");
        expect("get a\n", "VALUE a 0 1\na\nEND\n");
        epochSeconds += 10;
        expect("get a\nset a 0 0 1\na\nget a\n", "END\nSTORED\nVALUE a 0 1\na\nEND\n");
        expect("flush_all x\n", "CLIENT_ERROR invalid exptime argument\n");
        expect("gat 1\n", "END\n");
    }

    @Test
    void shouldSayNothingToNoreply() {
        expect("set a 0 0 1 noreply\n5\nadd a 0 0 1 noreply\nx\nreplace a 0 0 1 noreply\n6\nincr a 1 noreply\n"
                + "append a 0 0 1 noreply\n1\nprepend a 0 0 1 noreply\n1\ndecr a 1 noreply\ntouch a 0 noreply\n"
                + "cas a 0 0 1 999 noreply\nx\ndelete none noreply\nverbosity 1 noreply\nget a\n",
                "VALUE a 0 3\n170\nEND\n");
        expect("delete a noreply\nflush_all noreply\nget a\n", "END\n");
    }

    @Test
    void shouldAnswerTheCommandsAboutTheServer() {
        assertTrue(ask("version\n").startsWith("VERSION "));
        expect("version x\n", ask("version\n"));
        expect("verbosity 1\n", "OK\n");
        expect("verbosity\n", "ERROR\n");
        expect("verbosity noreply\n", "");
        expect("verbosity x\n", "CLIENT_ERROR bad command line format\n");
        expect("verbosity foo bar my\n", "ERROR\n");
        expect("stats noreply\n", "ERROR\n");
        expect("stats settings\n", "ERROR\n");
        ask("set a 0 0 1\na\nget a b\n");
        String said = ask("stats\n");
        for (String each : List.of("curr_items 1", "total_items 1", "bytes 114", "limit_maxbytes 20000", "cmd_get 2",
                "cmd_set 1", "get_hits 1", "get_misses 1", "evictions 0")) {
            assertTrue(said.contains("STAT " + each + "\n"), said);
        }
        assertTrue(said.endsWith("\nEND\n"), said);
    }

    @Test
    void shouldQuit() {
        expect("get a\nquit\nget b\n", "END\n");
        assertTrue(client.isEnded());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "foo\n", "GET k\n", "get\n", "gets\n", "gat\n", "set\n", "set k\n",
            "set k 0 0\n", "set k 0 0 1 2 3\n", "touch k\n", " \n", "gets \n", "flush_all 1 2\n", "xset k 0 0 1\n",
            "stats a b\n"})
    void shouldSayErrorToWhatIsNoCommand(String command) {
        expect(command + "get k\n", "ERROR\nEND\n");
        assertEquals(1, memcached.counters().unknown());
    }

    /** The value that follows is dropped, and not read as commands. */
    @ParameterizedTest
    @ValueSource(strings = {"set k x 0 9", "set k -1 0 9", "set k 4294967296 0 9", "set k 0 x 9",
            "add k 0 1x 9 noreply",
            "cas k 0 0 9 -1"})
    void shouldDropTheValueOfAMalformedCommand(String command) {
        expect(command + "\nflush_all\nget k\n", "CLIENT_ERROR bad command line format\nEND\n");
        assertEquals(1, memcached.counters().clientErrors());
    }

    @ParameterizedTest
    @ValueSource(strings = {"set k 0 0 -1", "set k 0 0 x", "set k 0 0 99999999999"})
    void shouldRefuseALengthThatIsNone(String command) {
        expect(command + "\nget k\n", "CLIENT_ERROR bad command line format\nEND\n");
    }

    @Test
    void shouldRefuseAKeyThatIsTooLong() {
        String key = "k".repeat(250);
        expect("set " + key + " 0 0 1\na\n", "STORED\n");
        expect("get " + key + "\n", "VALUE " + key + " 0 1\na\nEND\n");
        expect("set x" + key + " 0 0 1\na\nget x" + key + "\n",
                "CLIENT_ERROR bad command line format\nCLIENT_ERROR bad command line format\n");
    }

    @Test
    void shouldRefuseAValueThatIsLongerOrShorterThanItSays() {
        expect("set k 0 0 3\nabcd\nget k\n", "CLIENT_ERROR bad data chunk\nEND\n");
        expect("set k 0 0 3\nab\nget k\nget k\n", "CLIENT_ERROR bad data chunk\nEND\nEND\n"); // CR is its third byte
        expect("set k 0 0 1\na\nget k\n", "STORED\nVALUE k 0 1\na\nEND\n");
    }

    @Test
    void shouldRefuseAValueAboveTheLimitAndForgetTheOneBefore() {
        expect("set k 0 0 1\na\n", "STORED\n");
        expect("set k 0 0 1001\n" + "x".repeat(1_001) + "\nget k\n", "SERVER_ERROR object too large for cache\nEND\n");
        expect("set k 0 0 1000\n" + "x".repeat(1_000) + "\n", "STORED\n");
        expect("append k 0 0 1\nx\n", "SERVER_ERROR object too large for cache\n");
        assertEquals(2, memcached.counters().serverErrors());
    }

    @Test
    void shouldTakeALineThatEndsByALineFeedAlone() {
        client.send("get a\nset a 0 0 1\nx\r\nget a\n");
        assertEquals("END\r\nSTORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n", client.said());
    }

    @Test
    void shouldEndAConnectionWhoseLineIsTooLong() {
        expect("get " + "k ".repeat(2_000), "CLIENT_ERROR line too long\n");
        assertTrue(client.isEnded());
    }

    @Test
    void shouldEvictWhatWasNotUsedForTheLongestTime() {
        for (int i = 0; i < 100; i++) {
            expect("set k" + i + " 0 0 200\n" + "x".repeat(200) + "\n", "STORED\n");
            expect("get k0\n", "VALUE k0 0 200\n" + "x".repeat(200) + "\nEND\n");
            assertTrue(store.bytes() <= 20_000);
        }
        assertEquals("END\n", ask("get k1\n"));
        assertTrue(store.items() > 55, () -> "items=" + store.items());
        assertEquals(100 - store.items(), store.evicted());
    }

    /** Clients that announce values and do not send them hold no more than a quarter of the store. */
    @Test
    void shouldBoundValuesThatAreBeingReceived() {
        List<ServersRig.Client> slow = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            slow.add(rig.connect(11_211));
            slow.get(i).send("set s" + i + " 0 0 1000\r\nx");
        }
        assertEquals(5_000, store.reservedBytes());
        expect("set k 0 0 1000\n" + "x".repeat(1_000) + "\nget k\n",
                "SERVER_ERROR out of memory storing object\nEND\n");
        rig.pass(22 * SECOND);
        assertEquals(0, store.reservedBytes());
        assertEquals(5, port.stalled());
        expect("set k 0 0 1000\n" + "x".repeat(1_000) + "\n", "STORED\n");
    }

    @Test
    void shouldResetAClientThatDoesNotEndItsCommand() {
        ServersRig.Client slow = rig.connect(11_211);
        for (int i = 0; i < 21; i++) {
            slow.send("g");
            rig.pass(SECOND);
        }
        slow.said();
        assertTrue(slow.isReset());
        assertEquals(1, port.stalled());
    }

    @Test
    void shouldCloseASilentConnection() {
        rig.pass(61 * SECOND);
        assertTrue(client.isEnded());
        assertEquals(1, memcached.counters().idleClosed());
    }

    @Test
    void shouldAnswerCommandsThatComeTogether() {
        StringBuilder commands = new StringBuilder();
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            commands.append("set k").append(i % 10).append(" 0 0 2\n").append(10 + i % 90).append("\nget k")
                    .append(i % 10).append("\n");
            answers.append("STORED\nVALUE k").append(i % 10).append(" 0 2\n").append(10 + i % 90).append("\nEND\n");
        }
        client.send(commands.toString().replace("\n", "\r\n"));
        assertEquals(answers.toString(), client.said(50 * MS).replace("\r\n", "\n"));
        assertTrue(memcached.counters().turnsGivenUp() > 10);
    }

    @Test
    void shouldAnswerTheSameHoweverTheBytesAreCut() {
        String commands = "set k 1 0 5\r\nva\r\nl\r\nget k\r\nincr n 1\r\nset n 0 0 1\r\n5\r\nincr n 4\r\n";
        for (int cut = 1; cut < commands.length(); cut++) {
            expect("flush_all\n", "OK\n");
            client.send(commands.substring(0, cut));
            rig.pass(MS);
            client.send(commands.substring(cut));
            assertEquals("STORED\nVALUE k 1 5\nva\nl\nEND\nNOT_FOUND\nSTORED\n9\n",
                    client.said(45 * MS).replace("\r\n", "\n"), "cut=" + cut);
        }
    }

    /** The same commands against a map of the JDK. */
    @Test
    void shouldKeepWhatAMapKeeps() {
        var random = new Random(3);
        var small = new ItemStore(1L << 30, random.nextLong(), () -> epochSeconds);
        Map<String, String> model = new HashMap<>();
        for (int i = 0; i < 200_000; i++) {
            String key = "key" + random.nextInt(5_000);
            byte[] bytes = ("__" + key).getBytes();
            switch (random.nextInt(3)) {
                case 0 -> {
                    small.put(bytes, 2, bytes.length, ("v" + i).getBytes(), i, 0);
                    model.put(key, "v" + i);
                }
                case 1 -> {
                    StoredItem item = small.get(bytes, 2, bytes.length);
                    assertEquals(model.get(key), item == null ? null : new String(item.value));
                }
                default -> {
                    StoredItem item = small.find(bytes, 2, bytes.length);
                    if (item != null) {
                        small.remove(item);
                    }
                    model.remove(key);
                }
            }
        }
        assertEquals(model.size(), small.items());
        long bytes = model.entrySet().stream()
                .mapToLong(each -> ItemStore.ITEM_BYTES + each.getKey().length() + each.getValue().length()).sum();
        assertEquals(bytes, small.bytes());
    }

    /** The order of eviction is that of a map in order of access. */
    @Test
    void shouldEvictInTheOrderOfUse() {
        var random = new Random(4);
        int most = 50;
        var small = new ItemStore(most * (ItemStore.ITEM_BYTES + 5L), 3, () -> epochSeconds);
        Map<String, Integer> model = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > most;
            }
        };
        for (int i = 0; i < 50_000; i++) {
            String key = "k" + (100 + random.nextInt(100));
            byte[] bytes = key.getBytes();
            if (random.nextBoolean()) {
                small.put(bytes, 0, bytes.length, new byte[1], i, 0);
                model.put(key, i);
            } else {
                StoredItem item = small.get(bytes, 0, bytes.length);
                Integer expected = model.get(key);
                assertEquals(expected, item == null ? null : item.flags);
            }
            assertEquals(model.size(), small.items());
        }
    }

    @Test
    void shouldSurviveRandomCommands() {
        var random = new Random(5);
        String good = "set k 0 0 5\r\nvalue\r\nget k\r\nincr k 1\r\ncas k 0 0 2 1\r\nab\r\ndelete k\r\ntouch k 5\r\n";
        for (int round = 0; round < 400; round++) {
            StringBuilder commands = new StringBuilder(good);
            for (int i = random.nextInt(8); i > 0; i--) {
                int at = random.nextInt(commands.length());
                switch (random.nextInt(3)) {
                    case 0 -> commands.setCharAt(at, (char) random.nextInt(256));
                    case 1 -> commands.deleteCharAt(at);
                    default -> commands.insert(at, " \r\n09-x\u0000".charAt(random.nextInt(8)));
                }
            }
            ServersRig.Client other = rig.connect(11_211);
            other.send(commands.toString());
            other.finish();
            rig.pass(2 * MS);
            other.said();
            assertTrue(other.isEnded(), commands::toString);
            other.close();
        }
    }
}
