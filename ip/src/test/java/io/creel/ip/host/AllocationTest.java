package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The path of a packet allocates nothing once it is warm: in, through a socket and a coroutine of the application, and
 * out.
 */
class AllocationTest {
    @Test
    void shouldAllocateNothingPerPacketWhenWarm() throws Exception {
        List<String> words = new ArrayList<>(JvmArguments.lines());
        words.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx1g", "-ea", "-cp", System.getProperty("java.class.path"),
                AllocationProgram.class.getName()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        for (String name : List.of("echo of UDP over IPv4", "echo of UDP over IPv6", "echo of TCP", "echo of messages",
                "echo of ICMP", "answer of ARP", "solicitation", "full queue", "other host", "wrong checksum")) {
            assertTrue(said.contains(name + "=0\n"), said);
        }
        // The canary makes a copy of each payload.
        assertTrue(said.matches("(?s).*canary=3[2-9][0-9]\n.*"), said);
    }
}
