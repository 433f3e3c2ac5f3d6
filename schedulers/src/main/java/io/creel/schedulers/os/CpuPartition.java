package io.creel.schedulers.os;

import java.io.IOException;

/**
 * CPUs that only this process's workers use: a control group of its own. It is machine-wide, so every step is in the
 * journal before it is done.
 *
 * <p>
 * Version 1: the workers' group is exclusive, a second group with the other CPUs takes every thread that can be moved,
 * and the root no longer balances load over all CPUs; that makes the workers' CPUs a root domain of their own. Version
 * 2: a threaded group below that of this process, made a partition.
 */
final class CpuPartition {
    private static final String V1 = "/sys/fs/cgroup/cpuset";
    private static final String V2 = "/sys/fs/cgroup";

    private final SystemFiles files;
    private final String joinFile;

    private CpuPartition(SystemFiles files, String joinFile) {
        this.files = files;
        this.joinFile = joinFile;
    }

    /**
     * Makes the partition.
     *
     * @throws IOException
     *             if the kernel refuses a step, with a sentence; the caller undoes the journal
     */
    static CpuPartition make(SystemFiles files, UndoJournal journal, long pid, CpuSet cpus) throws IOException {
        if (files.exists(V1 + "/cpuset.cpus")) {
            return makeV1(files, journal, pid, cpus);
        }
        if (files.exists(V2 + "/cgroup.controllers")) {
            return makeV2(files, journal, pid, cpus);
        }
        throw new IOException("no cpuset is mounted below " + V2);
    }

    private static CpuPartition makeV1(SystemFiles files, UndoJournal journal, long pid, CpuSet cpus)
            throws IOException {
        CpuSet all = CpuSet.parse(text(files, V1 + "/cpuset.cpus"));
        CpuSet rest = all.without(cpus);
        if (rest.isEmpty()) {
            throw new IOException("no CPU would be left for the rest of the machine: cpus=" + cpus + ", all=" + all);
        }
        String mems = text(files, V1 + "/cpuset.mems");
        String workers = V1 + "/creel-" + pid;
        String others = V1 + "/creel-" + pid + "-rest";
        group(files, journal, workers);
        write(files, workers + "/cpuset.cpus", cpus.toString());
        write(files, workers + "/cpuset.mems", mems);
        write(files, workers + "/cpuset.cpu_exclusive", "1");
        group(files, journal, others);
        write(files, others + "/cpuset.cpus", rest.toString());
        write(files, others + "/cpuset.mems", mems);
        journal.note("write " + V1 + "/cpuset.sched_load_balance " + text(files, V1 + "/cpuset.sched_load_balance"));
        write(files, V1 + "/cpuset.sched_load_balance", "0");
        journal.note("move " + others + "/tasks " + V1 + "/tasks");
        for (String thread : text(files, V1 + "/tasks").split("\n")) {
            try {
                files.write(others + "/tasks", thread);
            } catch (IOException bound) {
                continue; // a thread of the kernel, or one that has ended
            }
        }
        journal.note("move " + workers + "/tasks " + V1 + "/tasks");
        return new CpuPartition(files, workers + "/tasks");
    }

    private static CpuPartition makeV2(SystemFiles files, UndoJournal journal, long pid, CpuSet cpus)
            throws IOException {
        String own = ownGroup(files);
        String parent = V2 + (own.equals("/") ? "" : own);
        if (!text(files, parent + "/cgroup.controllers").contains("cpuset")) {
            throw new IOException("the control group has no cpuset controller: group=" + own);
        }
        String workers = parent + "/creel-" + pid;
        group(files, journal, workers);
        write(files, workers + "/cgroup.type", "threaded");
        String control = parent + "/cgroup.subtree_control";
        if (!text(files, control).contains("cpuset")) { // if it is on, other groups rely on it after the close
            journal.note("write " + control + " -cpuset");
            write(files, control, "+cpuset");
        }
        write(files, workers + "/cpuset.cpus", cpus.toString());
        write(files, workers + "/cpuset.cpus.partition", "root");
        String state = text(files, workers + "/cpuset.cpus.partition");
        if (!state.equals("root")) {
            throw new IOException("the kernel made no partition: state=" + state);
        }
        journal.note("move " + workers + "/cgroup.threads " + parent + "/cgroup.threads");
        return new CpuPartition(files, workers + "/cgroup.threads");
    }

    private static String ownGroup(SystemFiles files) throws IOException {
        for (String line : text(files, "/proc/self/cgroup").split("\n")) {
            if (line.startsWith("0::")) {
                return line.substring(3);
            }
        }
        throw new IOException("this process is in no control group of version 2");
    }

    private static void group(SystemFiles files, UndoJournal journal, String folder) throws IOException {
        journal.note("remove " + folder);
        files.makeGroup(folder);
    }

    private static String text(SystemFiles files, String file) throws IOException {
        String text = files.read(file);
        if (text == null) {
            throw new IOException("cannot read " + file);
        }
        return text;
    }

    private static void write(SystemFiles files, String file, String text) throws IOException {
        try {
            files.write(file, text);
        } catch (IOException refusal) {
            throw new IOException("cannot write '" + text + "' to " + file + ": " + refusal.getMessage(), refusal);
        }
    }

    /** Moves a thread into the partition. */
    void join(int tid) throws IOException {
        write(files, joinFile, Integer.toString(tid));
    }
}
