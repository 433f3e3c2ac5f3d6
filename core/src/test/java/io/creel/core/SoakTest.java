package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The soak in its short form, and the faults it has to find. The long form is in {@code docs/evidence.md}. */
class SoakTest {
    @Test
    void shouldAccountForEveryCoroutine() {
        Fork fork = soak("-Dsoak.coroutines=40000");
        System.out.print(fork.output());
        assertEquals(0, fork.exitCode(), fork.output());
        assertTrue(fork.output().contains("soak: every coroutine is accounted for: "), fork.output());
        assertTrue(fork.output().contains(" created=40000 "), fork.output());
    }

    /** Dumps take stacks away from carriers for a moment; nobody must notice but by the time. */
    @Test
    void shouldAccountForEveryCoroutineWhenDumpsAreTakenMeanwhile() {
        Fork fork = soak("-Dsoak.coroutines=10000", "-Dsoak.dumps=true");
        assertEquals(0, fork.exitCode(), fork.output());
        assertTrue(fork.output().matches("(?s).*dumps=[1-9]\\d* walked=[1-9]\\d*\n.*"), fork.output());
        assertTrue(fork.output().contains("soak: every coroutine is accounted for: "), fork.output());
    }

    /** Canary: one handle dropped that nobody says was dropped. */
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

    /** A stranger's copy may save the planted one, now and then: then the next seed has to find it. */
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
