package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Whether tests on real interfaces can run here, and how long they may be. */
final class Live {
    /** {@code -Dcreel.live=long} runs the numbers of the acceptance tests instead of those of every build. */
    private static final boolean LONG = "long".equals(System.getProperty("creel.live"));

    private Live() {
    }

    /** Skips the test where the machine does not allow it; where CI=true that is a failure instead. */
    static void require() {
        String obstacle = obstacle();
        if (obstacle == null) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            fail("live drivers must be tested here: " + obstacle);
        }
        Assumptions.abort("live drivers are not tested: " + obstacle);
    }

    private static String obstacle() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return "not Linux";
        }
        try {
            if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
                return "not root; run as root, tests make network namespaces of their own";
            }
        } catch (IOException e) {
            return e.toString();
        }
        return Files.exists(Path.of("/usr/sbin/ip")) || Files.exists(Path.of("/sbin/ip")) ? null : "no iproute2";
    }

    static int times(int inShort, int inLong) {
        return LONG ? inLong : inShort;
    }
}
