package io.creel.schedulers.os;

import org.jspecify.annotations.Nullable;

/**
 * What the control groups of this process allow it: on which CPUs, and how much time. Both versions of control groups
 * are read, from the process's group up to the root.
 *
 * @param allowed
 *            the CPUs of its {@code cpuset}; {@code null} if no group limits them
 * @param quotaCpus
 *            how many CPUs' worth of time it gets; {@link Double#POSITIVE_INFINITY} if no group limits it
 */
public record CpuLimits(@Nullable CpuSet allowed, double quotaCpus) {
    private static final String MOUNT = "/sys/fs/cgroup";

    /** {@return the limits of this process} */
    public static CpuLimits read() {
        return read(SystemFiles.REAL);
    }

    static CpuLimits read(SystemFiles files) {
        CpuSet allowed = null;
        double quota = Double.POSITIVE_INFINITY;
        String groups = files.read("/proc/self/cgroup");
        for (String line : groups == null ? new String[0] : groups.split("\n")) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            boolean unified = parts[0].equals("0") && parts[1].isEmpty();
            for (String controller : unified ? new String[]{""} : parts[1].split(",")) {
                String mount = unified ? MOUNT : MOUNT + "/" + controller;
                if (unified || controller.equals("cpuset")) {
                    allowed = both(allowed, cpus(files, mount, parts[2], unified));
                }
                if (unified || controller.equals("cpu")) {
                    quota = Math.min(quota, quota(files, mount, parts[2], unified));
                }
            }
        }
        return new CpuLimits(allowed, quota);
    }

    private static @Nullable CpuSet both(@Nullable CpuSet one, @Nullable CpuSet other) {
        return one == null ? other : other == null ? one : one.common(other);
    }

    private static @Nullable CpuSet cpus(SystemFiles files, String mount, String group, boolean unified) {
        String file = unified ? "/cpuset.cpus.effective" : "/cpuset.effective_cpus";
        for (String at = group; at != null; at = above(at)) {
            String text = files.read(mount + (at.equals("/") ? "" : at) + file);
            if (text != null && !text.isEmpty()) {
                return CpuSet.parse(text);
            }
        }
        return null;
    }

    private static double quota(SystemFiles files, String mount, String group, boolean unified) {
        double least = Double.POSITIVE_INFINITY;
        for (String at = group; at != null; at = above(at)) {
            String folder = mount + (at.equals("/") ? "" : at);
            String text = unified
                    ? files.read(folder + "/cpu.max")
                    : files.read(folder + "/cpu.cfs_quota_us") + " " + files.read(folder + "/cpu.cfs_period_us");
            String[] words = text == null ? new String[0] : text.split(" ");
            if (words.length == 2 && words[0].matches("[0-9]+") && words[1].matches("[1-9][0-9]*")) {
                least = Math.min(least, Double.parseDouble(words[0]) / Double.parseDouble(words[1]));
            }
        }
        return least;
    }

    /** Returns the group above; {@code null} above the root. */
    private static @Nullable String above(String group) {
        int slash = group.lastIndexOf('/');
        return group.equals("/") || slash < 0 ? null : slash == 0 ? "/" : group.substring(0, slash);
    }
}
