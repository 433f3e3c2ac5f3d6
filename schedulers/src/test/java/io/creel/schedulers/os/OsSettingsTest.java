package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.BusySpin;
import io.creel.schedulers.SpinThenPark;
import io.creel.schedulers.Worker;
import io.creel.schedulers.WorkerGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each refusal of the operating system is a sentence, and what was changed is undone. */
class OsSettingsTest {
    private static final int EPERM = 1;
    private static final String UNDONE = "/sys/fs/cgroup/cpuset/tasks";

    @TempDir
    private Path root;

    private FakeSystem system;
    private final Worker worker = new Worker("net-0", _ -> 0, System::nanoTime);

    @BeforeEach
    void make() throws Exception {
        system = new FakeSystem(root);
    }

    private OsSettingsBuilder asks() {
        return new OsSettingsBuilder(system, system);
    }

    private String outcomes(OsSettingsBuilder asked) {
        try (OsSettings settings = asked.apply()) {
            settings.begin(worker);
            return String.join("\n", settings.outcomes().stream().map(OsOutcome::toString).toList());
        }
    }

    @Test
    void shouldPinAndRaiseTheCallingThreadOnly() {
        assertEquals(
                """
                not in force: ksoftirqd/1 raised with the worker; it was not asked for; packets and completions of a\
                 CPU wait while its worker runs without a break
                in force: CPU 1 for worker net-0; it ends with the thread
                in force: nice -20 for worker net-0; it ends with the thread""",
                outcomes(asks().cpus(CpuSet.of(1)).policy(SchedulingPolicy.nice(-20))));
        assertEquals(CpuSet.of(1), system.affinity(system.self()));
        assertEquals(SchedulingPolicy.nice(-20), system.policy(system.self()));
        assertEquals(List.of(true), system.resets, "threads that a worker starts get the default policy");
        assertEquals(CpuSet.parse("0-3"), system.affinity(21));
    }

    @Test
    void shouldSayThatACpuIsOffline() {
        assertEquals("not in force: CPU 7 for worker net-0; the CPU is offline or does not exist: online=0-3;"
                + " the kernel moves it between CPUs", outcomes(asks().cpus(CpuSet.of(7))));
    }

    @Test
    void shouldSayThatACpuIsOutsideTheCpuset() throws Exception {
        system.put("/sys/fs/cgroup/cpuset/cpuset.effective_cpus", "0-1");
        assertEquals("not in force: CPU 3 for worker net-0; the CPU is outside the cpuset of this process: allowed=0-1;"
                + " the kernel moves it between CPUs", outcomes(asks().cpus(CpuSet.of(3))));
    }

    @Test
    void shouldPinWithoutATopologyAndSayWhatTheKernelSays() throws Exception {
        java.nio.file.Files.delete(system.path("/sys/devices/system/cpu/online"));
        assertEquals("in force: CPU 2 for worker net-0; it ends with the thread", outcomes(asks().cpus(CpuSet.of(2))));
        system.affinityError = Refusals.EINVAL;
        assertEquals("not in force: CPU 9 for worker net-0; the CPU is outside the cpuset of this process:"
                + " allowed=0-3; the kernel moves it between CPUs", outcomes(asks().cpus(CpuSet.of(9))));
        assertTrue(outcomes(asks().cpus(CpuSet.of(2)))
                .contains("EINVAL: none of these CPUs is online and in the cpuset of this process"));
    }

