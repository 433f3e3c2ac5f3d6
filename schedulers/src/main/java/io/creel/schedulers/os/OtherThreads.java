package io.creel.schedulers.os;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the threads that share a core with a worker by their names in the kernel. */
final class OtherThreads {
    /** The names of the JVM's own threads, cut to 15 characters: compilers, collectors, safepoints. */
    private static final List<String> JVM = List.of("C1 CompilerThre", "C2 CompilerThre", "JVMCI Compiler", "GC Thread",
            "G1 ", "ParGC", "Z", "Shenandoah", "VM Thread", "VM Periodic Tas", "Monitor Deflati", "Service Thread",
            "Signal Dispatch", "Reference Handl", "Finalizer", "Common-Cleaner", "Cleaner");

    private OtherThreads() {
    }

    /** Returns the JVM's own threads of this process, by number. */
    static Map<Integer, String> ofJvm(SystemFiles files) {
        Map<Integer, String> found = new LinkedHashMap<>();
        for (String tid : files.names("/proc/self/task")) {
            String name = files.read("/proc/self/task/" + tid + "/comm");
            if (name != null && tid.matches("[0-9]+") && JVM.stream().anyMatch(name::startsWith)) {
                found.put(Integer.parseInt(tid), name);
            }
        }
        return found;
    }

    /** Returns the kernel's thread that delivers packets of a CPU when there are many; -1 if it cannot be seen. */
    static int softirqOf(SystemFiles files, int cpu) {
        for (String pid : files.names("/proc")) {
            if (pid.matches("[0-9]+") && ("ksoftirqd/" + cpu).equals(files.read("/proc/" + pid + "/comm"))) {
                return Integer.parseInt(pid);
            }
        }
        return -1;
    }
}
