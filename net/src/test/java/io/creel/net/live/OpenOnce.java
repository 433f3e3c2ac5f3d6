package io.creel.net.live;

import io.creel.net.Nic;
import io.creel.net.Nics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program of a forked JVM: opens a NIC, prints that it has, and keeps it until its input ends. */
final class OpenOnce {
    static final String OPENED = "opened";

    private OpenOnce() {
    }

    public static void main(String[] arguments) throws Exception {
        try (Nic _ = Nics.open(arguments[0])) {
            System.out.println(OPENED);
            while (System.in.read() >= 0) {
                // The parent closes the pipe.
            }
        } catch (Exception e) {
            System.out.println(e.getMessage());
        }
    }

    /** Starts this program with {@code prefix} in front of the words of the JVM. */
    static Process start(List<String> prefix, String word) throws Exception {
        var words = new ArrayList<>(prefix);
        words.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx64m",
                "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), OpenOnce.class.getName(), word));
        return new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Returns the output of the program when it ends. */
    static String run(List<String> prefix, String word) throws Exception {
        Process process = start(prefix, word);
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        process.waitFor();
        return said;
    }
}
