package io.creel.cli.colocation;

import io.creel.schedulers.latency.IntervalSet;
import io.creel.schedulers.latency.SwitchRecords;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.SwitchRecorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * When threads that are no part of the experiment had one of its two cores: exact intervals from the kernel's
 * records of context switches. On the core of the echo that is every thread but those of this process and its
 * children, the
 * kernel's thread for packets, and the idle thread. On the generator's core it is every thread but the generator.
 *
 * <p>
 * Only the overlap of a packet's time with these intervals is subtracted. No packet is left out.
 */
final class ForeignTime implements AutoCloseable {
    private static final int IDLE = 0;

    private final int core;
    private final SwitchRecorder ofCore;
    private final SwitchRecorder ofGenerator;

    ForeignTime(int core, int generatorCpu) {
        this.core = core;
        ofCore = SwitchRecorder.open(CpuSet.of(core), SwitchRecorder.DEFAULT_RING_BYTES, System::nanoTime);
        ofGenerator = SwitchRecorder.open(CpuSet.of(generatorCpu), SwitchRecorder.DEFAULT_RING_BYTES / 8,
                System::nanoTime);
    }

    /** Returns why there are no records; {@code null} if there are. */
    String refusal() {
        return ofCore.refusal() != null ? ofCore.refusal() : ofGenerator.refusal();
    }

    /**
     * Ends the recording. Called by the generator while the threads of the experiment still run.
     *
     * @return the intervals; {@code null} if there are no records, or some were lost
     */
    Intervals stop() throws IOException {
        int[] own = ownThreads();
        SwitchRecords core = ofCore.stop();
        SwitchRecords generator = ofGenerator.stop();
        if (core == null || generator == null || core.lost() + generator.lost() > 0) {
            return null;
        }
        long fromNs = Math.max(core.beginNs(), generator.beginNs());
        long toNs = Math.min(core.endNs(), generator.endNs());
        return new Intervals(core.onCore(own).complement(fromNs, toNs),
                generator.onCore(Setup.tid()).complement(fromNs, toNs));
    }

    /**
     * When others had a core.
     *
     * @param core
     *            the core of the echo and the work
     * @param generator
     *            the core of the generator
     */
    record Intervals(IntervalSet core, IntervalSet generator) {
        /** Subtracts what falls into the time of each packet. */
        long[] adjusted(OpenLoop load) {
            return load.latenciesNs(core.union(generator));
        }
    }

    private int[] ownThreads() throws IOException {
        List<Integer> tids = new ArrayList<>(List.of(IDLE));
        Stream<Long> pids = Stream.concat(Stream.of(ProcessHandle.current().pid()),
                ProcessHandle.current().descendants().map(ProcessHandle::pid));
        for (long pid : pids.toList()) {
            add(tids, Path.of("/proc", Long.toString(pid), "task"), null);
        }
        add(tids, Path.of("/proc"), "ksoftirqd/" + core);
        return tids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void add(List<Integer> tids, Path folder, String name) throws IOException {
        try (var all = Files.newDirectoryStream(folder, "[0-9]*")) {
            for (Path each : all) {
                if (name == null || name.equals(name(each))) {
                    tids.add(Integer.parseInt(each.getFileName().toString()));
                }
            }
        }
    }

    private static String name(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    @Override
    public void close() {
        ofCore.close();
        ofGenerator.close();
    }
}
