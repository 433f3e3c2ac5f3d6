package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class NicsTest {
    @Test
    void shouldOpenPairWhenWordIsMemory() throws Exception {
        try (Nic nic = Nics.open("memory:")) {
            assertEquals("memory:0", nic.name());
            assertEquals(1, nic.queues());
            assertThrows(IndexOutOfBoundsException.class, () -> nic.rx(1));
        }
    }

    @Test
    void shouldListKnownWordsWhenSchemeIsUnknown() {
        for (String word : new String[]{"carrier-pigeon:1", "memory", ""}) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> Nics.open(word));
            assertEquals(
                    "unknown NIC: word=" + word
                            + ", known=afpacket:IF, afxdp:IF[:queue], memory:, pcap:FILE, switch:NAME, tap:NAME",
                    thrown.getMessage());
        }
    }

    @Test
    void shouldNameWordWhenTargetMakesNoSense() {
        assertEquals("a memory NIC has no name: word=memory:eth0",
                assertThrows(IllegalArgumentException.class, () -> Nics.open("memory:eth0")).getMessage());
        assertEquals("a replay needs a file: word=pcap:, known=pcap:FILE",
                assertThrows(IllegalArgumentException.class, () -> Nics.open("pcap:")).getMessage());
    }

    @Test
    void shouldSayWhatToDoWhenCaptureIsMissing() {
        assertEquals("no/such.pcap: no such file; name an existing pcap or pcapng file",
                assertThrows(IOException.class, () -> Nics.open("pcap:no/such.pcap")).getMessage());
    }
}
