package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.Worker;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which calls of the kernel each change makes, and that all are undone. */
class LentCoresTest {
    private static final int APPLICATION = 21;
    private static final int EPERM = 1;
    private static final int EBUSY = 16;

    @TempDir
    private Path root;

    private FakeSystem system;

    @BeforeEach
    void make() throws Exception {
        system = new FakeSystem(root);
    }

    private OsSettingsBuilder asks(String cpus) {
        return new OsSettingsBuilder(system, system).cpus(CpuSet.parse(cpus)).lendCores();
    }

    private void borrow(LentCores cores) {
        system.self = APPLICATION;
        cores.borrow();
    }

    private String allowed() {
        return system.affinity(APPLICATION).toString();
    }

    @Test
    void shouldKeepABorrowerOffActiveWorkersAndLetItOntoLentOnes() {
        try (OsSettings os = asks("1-3").apply()) {
            LentCores cores = os.lending();
            borrow(cores);
            assertEquals("0", allowed());
            cores.lend(2);
            assertEquals("0,3", allowed());
            cores.lend(1);
            assertEquals("0,2-3", allowed());
            cores.reclaim(1);
            assertEquals("0,3", allowed());
            assertEquals(2, cores.lends());
            assertEquals(1, cores.reclaims());
            assertEquals(4, system.affinityCalls, "one call per change");
        }
        assertEquals("0-3", allowed(), "as before it borrowed");
    }

    @Test
    void shouldShareTheCpuOfTheWorkerThatIsAlwaysActiveIfNoOtherIsLeft() {
        try (OsSettings os = asks("0-3").apply()) {
            borrow(os.lending());
            assertEquals("0", allowed());
            os.lending().lend(3);
            assertEquals("3", allowed());
            os.lending().giveBack();
            assertEquals("0-3", allowed());
            os.lending().reclaim(3);
            assertEquals("0-3", allowed(), "it borrows no longer");
        }
    }

    @Test
    void shouldForgetAThreadThatHasEnded() throws Exception {
        try (OsSettings os = asks("1-3").apply()) {
            system.self = APPLICATION;
            Thread borrower = new Thread(os.lending()::borrow);
            borrower.start();
            borrower.join();
            system.affinity.put(APPLICATION, CpuSet.of(1)); // its number is another thread's now
            os.lending().lend(2);
        }
        assertEquals("1", allowed());
    }

    @Test
    void shouldCountARefusalAndStayAsItWas() {
        try (OsSettings os = asks("1-3").apply()) {
            borrow(os.lending());
            system.affinityError = EPERM;
            os.lending().lend(2);
            assertEquals("0", allowed());
            assertEquals(1, os.lending().refusals());
            system.affinityError = 0;
            os.lending().lend(1);
            assertEquals("0,2-3", allowed(), "the next change makes up for it");
        }
    }

    @Test
    void shouldGiveReservedRuntimeBackWhileACpuIsLent() {
        try (OsSettings os = asks("1-3").policy(SchedulingPolicy.MICRO_QUANTA).apply()) {
            LentCores cores = os.lending();
            os.begin(new Worker("net-0", _ -> 0, System::nanoTime));
            assertEquals(SchedulingPolicy.MICRO_QUANTA, system.policy(22));
            cores.lend(0);
            assertEquals(SchedulingPolicy.DEFAULT, system.policy(22));
            cores.reclaim(0);
            assertEquals(SchedulingPolicy.MICRO_QUANTA, system.policy(22));
            cores.lend(0);
            system.policyError = EBUSY;
            cores.reclaim(0);
            assertEquals(1, cores.refusals(), "another program has reserved the runtime meanwhile");
        }
    }

    @Test
    void shouldLendNothingFromAPartition() {
        try (OsSettings os = asks("1").partition().apply()) {
            assertTrue(os.outcomes().stream().map(OsOutcome::toString).anyMatch(("not in force: lending of CPUs 1; they"
                    + " are a partition, whose control group keeps other threads out; the CPU of an inactive worker is"
                    + " idle")::equals), os.outcomes()::toString);
            borrow(os.lending());
            os.lending().lend(0);
            assertEquals(0, os.lending().lends());
            assertEquals("0-3", allowed());
        }
    }

    @Test
    void shouldLendNothingAfterTheCloseOrWithoutTheSetting() {
        LentCores closed;
        try (OsSettings os = asks("1-3").apply()) {
            closed = os.lending();
        }
        borrow(closed);
        assertEquals("0-3", allowed());
        try (OsSettings os = new OsSettingsBuilder(system, system).cpus(CpuSet.of(1)).apply()) {
            borrow(os.lending());
            assertEquals("0-3", allowed());
        }
    }

    @Test
    void shouldRefuseAVirtualThreadAndASettingWithoutCpus() throws Exception {
        try (OsSettings os = asks("1").apply()) {
            var refused = new IllegalStateException[1];
            Thread.ofVirtual().name("v").start(
                    () -> refused[0] = assertThrows(IllegalStateException.class, os.lending()::borrow)).join();
            assertTrue(refused[0].getMessage().startsWith(
                    "borrow refused, a virtual thread has no CPUs of its own: thread=VirtualThread"),
                    refused[0].getMessage());
        }
        var inside = new String[1];
        try (OsSettings os = asks("1").apply()) {
            Worker worker = new Worker("w", _ -> 0, System::nanoTime);
            worker.start(_ -> inside[0] = assertThrows(IllegalStateException.class, os.lending()::borrow).getMessage(),
                    null);
            worker.doWork();
        }
        assertTrue(inside[0].startsWith("borrow refused, a coroutine has no CPUs of its own: coroutine="), inside[0]);
        assertEquals("CPUs of the workers are needed: partition=false, keepJvmThreadsOff=false, raiseSoftirqs=false,"
                + " lendCores=true",
                assertThrows(IllegalArgumentException.class,
                        () -> new OsSettingsBuilder(system, system).lendCores().apply()).getMessage());
    }
}
