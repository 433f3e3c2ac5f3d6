package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak in its short form, and the faults that it must find. {@code docs/evidence.md} has the long form. */
class SoakTest {
    @Test
    void shouldAccountForEveryCoroutine() {
        Fork fork = soak("-Dsoak.coroutines=40000");
        System.out.print(fork.output());
        assertEquals(0, fork.exitCode(), fork.output());
        assertTrue(fork.output().contains("soak: every coroutine is accounted for: "), fork.output());
        assertTrue(fork.output().contains(" created=40000 "), fork.output());
    }

    /** A dump holds the stack of a coroutine for a moment. The only effect on coroutines must be the time. */
    @Test
    void shouldAccountForEveryCoroutineWhenDumpsAreTakenMeanwhile() {
        Fork fork = soak("-Dsoak.coroutines=10000", "-Dsoak.dumps=true");
        assertEquals(0, fork.exitCode(), fork.output());
        assertTrue(fork.output().matches("(?s).*dumps=[1-9]\\d* walked=[1-9]\\d*\n.*"), fork.output());
        assertTrue(fork.output().contains("soak: every coroutine is accounted for: "), fork.output());
    }

    /** Canary: the program drops one handle and does not count it as lost. */
    @Test
    void shouldFindAHandleThatWasDropped() {
        Fork fork = soakUntilFound("drop");
        assertEquals(1, fork.exitCode(), fork.output());
        assertTrue(fork.output().contains("FAULT: lost by the program is not reported lost: "), fork.output());
    }

    /** Canary: one coroutine that is neither ended nor lost. */
    @Test
    void shouldFindACoroutineThatNeverGoesOn() {
        Fork fork = soakUntilFound("hide");
        assertEquals(1, fork.exitCode(), fork.output());
        assertTrue(fork.output().contains("FAULT: created is not ended + reported lost: 3000, 2999"), fork.output());
    }

    /** A copy of the planted handle may save it now and then; the next seed must find it then. */
    private static Fork soakUntilFound(String plant) {
        Fork fork = null;
        for (int seed = 1; seed <= 5 && (fork == null || fork.exitCode() == 0); seed++) {
            fork = soak("-Dsoak.coroutines=3000", "-Dsoak.plant=" + plant, "-Dsoak.stuckSeconds=1",
                    "-Dsoak.seed=" + seed);
        }
        return fork;
    }

    private static Fork soak(String... settings) {
        List<String> arguments = new ArrayList<>(Fork.ALL);
        arguments.addAll(List.of("-ea", "-Xmx1g"));
        arguments.addAll(List.of(settings));
        return Fork.run(arguments, Soak.class);
    }
}
