package io.creel.cli.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a partition and a raised {@code ksoftirqd} change on a machine, as the kernel tells it. */
final class MachineState {
    private static final Path CPUSET = Path.of("/sys/fs/cgroup/cpuset");
    /** Fields of /proc/TID/stat behind the name: nice, realtime priority, policy. */
    private static final List<Integer> POLICY = List.of(16, 37, 38);

    /** The groups of the root, the root's settings, and the policies of the kernel's threads for packets. */
    private final Map<String, String> settings = new TreeMap<>();
    /** The group of each thread of the machine, and on which CPUs it may run. */
    private final Map<String, String> threads = new TreeMap<>();

    private MachineState() {
    }

    /** Returns why the machine has nothing to look at; {@code null} if it has. */
    static String obstacle() {
        return Files.isRegularFile(CPUSET.resolve("cpuset.cpus")) ? null : "no cpuset of version 1 at " + CPUSET;
    }

    static MachineState read() throws IOException {
        var state = new MachineState();
        for (String name : names(CPUSET)) {
            Path entry = CPUSET.resolve(name);
            if (Files.isDirectory(entry)) {
                state.settings.put("group " + name, "exists");
            } else if (List.of("cpuset.cpus", "cpuset.mems", "cpuset.cpu_exclusive", "cpuset.sched_load_balance")
                    .contains(name)) {
                state.settings.put(name, Files.readString(entry).strip());
            }
        }
        for (String pid : names(Path.of("/proc"))) {
            if (pid.matches("[0-9]+")) {
                for (String tid : names(Path.of("/proc", pid, "task"))) {
                    state.add(Path.of("/proc", pid, "task", tid), tid);
                }
            }
        }
        return state;
    }

    private static List<String> names(Path folder) {
        List<String> names = new ArrayList<>();
        try (var all = Files.newDirectoryStream(folder)) {
            all.forEach(each -> names.add(each.getFileName().toString()));
        } catch (IOException gone) {
            return names;
        }
        return names;
    }

    private void add(Path thread, String tid) {
        try {
            String name = Files.readString(thread.resolve("comm")).strip();
            String group = Files.readAllLines(thread.resolve("cgroup")).stream()
                    .filter(line -> line.contains(":cpuset:"))
                    .findFirst().orElse("none");
            String cpus = Files.readAllLines(thread.resolve("status")).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElse("unknown");
            threads.put(tid, group + ", " + cpus);
            if (name.startsWith("ksoftirqd/")) {
                String stat = Files.readString(thread.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                settings.put(name, POLICY.stream().map(each -> fields[each]).toList().toString());
            }
        } catch (IOException ended) {
            threads.remove(tid);
        }
    }

    Map<String, String> settings() {
        return settings;
    }

    String thread(long tid) {
        return threads.get(Long.toString(tid));
    }

    /** Returns the threads that run in both states and are not in the same group in both. */
    List<String> moved(MachineState later) {
        List<String> moved = new ArrayList<>();
        threads.forEach((tid, before) -> {
            String after = later.threads.get(tid);
            if (after != null && !group(after).equals(group(before))) {
                moved.add("thread " + tid + ": " + before + " -> " + after);
            }
        });
        return moved;
    }

    private static String group(String thread) {
        return thread.substring(0, thread.indexOf(','));
    }
}
