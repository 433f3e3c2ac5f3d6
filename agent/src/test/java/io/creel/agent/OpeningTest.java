package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.JvmArguments;
import io.creel.program.RoamingMain;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningTest {
    /** Prints the arguments that are missing, and runs a coroutine. */
    static final class Program {
        public static void main(String[] args) {
            System.out.println("missing=" + JvmArguments.missing().stream().filter(line -> line.startsWith("--"))
                    .toList() + ", native=" + Program.class.getModule().isNativeAccessEnabled());
            new Carrier("test").resume(Coroutine.create(with -> System.out.println("argument=" + with), 42));
        }
    }

    @Test
    void shouldOpenWhatCreelNeedsWithoutTheArgumentFile() {
        AgentJar.Run run = AgentJar.run("", Program.class.getName());
        assertTrue(run.out().contains("missing=[], native=true"), run.out());
        assertTrue(run.out().contains("argument=42"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    /** The compiler of long-running code is the one that takes the thread for a constant. */
    @Test
    void shouldLetCoroutinesRoamWithoutTheArgumentFile() {
        AgentJar.Run run = AgentJar.run("", "-XX:TieredStopAtLevel=4", RoamingMain.class.getName());
        assertTrue(run.out().contains("mobility=ROAMING"), run.out());
        assertTrue(run.out().contains("hops=100000, wrong=0, sum>0=true"), run.out());
        assertEquals(0, run.status(), run.out());
    }

    /** The canary. */
    @Test
    void shouldMissArgumentsWithoutTheAgent() {
        AgentJar.Run run = AgentJar.java(List.of(Program.class.getName()));
        assertTrue(run.out().contains("missing=[--add-exports"), run.out());
        assertEquals(1, run.status(), run.out());
    }
}
