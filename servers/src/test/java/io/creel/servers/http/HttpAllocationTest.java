package io.creel.servers.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A request and its answer allocate nothing once all is warm, TCP and the client included. */
class HttpAllocationTest {
    @Test
    void shouldAllocateNothingPerRequestWhenWarm() throws Exception {
        List<String> words = new ArrayList<>(JvmArguments.lines());
        words.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx1g", "-ea", "-cp", System.getProperty("java.class.path"),
                HttpAllocationProgram.class.getName()));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        for (String name : List.of("get", "pipelined", "chunks")) {
            assertTrue(said.contains(name + "=0\n"), said);
        }
        // The canary makes a body for each answer.
        assertTrue(said.matches("(?s).*canary=3[2-9][0-9]\n.*"), said);
    }
}
