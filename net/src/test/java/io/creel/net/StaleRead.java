package io.creel.net;

import io.creel.net.internal.Memory;
import io.creel.net.os.Kernel;
import java.nio.file.Path;
import java.util.List;

/**
 * The canary in a forked JVM: unmaps the memory of a pool, as a close without the protection would, and reads a stale
 * address.
 */
final class StaleRead {
    private StaleRead() {
    }

    public static void main(String[] arguments) {
        var pool = new PacketPool("p", 64, 4096, 0);
        long address = pool.address();
        new Kernel().unmap(address, 64 * 4096);
        System.out.println(Memory.get32(address));
    }

    /** Returns the output of the JVM when it dies. */
    static String run() throws Exception {
        Process process = new ProcessBuilder(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                        "-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=/dev/null", "--enable-native-access=ALL-UNNAMED",
                        "-cp", System.getProperty("java.class.path"), StaleRead.class.getName()))
                .redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }
}
