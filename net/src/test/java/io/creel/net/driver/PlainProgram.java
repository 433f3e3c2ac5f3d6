package io.creel.net.driver;

import io.creel.net.Packet;
import io.creel.net.TestPackets;
import io.creel.net.memory.MemoryNic;
import io.creel.net.wrap.Impairment;
import io.creel.net.wrap.ImpairingNic;
import java.nio.file.Path;
import java.util.List;

/** The program of a forked JVM without Creel's arguments: a NIC also serves a program without coroutines. */
final class PlainProgram {
    private PlainProgram() {
    }

    public static void main(String[] arguments) {
        try (MemoryNic nic = MemoryNic.pair()) {
            nic.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 1));
            nic.peer().rx(0).poll(1, Packet::transmit);
            try (var impaired = new ImpairingNic(nic, Impairment.none(), Impairment.none(), 1, () -> 0)) {
                System.out.println("polled " + impaired.rx(0).poll(8, Packet::transmit));
            }
        }
    }

    static String run() throws Exception {
        Process process = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                        "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                        PlainProgram.class.getName()))
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return said;
    }
}
