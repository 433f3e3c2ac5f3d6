package io.creel.cli.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.schedulers.os.KernelThreads;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The instruments on this machine. It compares accounts with each other: what a rival, a burst or a stop says of itself
 * and what the instruments say of it.
 */
@Timeout(120)
class SplitSelfTestTest {
    @Test
    void shouldFindEachDisturbanceUnderItsOwnName() throws Exception {
        assumeTrue(KernelThreads.refusal() == null, "not Linux");
        int[] cpus = KernelThreads.affinity(0).numbers();
        List<SplitCheck> checks = new SplitSelfTest(cpus[cpus.length - 1]).run();
        assertTrue(checks.size() >= 4, checks::toString);
        for (SplitCheck check : checks) {
            assertTrue(check.refusal() != null || check.isFound(), check::toString);
        }
        boolean isExact = checks.stream()
                .anyMatch(each -> each.foundAs().equals("foreign tasks on the core: split-foreign"));
        boolean isRefused = checks.stream().anyMatch(each -> each.refusal() != null
                && each.source().startsWith("switch records"));
        assertTrue(isExact || isRefused, checks::toString);
        assertEquals(0, checks.stream().filter(each -> each.foundAs().startsWith("void")).count());
    }
}
