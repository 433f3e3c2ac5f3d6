package io.creel.core.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Fork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fact 2: a monitor or a thread-owned lock held at a suspension. */
class HeldLocksTest {
    private static Fork run(Class<?> program, String... properties) {
        List<String> checked = new ArrayList<>(Fork.ALL);
        checked.addAll(List.of(properties));
        return Fork.run(checked, program);
    }

    @Test
    void shouldNameLockFrameAndCoroutineWhenLocksAreChecked() {
        Fork fork = run(HeldLocksProgram.class, "-Dcreel.check=locks");
        String[] lines = fork.output().split("\n");
        assertEquals(4, lines.length, fork.output());
        assertMonitorIsRefused(lines[0]);
        assertTrue(lines[1].startsWith("await refused, a thread-owned lock is held, use CoroutineLock:"
                + " coroutine=HeldLocksProgram@x, lock=java.util.concurrent.locks.ReentrantLock$NonfairSync@x,"
                + " frame=io.creel.core.diagnostics.HeldLocksProgram.insideLock(HeldLocksProgram.java:"),
                fork.output());
        assertEquals("nothing held: fine", lines[2]);
        assertEquals("ended=3 failed=2", lines[3]);
    }

    @Test
    void shouldRefuseTheMonitorOnlyWhenMonitorsAreChecked() {
        Fork fork = run(HeldLocksProgram.class, "-Dcreel.check=monitors");
        String[] lines = fork.output().split("\n");
        assertEquals(3, lines.length, fork.output());
        assertMonitorIsRefused(lines[0]);
        assertEquals("nothing held: fine", lines[1]);
        assertEquals("ended=3 failed=1", lines[2]);
    }

    private static void assertMonitorIsRefused(String line) {
        assertTrue(
                line.startsWith("await refused, a monitor is held, use CoroutineLock: coroutine=HeldLocksProgram@x,"
                        + " lock=java.lang.Object@x, frame=io.creel.core.diagnostics.HeldLocksProgram.insideMonitor(HeldLocksProgram.java:"),
                line);
    }

    /**
     * Interpreted and compiled, thin and inflated, in a block and by a method; also on a carrier in a virtual thread.
     */
    @Test
    void shouldBeExactWhenTheFramesAreCompiled() {
        assertEquals(new Fork(0, """
                                 platform: held=20000 refused=20000 free=20000 refusedFree=0
                                 virtual: held=20000 refused=20000 free=20000 refusedFree=0
                                 """), run(HeldMonitorsProgram.class, "-Dcreel.check=monitors"));
    }

    /** The canary: without the checks no error is reported, so the check makes the difference. */
    @Test
    void shouldSayNothingWhenNothingIsChecked() {
        assertEquals(new Fork(0, "nothing held: fine\nended=3 failed=0\n"), run(HeldLocksProgram.class));
    }
}