    @Test
    void shouldSayThatThereAreFewerCpusThanWorkers() {
        WorkerGroup group = new WorkerGroup("net", 2);
        try (OsSettings settings = asks().cpus(CpuSet.of(1)).apply()) {
            settings.begin(group.worker(1));
            assertEquals("[not in force: a CPU for worker net-1; there are fewer CPUs than workers: cpus=1;"
                    + " the kernel moves it between CPUs]", settings.outcomes().toString());
        }
        group.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"nice | 1 | EPERM: a negative nice value needs root or CAP_SYS_NICE",
            "fifo | 1 | EPERM: it needs root or CAP_SYS_NICE",
            "deadline | 1 | EPERM: it needs root or CAP_SYS_NICE, and a thread that may run on all CPUs of its root"
                    + " domain; pin it by a partition instead of an affinity",
            "deadline | 22 | EINVAL: the runtime is longer than the period, or the period is outside the limits of"
                    + " /proc/sys/kernel/sched_deadline_period_*",
            "deadline | 16 | EBUSY: the reserved runtimes of all threads together would exceed the CPUs;"
                    + " ask for less, or for fewer threads"})
    void shouldSayWhyAPolicyIsRefusedAndWhatIsLost(String policy, int error, String sentence) {
        system.policyError = error;
        SchedulingPolicy asked = switch (policy) {
            case "nice" -> SchedulingPolicy.nice(-5);
            case "fifo" -> SchedulingPolicy.fifo(3);
            default -> SchedulingPolicy.MICRO_QUANTA;
        };
        assertEquals("not in force: " + asked + " for worker net-0; " + sentence
                + "; other threads of its CPU compete with it as equals", outcomes(asks().policy(asked)));
    }

    @Test
    void shouldSayThatTheGroupHasNoRealtimeBudget() throws Exception {
        system.put("/proc/self/cgroup", "1:cpu:/a");
        system.put("/sys/fs/cgroup/cpu/a/cpu.rt_runtime_us", "0");
        system.policyError = EPERM;
        assertTrue(outcomes(asks().policy(SchedulingPolicy.fifo(1)))
                .contains("the control group has no realtime budget; write to its cpu.rt_runtime_us"));
    }

    @Test
    void shouldRefuseImpossiblePolicies() {
        assertEquals("the runtime must be at least 1024 ns and at most the period: runtimeNs=2000000, periodNs=1000000",
                assertThrows(IllegalArgumentException.class, () -> SchedulingPolicy.deadline(2_000_000, 1_000_000))
                        .getMessage());
        assertEquals("nice value out of range: nice=20, from=-20, to=19",
                assertThrows(IllegalArgumentException.class, () -> SchedulingPolicy.nice(20)).getMessage());
        assertEquals("priority out of range: priority=0, from=1, to=99",
                assertThrows(IllegalArgumentException.class, () -> SchedulingPolicy.fifo(0)).getMessage());
        assertEquals("CPUs of the workers are needed: partition=true, keepJvmThreadsOff=false, raiseSoftirqs=false,"
                + " lendCores=false",
                assertThrows(IllegalArgumentException.class, () -> asks().partition().apply()).getMessage());
        assertEquals("SCHED_DEADLINE 0.9/1.0 ms", SchedulingPolicy.MICRO_QUANTA.toString());
    }

    /** A thread that spins under a realtime policy is stopped by the kernel for 50 ms of each second. */
    @Test
    void shouldRefuseToSpinUnderARealtimePolicy() {
        for (SchedulingPolicy policy : List.of(SchedulingPolicy.fifo(1), SchedulingPolicy.MICRO_QUANTA)) {
            try (OsSettings settings = asks().policy(policy).apply()) {
                for (var spinning : List.of(new BusySpin(), new SpinThenPark(Integer.MAX_VALUE, 1))) {
                    var builder = WorkerGroup.builder("net", 1).idle(() -> spinning).eachThread(settings);
                    assertEquals("group refused, its idle strategy spins and its threads must not: group=net, idle="
                            + spinning.getClass().getSimpleName() + "; use SpinThenPoll",
                            assertThrows(IllegalArgumentException.class, builder::build).getMessage());
                }
                WorkerGroup.builder("net", 1).eachThread(settings).build().close();
            }
        }
        try (OsSettings settings = asks().policy(SchedulingPolicy.nice(-1)).apply()) {
            WorkerGroup.builder("net", 1).idle(BusySpin::new).eachThread(settings).build().close();
        }
    }

    @Test
    void shouldGoBeforeOthersWhenRealtimeOrOfANegativeNiceValue() {
        for (SchedulingPolicy policy : List.of(SchedulingPolicy.fifo(1), SchedulingPolicy.MICRO_QUANTA,
                SchedulingPolicy.nice(-1))) {
            try (OsSettings settings = asks().policy(policy).apply()) {
                assertTrue(settings.hasPriority(), policy.toString());
            }
        }
        for (SchedulingPolicy policy : List.of(SchedulingPolicy.DEFAULT, SchedulingPolicy.nice(19))) {
            try (OsSettings settings = asks().policy(policy).apply()) {
                assertFalse(settings.hasPriority(), policy.toString());
            }
        }
    }

    @Test
    void shouldKeepJvmThreadsOffUntilTheClose() {
        try (OsSettings settings = asks().cpus(CpuSet.parse("1-2")).keepJvmThreadsOff().apply()) {
            assertEquals("[in force: no compiler and collector threads on CPUs 1-2; undone by the close; threads=2]",
                    settings.outcomes().toString());
            assertEquals("0,3", system.affinity(21).toString());
            assertEquals("0,3", system.affinity(23).toString());
            assertEquals("0-3", system.affinity(22).toString(), "not a thread of the JVM itself");
        }
        assertEquals("0-3", system.affinity(21).toString());
    }

    @Test
    void shouldLeaveJvmThreadsWhereTheyAreIfNoCpuWouldBeLeft() {
        assertTrue(outcomes(asks().cpus(CpuSet.parse("0-3")).keepJvmThreadsOff())
                .startsWith("not in force: no compiler and collector threads on CPUs 0-3;"
                        + " no CPU would be left for them: allowed=0-3; a compilation may stop a worker"));
        assertEquals("0-3", system.affinity(21).toString());
    }

    @Test
    void shouldRaiseSoftirqsWithTheWorkerUntilTheClose() {
        try (OsSettings settings = asks().cpus(CpuSet.of(1)).policy(SchedulingPolicy.MICRO_QUANTA).raiseSoftirqs()
                .apply()) {
            assertEquals(SchedulingPolicy.fifo(1), system.policy(14));
            assertTrue(settings.outcomes().toString().contains("in force: ksoftirqd/1 raised"));
        }
        assertEquals(SchedulingPolicy.DEFAULT, system.policy(14));
        assertTrue(outcomes(asks().cpus(CpuSet.of(2)).policy(SchedulingPolicy.fifo(5)).raiseSoftirqs())
                .startsWith("not in force: ksoftirqd/2 raised with the worker; the thread cannot be seen from here"));
    }

    @Test
    void shouldHoldTheLatencyRequestUntilTheClose() throws Exception {
        assertTrue(outcomes(asks().cpuLatencyUs(0)).startsWith("in force: wake-up from power saving within 0 us"));
        assertEquals(4, java.nio.file.Files.size(system.path("/dev/cpu_dma_latency")));
        java.nio.file.Files.delete(system.path("/dev/cpu_dma_latency"));
        assertTrue(outcomes(asks().cpuLatencyUs(0)).contains("/dev/cpu_dma_latency cannot be written"));
    }

    private void assertUndone() {
        assertEquals(List.of("1", "14", "21"), List.of(system.read(UNDONE).split("\n")).stream().sorted().toList());
        assertEquals("1", system.read(FakeSystem.CPUSET + "/cpuset.sched_load_balance"));
        assertEquals(List.of(), system.names(FakeSystem.CPUSET).stream().filter(each -> each.startsWith("creel"))
                .toList());
        assertEquals(List.of(), system.names(UndoJournal.FOLDER));
    }

    @Test
    void shouldMakeAPartitionAndUndoIt() {
        String group = FakeSystem.CPUSET + "/creel-" + ProcessHandle.current().pid();
        try (OsSettings settings = asks().cpus(CpuSet.of(3)).partition().policy(SchedulingPolicy.MICRO_QUANTA)
                .apply()) {
            settings.begin(worker);
            assertEquals("3", system.read(group + "/cpuset.cpus"));
            assertEquals("1", system.read(group + "/cpuset.cpu_exclusive"));
            assertEquals("22", system.read(group + "/tasks"));
            assertEquals("0-2", system.read(group + "-rest/cpuset.cpus"));
            assertEquals("1\n14\n21", system.read(group + "-rest/tasks"));
            assertEquals("0", system.read(FakeSystem.CPUSET + "/cpuset.sched_load_balance"));
            assertEquals("0-3", system.affinity(22).toString(), "the partition pins, not an affinity");
            assertEquals(SchedulingPolicy.MICRO_QUANTA, system.policy(22));
        }
        assertEquals("1\n14\n21\n22", List.of(system.read(UNDONE).split("\n")).stream().sorted()
                .reduce((a, b) -> a + "\n" + b).get());
        assertFalse(system.exists(group) || system.exists(group + "-rest"));
    }

    /** Best-effort work of another program that is to have what the workers leave. */
    @Test
    void shouldAdmitAThreadBesideTheWorkers() {
        try (OsSettings settings = asks().cpus(CpuSet.of(3)).apply()) {
            assertEquals("in force: thread 21 beside the workers; it ends with the thread",
                    settings.admit(21).toString());
            assertEquals("3", system.affinity(21).toString());
            system.affinityError = Refusals.EINVAL;
            assertTrue(
                    settings.admit(23).toString().startsWith("not in force: thread 23 beside the workers; EINVAL: none"
                            + " of these CPUs is online"),
                    settings.outcomes()::toString);
        }
        system.affinityError = 0;
        String group = FakeSystem.CPUSET + "/creel-" + ProcessHandle.current().pid();
        try (OsSettings settings = asks().cpus(CpuSet.of(3)).partition().apply()) {
            assertEquals("in force: thread 21 beside the workers; undone by the close", settings.admit(21).toString());
            assertEquals("21", system.read(group + "/tasks"));
            system.refusedWrites.add(group + "/tasks");
            assertTrue(settings.admit(23).toString().endsWith("Permission denied; it runs outside the partition"),
                    settings.outcomes()::toString);
            system.refusedWrites.clear();
        }
        assertUndone();
        try (OsSettings settings = asks().apply()) {
            assertEquals(
                    "not in force: thread 21 beside the workers; no CPUs were asked for; it competes for other CPUs",
                    settings.admit(21).toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"/cpuset.cpu_exclusive", "-rest/cpuset.cpus"})
    void shouldUndoAPartitionWhoseMakingIsRefusedInTheMiddle(String file) {
        system.refusedWrites.add(FakeSystem.CPUSET + "/creel-" + ProcessHandle.current().pid() + file);
        String said = outcomes(asks().cpus(CpuSet.of(3)).partition());
        assertTrue(said.contains("not in force: a partition of CPUs 3; cannot write '"), said);
        assertTrue(said.contains("Permission denied; other threads of the machine may run on the workers' CPUs"), said);
        assertUndone();
    }

    @Test
    void shouldRefuseAPartitionOfAllCpusAndOneWithoutControlGroups() throws Exception {
        assertTrue(outcomes(asks().cpus(CpuSet.parse("0-3")).partition())
                .contains("no CPU would be left for the rest of the machine: cpus=0-3, all=0-3"));
        assertUndone();
        java.nio.file.Files.delete(system.path(FakeSystem.CPUSET + "/cpuset.cpus"));
        assertTrue(outcomes(asks().cpus(CpuSet.of(1)).partition()).contains("no cpuset is mounted"));
    }

    private void version2(String controllers, String enabled) throws Exception {
        java.nio.file.Files.delete(system.path(FakeSystem.CPUSET + "/cpuset.cpus"));
        system.put("/proc/self/cgroup", "0::/");
        system.put("/sys/fs/cgroup/cgroup.controllers", controllers);
        system.put("/sys/fs/cgroup/cgroup.subtree_control", enabled);
        system.put("/sys/fs/cgroup/cgroup.threads", "22");
    }

    @Test
    void shouldSayOnceThatVersion2HasNoCpusetController() throws Exception {
        version2("hugetlb", "");
        assertEquals("not in force: a partition of CPUs 3; the control group has no cpuset controller: group=/; other"
                + " threads of the machine may run on the workers' CPUs\nin force: CPU 3 for worker net-0; it ends with"
                + " the thread", outcomes(asks().cpus(CpuSet.of(3)).partition()));
        assertEquals("", system.read("/sys/fs/cgroup/cgroup.subtree_control"));
        assertEquals("22", system.read("/sys/fs/cgroup/cgroup.threads"));
    }

    @Test
    void shouldLeaveTheControllerToOtherGroupsOfVersion2() throws Exception {
        version2("cpuset cpu memory", "cpuset memory");
        try (OsSettings settings = asks().cpus(CpuSet.of(3)).partition().apply()) {
            assertTrue(settings.outcomes().getFirst().inForce(), settings.outcomes().toString());
        }
        assertEquals("cpuset memory", system.read("/sys/fs/cgroup/cgroup.subtree_control"));
    }

    @ParameterizedTest
    @CsvSource({"cpuset.cpus", "cpuset.cpus.partition", "cgroup.type"})
    void shouldUndoAPartitionOfVersion2WhoseMakingIsRefusedInTheMiddle(String file) throws Exception {
        version2("cpuset cpu memory", "");
        String group = "/sys/fs/cgroup/creel-" + ProcessHandle.current().pid();
        system.refusedWrites.add(group + "/" + file);
        String said = outcomes(asks().cpus(CpuSet.of(3)).partition());
        assertTrue(said.contains("not in force: a partition of CPUs 3; cannot write '"), said);
        assertFalse(system.exists(group));
        assertEquals("22", system.read("/sys/fs/cgroup/cgroup.threads"));
    }

    @Test
    void shouldMakeAPartitionOfVersion2AndUndoIt() throws Exception {
        version2("cpuset cpu memory", "");
        String group = "/sys/fs/cgroup/creel-" + ProcessHandle.current().pid();
        try (OsSettings settings = asks().cpus(CpuSet.of(3)).partition().apply()) {
            settings.begin(worker);
            assertEquals("threaded", system.read(group + "/cgroup.type"));
            assertEquals("3", system.read(group + "/cpuset.cpus"));
            assertEquals("root", system.read(group + "/cpuset.cpus.partition"));
            assertEquals("22", system.read(group + "/cgroup.threads"));
            assertEquals("+cpuset", system.read("/sys/fs/cgroup/cgroup.subtree_control"));
        }
        assertFalse(system.exists(group));
        assertEquals("-cpuset", system.read("/sys/fs/cgroup/cgroup.subtree_control"));
        assertEquals("22", system.read("/sys/fs/cgroup/cgroup.threads"));
    }

    /** As after kill -9: the settings are never closed, and the process that made them is gone. */
    @Test
    void shouldUndoWhatAKilledProcessHasLeftWhenTheNextOneStarts() throws Exception {
        asks().cpus(CpuSet.of(1)).partition().policy(SchedulingPolicy.fifo(2)).raiseSoftirqs().apply();
        assertEquals(SchedulingPolicy.fifo(2), system.policy(14));
        long pid = ProcessHandle.current().pid();
        system.put("/proc/" + pid + "/stat", pid + " (java) S" + " 0".repeat(18) + " 777 0"); // another one by now

        assertEquals(List.of("undone: what a killed process has left, process=" + pid),
                OsSettings.cleanUp(system, system));
        assertUndone();
        assertEquals(SchedulingPolicy.DEFAULT, system.policy(14));
        assertEquals(List.of(), OsSettings.cleanUp(system, system));
    }

    @Test
    void shouldLeaveTheSettingsOfAProcessThatRuns() throws Exception {
        long pid = ProcessHandle.current().pid();
        system.put("/proc/" + pid + "/stat", pid + " (java) S" + " 0".repeat(18) + " 777 0");
        try (OsSettings settings = asks().cpus(CpuSet.of(1)).partition().apply()) {
            assertEquals(List.of(), OsSettings.cleanUp(system, system));
            assertTrue(settings.outcomes().getFirst().inForce());
        }
        assertUndone();
    }

    @Test
    void shouldRunOnWithoutSystemCalls() {
        system.refusal = "only Linux is supported: os.name=Mac OS X";
        assertEquals("not in force: settings of the operating system; only Linux is supported: os.name=Mac OS X;"
                + " workers run where and when the kernel chooses",
                outcomes(asks().cpus(CpuSet.of(1)).policy(SchedulingPolicy.fifo(1))));
    }
}
