package io.creel.schedulers.os;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A machine in a folder: four CPUs, version 1 of control groups, the kernel's files as far as they are used, and
 * threads whose settings a test reads. A write that a test names is refused.
 */
final class FakeSystem extends SystemFiles implements ThreadCalls {
    static final String CPUSET = "/sys/fs/cgroup/cpuset";

    final List<String> refusedWrites = new ArrayList<>();
    final Map<Integer, CpuSet> affinity = new HashMap<>();
    final Map<Integer, SchedulingPolicy> policies = new HashMap<>();
    final List<Boolean> resets = new ArrayList<>();
    int self = 22;
    int affinityCalls;
    int affinityError;
    int policyError;
    String refusal;

    FakeSystem(Path root) throws IOException {
        super(root);
        put("/sys/devices/system/cpu/online", "0-3");
        put("/proc/self/cgroup", "3:cpuset:/\n1:cpu:/\n0::/");
        put("/proc/14/comm", "ksoftirqd/1");
        put("/proc/self/task/21/comm", "C2 CompilerThre");
        put("/proc/self/task/22/comm", "net-0");
        put("/proc/self/task/23/comm", "GC Thread#0");
        put("/dev/cpu_dma_latency", "");
        put(CPUSET + "/cpuset.cpus", "0-3");
        put(CPUSET + "/cpuset.effective_cpus", "0-3");
        put(CPUSET + "/cpuset.mems", "0");
        put(CPUSET + "/cpuset.sched_load_balance", "1");
        put(CPUSET + "/tasks", "1\n14\n21");
        for (int tid : new int[]{14, 21, 22, 23}) {
            affinity.put(tid, CpuSet.parse("0-3"));
            policies.put(tid, SchedulingPolicy.DEFAULT);
        }
    }

    void put(String file, String text) throws IOException {
        Files.createDirectories(path(file).getParent());
        Files.writeString(path(file), text);
    }

    /** Writes to {@code tasks} move a thread, as the kernel does. */
    @Override
    void write(String absolute, String text) throws IOException {
        if (refusedWrites.contains(absolute)) {
            throw new IOException("Permission denied");
        }
        if (!exists(absolute)) {
            throw new IOException("No such file: " + absolute);
        }
        if (!absolute.endsWith("/tasks") && !absolute.endsWith("/cgroup.threads")) {
            put(absolute, text);
            return;
        }
        String name = absolute.substring(absolute.lastIndexOf('/'));
        for (String folder : groups()) {
            if (exists(folder + name)) {
                List<String> left = new ArrayList<>(List.of(read(folder + name).split("\n")));
                left.remove(text);
                put(folder + name, String.join("\n", left));
            }
        }
        put(absolute, (read(absolute) + "\n" + text).strip());
    }

    private List<String> groups() {
        List<String> all = new ArrayList<>(List.of(CPUSET, "/sys/fs/cgroup"));
        for (String parent : List.copyOf(all)) {
            names(parent).stream().filter(name -> name.startsWith("creel"))
                    .forEach(name -> all.add(parent + "/" + name));
        }
        return all;
    }

    @Override
    void makeGroup(String folder) throws IOException {
        super.makeGroup(folder);
        for (String file : folder.startsWith(CPUSET)
                ? List.of("cpuset.cpus", "cpuset.mems", "cpuset.cpu_exclusive", "tasks")
                : List.of("cgroup.type", "cgroup.threads", "cpuset.cpus", "cpuset.cpus.partition")) {
            put(folder + "/" + file, "");
        }
    }

    @Override
    void removeGroup(String folder) throws IOException {
        if (!exists(folder)) {
            return;
        }
        for (String name : List.of("tasks", "cgroup.threads")) {
            String threads = read(folder + "/" + name);
            if (threads != null && !threads.isEmpty()) {
                throw new IOException("Device or resource busy");
            }
        }
        Files.walkFileTree(path(folder), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path each, IOException failure) throws IOException {
                Files.delete(each);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Override
    public String refusal() {
        return refusal;
    }

    @Override
    public int self() {
        return self;
    }

    @Override
    public CpuSet affinity(int tid) {
        return affinity.getOrDefault(tid, CpuSet.of());
    }

    @Override
    public int setAffinity(int tid, CpuSet cpus) {
        affinityCalls++;
        if (affinityError == 0) {
            affinity.put(tid == 0 ? self() : tid, cpus);
        }
        return -affinityError;
    }

    @Override
    public SchedulingPolicy policy(int tid) {
        return policies.get(tid);
    }

    @Override
    public int setPolicy(int tid, SchedulingPolicy policy, boolean resetOnFork) {
        if (policyError == 0) {
            policies.put(tid == 0 ? self() : tid, policy);
            resets.add(resetOnFork);
        }
        return -policyError;
    }
}
