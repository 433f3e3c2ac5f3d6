package io.creel.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataPathTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void shouldFindTheConversationsThatTsharkFinds(Policy policy) throws Exception {
        WorkerHarness harness = new WorkerHarness(policy, 0);
        assertEquals(6655, harness.replay(Captures.EMBEDDED));
        assertEquals(Map.of(), harness.losses.byReason());
        Map<String, String> found = new TreeMap<>();
        for (ConversationTable.Flow flow : harness.flows().flows()) {
            found.put(Expected.ends(flow.tuple()), flow.packets() + "/" + flow.bytes());
        }
        Map<String, String> expected = Expected.conversations(Expected.text());
        assertEquals(417, expected.size());
        assertEquals(expected, found);
    }

    @Test
    void shouldCountPacketsOutsideConversationsAsTsharkDoes() throws Exception {
        WorkerHarness harness = new WorkerHarness(Policy.FIFO, 0);
        harness.replay(Captures.EMBEDDED);
        Map<NonConversation, ConversationTable.Count> others = harness.flows().nonConversations();
        assertEquals(Expected.protocol("arp"), text(others.get(NonConversation.ARP)));
        assertEquals(Expected.protocol("icmp"), text(others.get(NonConversation.ICMP)));
        assertEquals(Expected.protocol("icmpv6"), text(others.get(NonConversation.ICMPV6)));
        assertEquals(Expected.protocol("laterFragments"), text(others.get(NonConversation.LATER_FRAGMENT)));
        assertEquals(4, others.size());
    }

    private static String text(ConversationTable.Count count) {
        return count.packets() + "/" + count.bytes();
    }

    @Test
    void shouldDropByReasonAndReleaseWhenPacketsAreMalformed() throws Exception {
        int[] index = {0};
        Path file = Captures.first(folder.resolve("bad.pcap"), 60, packet -> {
            packet.parse();
            switch (index[0]++) {
                case 20 -> packet.resize(9);
                case 30, 31 -> packet.set16(packet.headers().transportOffset() + 16, 1);
                case 40 -> packet.set8(packet.headers().networkOffset(), 0x75);
                default -> {
                }
            }
        });
        WorkerHarness harness = new WorkerHarness(Policy.FIFO, 0);
        assertEquals(56, harness.replay(file));
        Map<String, Long> drops = harness.losses.byReason();
        assertEquals(4, drops.values().stream().mapToLong(Long::longValue).sum());
        assertEquals(1, drops.get("TRUNCATED_ETHERNET"));
        assertTrue(drops.keySet().stream().anyMatch(reason -> reason.endsWith("_BAD_VERSION")), drops::toString);
        assertTrue(drops.keySet().stream().anyMatch(reason -> reason.endsWith("_BAD_CHECKSUM")), drops::toString);
    }

    /** Replays a capture of the recording host's own packets: every checksum is left to the hardware. */
    @Test
    void shouldCarryEverythingWhenChecksumsAreLeftToHardware() throws Exception {
        WorkerHarness harness = new WorkerHarness(Policy.FIFO, 0);
        assertEquals(20, harness.replay(Path.of("../net/src/test/resources/io/creel/net/captures/tx-offload.pcap")));
        assertEquals(Map.of(), harness.losses.byReason());
        assertEquals(1, harness.flows().flows().size());
    }

    @Test
    void shouldCountBytesOfTheWireWhenASnaplenHasCutThem() throws Exception {
        Path whole = Captures.first(folder.resolve("whole.pcap"), 60);
        Path cut = Captures.first(folder.resolve("cut.pcap"), 60,
                packet -> packet.resize(Math.min(96, packet.lengthBytes()), packet.lengthBytes()));
        WorkerHarness first = new WorkerHarness(Policy.FIFO, 0);
        WorkerHarness second = new WorkerHarness(Policy.FIFO, 0);
        assertEquals(60, first.replay(whole));
        assertEquals(60, second.replay(cut));
        assertEquals(first.flows(), second.flows());
    }

    @Test
    void shouldDropWithItsReasonWhenASnaplenHasCutAHeader() throws Exception {
        Path cut = Captures.first(folder.resolve("short.pcap"), 5,
                packet -> packet.resize(16, packet.lengthBytes()));
        WorkerHarness harness = new WorkerHarness(Policy.FIFO, 0);
        assertEquals(0, harness.replay(cut));
        assertEquals(Map.of("SNAPLEN_CUT", 5L), harness.losses.byReason());
    }
}
