package io.creel.schedulers.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel's files tell about CPUs. */
class CpuLimitsTest {
    @TempDir
    private Path root;

    private FakeSystem system;

    @BeforeEach
    void make() throws Exception {
        system = new FakeSystem(root);
    }

    @Test
    void shouldFindTheLimitsOfVersion1InTheGroupOrAboveIt() throws Exception {
        system.put("/proc/self/cgroup", "3:cpuset:/a/b\n2:cpu,cpuacct:/a/b\n0::/");
        system.put("/sys/fs/cgroup/cpuset/a/cpuset.effective_cpus", "2-3");
        system.put("/sys/fs/cgroup/cpu/a/b/cpu.cfs_quota_us", "-1");
        system.put("/sys/fs/cgroup/cpu/a/b/cpu.cfs_period_us", "100000");
        system.put("/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us", "150000");
        system.put("/sys/fs/cgroup/cpu/a/cpu.cfs_period_us", "100000");
        assertEquals(new CpuLimits(CpuSet.parse("2-3"), 1.5), CpuLimits.read(system));
    }

    @Test
    void shouldFindTheLimitsOfVersion2() throws Exception {
        system.put("/proc/self/cgroup", "0::/a/b");
        system.put("/sys/fs/cgroup/a/b/cpuset.cpus.effective", "1");
        system.put("/sys/fs/cgroup/a/b/cpu.max", "max 100000");
        system.put("/sys/fs/cgroup/a/cpu.max", "50000 100000");
        assertEquals(new CpuLimits(CpuSet.of(1), 0.5), CpuLimits.read(system));
    }

    @Test
    void shouldHaveNoLimitWhereNoGroupIsSeen() throws Exception {
        CpuLimits none = CpuLimits.read(new SystemFiles(root.resolve("empty")));
        assertNull(none.allowed());
        assertEquals(Double.POSITIVE_INFINITY, none.quotaCpus());
    }

    @Test
    void shouldReadTheTopologyOrGoOnWithoutIt() throws Exception {
        system.put("/sys/devices/system/cpu/cpu1/topology/thread_siblings_list", "1,3");
        system.put("/sys/devices/system/cpu/cpu1/cache/index2/shared_cpu_list", "1,3");
        system.put("/sys/devices/system/cpu/cpu1/cache/index3/shared_cpu_list", "0-3");
        var topology = new CpuTopology(system);
        assertTrue(topology.isKnown());
        assertEquals("0-3", topology.online().toString());
        assertEquals("1,3", topology.siblings(1).toString());
        assertEquals("0-3", topology.cacheGroup(1).toString());

        var unknown = new CpuTopology(new SystemFiles(root.resolve("empty")));
        assertFalse(unknown.isKnown());
        assertEquals(Runtime.getRuntime().availableProcessors(), unknown.online().size());
        assertEquals("1", unknown.siblings(1).toString());
        assertEquals(unknown.online(), unknown.cacheGroup(0));
    }

    @Test
    void shouldReadThisMachine() {
        assertTrue(new CpuTopology().online().size() > 0);
        assertTrue(CpuLimits.read().quotaCpus() > 0);
    }
}
