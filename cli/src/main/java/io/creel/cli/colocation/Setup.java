package io.creel.cli.colocation;

import io.creel.cli.CpuWork;
import io.creel.net.Nic;
import io.creel.schedulers.Worker;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.os.OsSettingsBuilder;
import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.SchedulingPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a server gets: its end of the link, the work, and the settings of its threads. It is open while the server runs;
 * the close takes back what reaches beyond the server's threads.
 */
final class Setup implements AutoCloseable {
    private final ColocationLine line;
    private final Nic nic;
    private final CpuWork work;
    private final OsSettings settings;

    Setup(ColocationLine line, Nic nic, CpuWork work, int core) {
        this.line = line;
        this.nic = nic;
        this.work = work;
        OsSettingsBuilder asked = OsSettings.builder().cpus(CpuSet.of(core)).policy(line.echo());
        if (line.needsPartition()) {
            asked.partition();
        }
        if (line.raisesSoftirqs()) {
            asked.raiseSoftirqs();
        }
        settings = asked.apply();
    }

    ColocationLine line() {
        return line;
    }

    Nic nic() {
        return nic;
    }

    CpuWork work() {
        return work;
    }

    OsSettings settings() {
        return settings;
    }

    /** Gives the calling thread the core and the policy of the echo. */
    void beginEcho() {
        settings.begin(thread("echo"));
    }

    /** Gives the calling thread the core and the policy of the work. */
    void beginWork() {
        settings.admit(tid());
        policy(line.work());
    }

    /** Gives the calling thread a policy. */
    static void policy(SchedulingPolicy policy) {
        try (OsSettings own = OsSettings.builder().policy(policy).apply()) {
            own.begin(thread("work"));
        }
    }

    /** Settings are for workers; this is a name for a thread that is none. */
    private static Worker thread(String name) {
        return new Worker(name, _ -> 0, System::nanoTime);
    }

    /** Returns the number of the calling thread in the kernel; of its carrier, for a virtual thread. */
    static int tid() {
        try {
            return Integer.parseInt(Files.readSymbolicLink(Path.of("/proc/thread-self")).getFileName().toString());
        } catch (IOException unreadable) {
            return -1; // not Linux: the settings say so
        }
    }

    /** Returns a sentence for each setting that is not in force and was asked for. */
    java.util.List<String> refusals() {
        return settings.outcomes().stream().filter(each -> !each.inForce())
                .filter(each -> line.raisesSoftirqs() || !each.toString().contains("it was not asked for"))
                .map(each -> line.id() + ": " + each).toList();
    }

    @Override
    public void close() {
        settings.close();
    }
}
