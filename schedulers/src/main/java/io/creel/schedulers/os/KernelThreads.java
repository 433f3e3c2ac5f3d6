package io.creel.schedulers.os;

import io.creel.core.os.NativeCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Threads by their numbers in the kernel. Any thread may ask. On another system than Linux there are none. */
public final class KernelThreads {
    private static final long KILL = NativeCall.number(62, 129);
    private static final LinuxThreadCalls CALLS = new LinuxThreadCalls();
    /** Threads that stop a worker at a safepoint, wherever they run. */
    private static final List<String> STOPPERS = List.of("VM Thread", "GC Thread", "G1 ", "ParGC", "Z", "Shenandoah");

    private KernelThreads() {
    }

    /** {@return why no thread can be named, as a clause; {@code null} if they can} */
    public static @Nullable String refusal() {
        return CALLS.refusal();
    }

    /** {@return the number of the calling thread; in a virtual thread, of its carrier; -1 if it is not known} */
    public static int self() {
        return CALLS.refusal() == null ? CALLS.self() : -1;
    }

    /** {@return the number of this process} */
    public static int process() {
        return (int) ProcessHandle.current().pid();
    }

    /**
     * Restricts a thread to some CPUs. Nothing undoes it but another call.
     *
     * @param tid
     *            the thread; 0 for the calling one
     * @param cpus
     *            the CPUs
     * @return why it was refused, as a clause; {@code null} if it was not
     */
    public static @Nullable String pin(int tid, CpuSet cpus) {
        String refusal = CALLS.refusal();
        if (refusal != null) {
            return refusal;
        }
        int error = CALLS.setAffinity(tid, cpus);
        return error == 0 ? null : Refusals.affinity(-error);
    }

    /**
     * {@return the CPUs on which a thread may run}
     *
     * @param tid
     *            the thread; 0 for the calling one
     */
    public static CpuSet affinity(int tid) {
        return CALLS.refusal() == null ? CALLS.affinity(tid) : CpuSet.of();
    }

    /**
     * Sets the policy of a thread. Threads that it starts get the default policy.
     *
     * @param tid
     *            the thread; 0 for the calling one
     * @param policy
     *            the policy
     * @return why it was refused, as a clause; {@code null} if it was not
     */
    public static @Nullable String policy(int tid, SchedulingPolicy policy) {
        String refusal = CALLS.refusal();
        if (refusal != null) {
            return refusal;
        }
        int error = CALLS.setPolicy(tid, policy, true);
        return error == 0 ? null : Refusals.policy(-error, policy, SystemFiles.REAL);
    }

    /**
     * {@return the threads of a process by number, with their names in the kernel, which have at most 15 characters}
     *
     * @param pid
     *            the process
     */
    public static Map<Integer, String> of(int pid) {
        return of(SystemFiles.REAL, Integer.toString(pid));
    }

    private static Map<Integer, String> of(SystemFiles files, String pid) {
        Map<Integer, String> found = new HashMap<>();
        for (String tid : files.names("/proc/" + pid + "/task")) {
            String name = files.read("/proc/" + pid + "/task/" + tid + "/comm");
            if (name != null) {
                found.put(Integer.parseInt(tid), name);
            }
        }
        return found;
    }

    /** Returns the threads of all processes that can be seen, with their names. */
    static Map<Integer, String> all(SystemFiles files) {
        Map<Integer, String> found = new HashMap<>();
        for (String pid : files.names("/proc")) {
            if (Character.isDigit(pid.charAt(0))) {
                found.putAll(of(files, pid));
            }
        }
        return found;
    }

    /**
     * {@return the threads of a process that may stop the others at a safepoint: the JVM's own and its collector's}
     *
     * @param pid
     *            the process
     */
    public static int[] stoppers(int pid) {
        List<Integer> found = new ArrayList<>();
        of(pid).forEach((tid, name) -> {
            if (STOPPERS.stream().anyMatch(name::startsWith)) {
                found.add(tid);
            }
        });
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * Sends a signal to a process of the same user, or to any as root. A process that has ended gets none.
     *
     * @param pid
     *            the process
     * @param number
     *            the signal, such as 19 for SIGSTOP
     */
    public static void signal(int pid, int number) {
        new NativeCall().call(KILL, pid, number, 0, 0, 0, 0);
    }

    /**
     * {@return how long a thread has run so far, in nanoseconds; 0 if it cannot be seen}
     *
     * @param pid
     *            its process
     * @param tid
     *            the thread
     */
    public static long cpuNs(int pid, int tid) {
        String words = SystemFiles.REAL.read("/proc/" + pid + "/task/" + tid + "/schedstat");
        return words == null ? 0 : Long.parseLong(words.substring(0, words.indexOf(' ')));
    }
}
