package io.creel.schedulers.os;

import org.jspecify.annotations.Nullable;

/**
 * Which logical CPUs there are, which share a core, and which share a last-level cache, from
 * {@code /sys/devices/system/cpu}. Read at each call, because CPUs go offline; for use at the start, not in a duty
 * cycle. Any thread.
 */
public final class CpuTopology {
    private static final String FOLDER = "/sys/devices/system/cpu/";
    private static final int MAX_CACHES = 8;

    private final SystemFiles files;

    /** Looks at this machine. */
    public CpuTopology() {
        this(SystemFiles.REAL);
    }

    CpuTopology(SystemFiles files) {
        this.files = files;
    }

    /** {@return whether the kernel tells the topology} Containers may hide it. */
    public boolean isKnown() {
        return files.read(FOLDER + "online") != null;
    }

    /** {@return the CPUs that are online; as many as the JVM may use, from 0, if the kernel does not tell} */
    public CpuSet online() {
        return list("online", CpuSet.parse("0-" + (Runtime.getRuntime().availableProcessors() - 1)));
    }

    /**
     * {@return the CPUs on the same core, the given one included}
     *
     * @param cpu
     *            a CPU
     */
    public CpuSet siblings(int cpu) {
        return list("cpu" + cpu + "/topology/thread_siblings_list", CpuSet.of(cpu));
    }

    /**
     * {@return the CPUs that share the last-level cache of one, that one included; all online ones if the kernel does
     * not tell}
     *
     * @param cpu
     *            a CPU
     */
    public CpuSet cacheGroup(int cpu) {
        for (int index = MAX_CACHES - 1; index >= 0; index--) {
            String shared = files.read(FOLDER + "cpu" + cpu + "/cache/index" + index + "/shared_cpu_list");
            if (shared != null && !shared.isEmpty()) {
                return CpuSet.parse(shared);
            }
        }
        return online();
    }

    private CpuSet list(String file, CpuSet otherwise) {
        @Nullable
        String text = files.read(FOLDER + file);
        return text == null || text.isEmpty() ? otherwise : CpuSet.parse(text);
    }
}
