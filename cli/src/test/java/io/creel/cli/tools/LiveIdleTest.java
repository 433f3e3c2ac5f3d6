package io.creel.cli.tools;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * README's first program on a real interface, with the default idle strategy: its worker sleeps between two frames, and
 * every frame comes back. The CPU time of the worker is printed; {@code creel idle} measures it.
 */
@Timeout(180)
class LiveIdleTest {
    private static final Path PROGRAM = Path.of("../examples/src/readme/FirstProgram.java");
    private static final int FRAMES = 150;

    @TempDir
    Path folder;

    private Namespaces net;

    @BeforeEach
    void makeNamespaces() throws Exception {
        net = new Namespaces(folder);
        net.add("a");
        net.add("b");
        net.link("a", "nic0", "b", "peer0");
    }

    @AfterEach
    void removeNamespaces() throws Exception {
        if (net != null) {
            net.close();
        }
    }

    private long received() throws Exception {
        return Long.parseLong(net.in("b", "cat /sys/class/net/peer0/statistics/rx_packets").strip());
    }

    /** The thread of the program's worker, which has the worker's name. */
    private static Path worker(Process process) throws IOException {
        try (var threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                if (name(thread).equals("net-0")) {
                    return thread;
                }
            }
        }
        return null;
    }

    private static String name(Path thread) throws IOException {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static long cpuNs(Path thread) throws IOException {
        return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"afxdp:nic0", "afpacket:nic0"})
    void shouldAnswerEveryFrameWhenItsWorkerSleepsInBetween(String word) throws Exception {
        Path source = folder.resolve("FirstProgram.java");
        Files.writeString(source, Files.readString(PROGRAM).replace("pcap:traffic.pcapng", word));
        Namespaces.Tool program = net.java("a", "", source.toString());
        Path worker = null;
        while (worker == null) {
            assertTrue(program.process().isAlive(), program::toString);
            worker = worker(program.process());
        }
        String mac = net.in("a", "cat /sys/class/net/nic0/address").strip();
        long before = received();
        long cpuNs = cpuNs(worker);
        long beganNs = System.nanoTime();
        Namespaces.Tool generate = net.creel("b", "", "generate afpacket:peer0 --count " + FRAMES
                + " --rate 100 --arrivals fixed --mac " + mac);
        generate.ended();
        while (received() < before + FRAMES) { // ends with the time-out of the test
            assertTrue(program.process().isAlive(), program::toString);
        }
        System.out.printf("%s: %d frames answered, the worker used %.1f ms of CPU in %.1f ms%n", word, FRAMES,
                (cpuNs(worker) - cpuNs) / 1e6, (System.nanoTime() - beganNs) / 1e6);
    }

    @Test
    void shouldMeasureWhatAnIdleWorkerCosts() throws Exception {
        Path json = folder.resolve("idle.json");
        Namespaces.Tool idle = net.creel("a", "", "idle afxdp:nic0 --seconds 0.2 --samples 20 --json " + json);
        assertTrue(idle.ended() == 0, idle::toString);
        String figures = Files.readString(json);
        for (String name : List.of("poll (the default)", "park until woken", "cpuShare", "wakeP99Us")) {
            assertTrue(figures.contains(name), figures);
        }
        System.out.print(Files.readString(idle.out()));
    }
}
