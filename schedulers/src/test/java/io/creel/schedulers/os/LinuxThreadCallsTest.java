package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.creel.schedulers.WorkerGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The real calls, on threads that end with the test. */
@Timeout(60)
class LinuxThreadCallsTest {
    private final LinuxThreadCalls calls = new LinuxThreadCalls();

    private interface Step {
        void run() throws Exception;
    }

    @BeforeEach
    void requireLinux() {
        assumeTrue(calls.refusal() == null, calls::refusal);
    }

    private static void onANewThread(Step step) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                step.run();
                done.complete(null);
            } catch (Throwable failure) {
                done.completeExceptionally(failure);
            }
        });
        done.get(30, TimeUnit.SECONDS);
    }

    private void requireRoot() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
    }

    private SchedulingPolicy policyOfAThreadThatThisOneStarts() throws Exception {
        CompletableFuture<SchedulingPolicy> policy = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> policy.complete(calls.policy(0)));
        return policy.get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldPinOnlyTheCallingThread() throws Exception {
        CpuSet before = calls.affinity(0);
        onANewThread(() -> {
            CpuSet one = CpuSet.of(before.numbers()[before.size() - 1]);
            assertEquals(0, calls.setAffinity(0, one));
            assertEquals(one, calls.affinity(0));
            assertEquals(one, calls.affinity(calls.self()));
            assertTrue(Files.readString(Path.of("/proc/self/task/" + calls.self() + "/status"))
                    .contains("Cpus_allowed_list:\t" + one + "\n"));
            assertEquals(-Refusals.EINVAL, calls.setAffinity(0, CpuSet.of(8_000)));
        });
        assertEquals(before, calls.affinity(0));
    }

    @Test
    void shouldSetANiceValueWithoutAPrivilege() throws Exception {
        onANewThread(() -> {
            assertEquals(0, calls.setPolicy(0, SchedulingPolicy.nice(7), true));
            assertEquals(SchedulingPolicy.nice(7), calls.policy(0));
        });
        assertEquals(-Refusals.ESRCH, calls.setPolicy(4_194_303, SchedulingPolicy.DEFAULT, true));
    }

    @Test
    void shouldNotPassARaisedPolicyOn() throws Exception {
        requireRoot();
        onANewThread(() -> {
            assertEquals(0, calls.setPolicy(0, SchedulingPolicy.nice(-5), true));
            assertEquals(SchedulingPolicy.nice(-5), calls.policy(0));
            assertEquals(SchedulingPolicy.DEFAULT, policyOfAThreadThatThisOneStarts());
        });
    }

    /** The canary: without the flag, a thread under SCHED_DEADLINE cannot start another one. */
    @Test
    void shouldStartThreadsUnderADeadlineOnlyWithTheFlag() throws Exception {
        requireRoot();
        SchedulingPolicy small = SchedulingPolicy.deadline(50_000_000, 100_000_000);
        onANewThread(() -> {
            int result = calls.setPolicy(0, small, true);
            assumeTrue(result == 0, Refusals.policy(-result, small, SystemFiles.REAL));
            assertEquals(small, calls.policy(0));
            assertEquals(SchedulingPolicy.DEFAULT, policyOfAThreadThatThisOneStarts());
            int pinned = calls.setAffinity(0, CpuSet.of(calls.affinity(0).numbers()[0]));
            assertTrue(pinned < 0 || calls.affinity(0).size() == 1, "EBUSY, unless there is one CPU");

            assertEquals(0, calls.setPolicy(0, small, false));
            assertThrows(OutOfMemoryError.class, () -> Thread.ofPlatform().start(() -> {
            }));
        });
    }

    /** The JVM gives a thread's name to the kernel, so {@code top -H} shows workers by name. */
    @Test
    void shouldApplyTheSettingsToTheWorkersThreads() throws Exception {
        CpuSet all = calls.affinity(0);
        int cpu = all.numbers()[0];
        var begun = new CountDownLatch(1);
        int[] tid = new int[1];
        try (OsSettings settings = OsSettings.builder().cpus(CpuSet.of(cpu)).policy(SchedulingPolicy.nice(3)).apply();
                WorkerGroup group = WorkerGroup.builder("os-test", 1).eachThread(settings).build()) {
            group.start(worker -> {
                tid[0] = calls.self();
                begun.countDown();
                return 0;
            });
            begun.await();
            assertEquals(CpuSet.of(cpu), calls.affinity(tid[0]));
            assertEquals(SchedulingPolicy.nice(3), calls.policy(tid[0]));
            assertEquals("os-test-0\n", Files.readString(Path.of("/proc/self/task/" + tid[0] + "/comm")));
            assertTrue(settings.outcomes().stream().allMatch(OsOutcome::inForce), settings.outcomes()::toString);
        }
        assertNotNull(calls.policy(0));
        assertEquals(all, calls.affinity(0));
    }
}
