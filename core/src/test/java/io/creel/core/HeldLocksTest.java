package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fact 2: a monitor or a thread-owned lock held at a suspension. */
class HeldLocksTest {
    @Test
    void shouldNameLockFrameAndCoroutineWhenCheckedModeIsOn() {
        List<String> checked = new ArrayList<>(Fork.ALL);
        checked.add("-Dcreel.checkLocks=true");
        Fork fork = Fork.run(checked, HeldLocksProgram.class);
        String[] lines = fork.output().split("\n");
        assertEquals(4, lines.length, fork.output());
        assertTrue(
                lines[0].startsWith("await refused, a monitor is held, use CoroutineLock: coroutine=HeldLocksProgram@x,"
                        + " lock=java.lang.Object@x, frame=io.creel.core.HeldLocksProgram.insideMonitor(HeldLocksProgram.java:"),
                fork.output());
        assertTrue(lines[1].startsWith("await refused, a thread-owned lock is held, use CoroutineLock:"
                + " coroutine=HeldLocksProgram@x, lock=java.util.concurrent.locks.ReentrantLock$NonfairSync@x,"
                + " frame=io.creel.core.HeldLocksProgram.insideLock(HeldLocksProgram.java:"), fork.output());
        assertEquals("nothing held: fine", lines[2]);
        assertEquals("ended=3 failed=2", lines[3]);
    }

    /** The canary: without checked mode nothing tells, so it is the check that tells. */
    @Test
    void shouldSayNothingWhenCheckedModeIsOff() {
        assertEquals(new Fork(0, "nothing held: fine\nended=3 failed=0\n"), Fork.run(Fork.ALL, HeldLocksProgram.class));
    }
}
