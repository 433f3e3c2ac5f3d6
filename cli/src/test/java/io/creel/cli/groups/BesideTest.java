package io.creel.cli.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A run beside other work is void. */
class BesideTest {
    private static final double SECOND_NS = 1e9;

    @Test
    void shouldCallARunVoidOnlyIfOtherProcessesUsedMoreThanAllowed() {
        assertEquals("", Beside.verdict(50_000_000, SECOND_NS));
        assertEquals(" VOID: other processes used more than 5 %.", Beside.verdict(50_000_001, SECOND_NS));
    }
}
