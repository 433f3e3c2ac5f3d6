package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Decides whether tests on real interfaces can run on this machine, and how long they may take. Tests of other modules
 * use it, too.
 */
public final class Live {
    /** {@code -Dcreel.live=long} selects the numbers of the acceptance tests instead of those of every build. */
    private static final boolean LONG = "long".equals(System.getProperty("creel.live"));
    private static final List<String> TOOLS = List.of("ip", "ethtool", "ping", "sysctl");
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/bin", "/bin");
    private static final String OBSTACLE = findObstacle();

    static {
        if (OBSTACLE != null) {
            System.err.println("Live drivers are not tested: " + OBSTACLE);
        }
    }

    private Live() {
    }

    /** Skips the test if the machine does not allow it; with CI=true, that is a failure instead. */
    public static void require() {
        if (OBSTACLE == null) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("live drivers must be tested here: " + OBSTACLE);
        }
        Assumptions.abort("live drivers are not tested: " + OBSTACLE);
    }

    static int times(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }

    private static String findObstacle() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return "not Linux";
        }
        List<String> missing = TOOLS.stream().filter(tool -> !isInstalled(tool)).toList();
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                return "not root; run as root, tests make network namespaces of their own";
            }
            return missing.isEmpty() ? tryNamespace() : "not installed: " + String.join(", ", missing);
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    private static boolean isInstalled(String tool) {
        String path = System.getenv("PATH");
        return Stream.concat(path == null ? Stream.empty() : Arrays.stream(path.split(File.pathSeparator)),
                SYSTEM_FOLDERS.stream()).anyMatch(folder -> Files.isExecutable(Path.of(folder, tool)));
    }

    /** Root in a container may lack the capabilities, so only a try tells. */
    private static String tryNamespace() throws IOException, InterruptedException {
        String space = "creel-probe-" + ProcessHandle.current().pid();
        String refusal = refusal("ip", "netns", "add", space);
        if (refusal == null) {
            refusal = refusal("ip", "netns", "exec", space, "ip", "link", "add", "nic0", "type", "veth", "peer", "name",
                    "peer0");
        }
        String left = refusal("ip", "netns", "del", space);
        return refusal != null ? refusal : left;
    }

    /** Runs a command. Returns its output if it failed, {@code null} if it did not. */
    private static String refusal(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes()).strip();
        if (process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0) {
            return null;
        }
        process.destroyForcibly();
        return "'" + String.join(" ", command) + "' is refused: " + said.lines().findFirst().orElse("without a word");
    }
}
