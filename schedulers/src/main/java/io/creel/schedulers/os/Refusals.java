package io.creel.schedulers.os;

/** What a refusal of the kernel means, as the end of a sentence. */
final class Refusals {
    static final int EPERM = 1;
    static final int ESRCH = 3;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EINVAL = 22;
    static final int EMFILE = 24;
    private static final int ENOMEM = 12;
    private static final int ENODEV = 19;

    private Refusals() {
    }

    static String name(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM";
            case ESRCH -> "ESRCH";
            case EACCES -> "EACCES";
            case EBUSY -> "EBUSY";
            case EINVAL -> "EINVAL";
            case EMFILE -> "EMFILE";
            case ENOMEM -> "ENOMEM";
            case ENODEV -> "ENODEV";
            default -> "errno " + errno;
        };
    }

    static String affinity(int errno) {
        return switch (errno) {
            case EPERM -> "EPERM: the thread belongs to another user";
            case EINVAL -> "EINVAL: none of these CPUs is online and in the cpuset of this process";
            case EBUSY -> "EBUSY: a thread under SCHED_DEADLINE must stay on all CPUs of its root domain";
            case ESRCH -> "ESRCH: the thread has ended";
            default -> name(errno);
        };
    }

    /** Tells why a policy was refused; the files show which of the causes of EPERM it is. */
    static String policy(int errno, SchedulingPolicy policy, SystemFiles files) {
        return switch (errno) {
            case EPERM -> switch (policy.kind()) {
                case OTHER -> "EPERM: a negative nice value needs root or CAP_SYS_NICE";
                case FIFO -> hasNoRealtimeBudget(files)
                        ? "EPERM: the control group has no realtime budget; write to its cpu.rt_runtime_us,"
                                + " or start outside the group"
                        : "EPERM: it needs root or CAP_SYS_NICE";
                case DEADLINE ->
                    "EPERM: it needs root or CAP_SYS_NICE, and a thread that may run on all CPUs of its root"
                            + " domain; pin it by a partition instead of an affinity";
            };
            case EINVAL -> policy.kind() == SchedulingPolicy.Kind.DEADLINE
                    ? "EINVAL: the runtime is longer than the period, or the period is outside the limits of"
                            + " /proc/sys/kernel/sched_deadline_period_*"
                    : "EINVAL: the kernel does not know the policy";
            case EBUSY -> "EBUSY: the reserved runtimes of all threads together would exceed the CPUs;"
                    + " ask for less, or for fewer threads";
            case ESRCH -> "ESRCH: the thread has ended";
            default -> name(errno);
        };
    }

    /** Tells why the context switches of a CPU cannot be recorded. */
    static String perf(int errno, int cpu, SystemFiles files) {
        return name(errno) + ": " + switch (errno) {
            case EPERM, EACCES ->
                "recording the context switches of a CPU needs root, CAP_PERFMON, or a perf_event_paranoid of at most 0;"
                        + " here it is " + files.read("/proc/sys/kernel/perf_event_paranoid");
            case EMFILE -> "no descriptor is left; raise ulimit -n";
            case ENODEV -> "the CPU is offline: cpu=" + cpu;
            default -> "this kernel cannot record context switches";
        };
    }

    /** Tells why there is no ring for context switches. */
    static String ring(int errno, long ringBytes) {
        return name(errno) + ": " + switch (errno) {
            case EPERM -> "the ring is above the limit in /proc/sys/kernel/perf_event_mlock_kb: ringBytes=" + ringBytes;
            case ENOMEM -> "no memory for the ring: ringBytes=" + ringBytes;
            default -> "the ring for context switches cannot be mapped: ringBytes=" + ringBytes;
        };
    }

    private static boolean hasNoRealtimeBudget(SystemFiles files) {
        String groups = files.read("/proc/self/cgroup");
        for (String line : groups == null ? new String[0] : groups.split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length == 3 && java.util.Arrays.asList(parts[1].split(",")).contains("cpu")) {
                return "0".equals(files.read("/sys/fs/cgroup/cpu" + parts[2] + "/cpu.rt_runtime_us"));
            }
        }
        return false;
    }
}
