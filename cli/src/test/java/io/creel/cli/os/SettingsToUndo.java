package io.creel.cli.os;

import io.creel.schedulers.os.CpuSet;
import io.creel.schedulers.os.OsSettings;
import io.creel.schedulers.os.SchedulingPolicy;

/** A program that changes the machine and does not end by itself. Argument: the CPU of its worker. */
final class SettingsToUndo {
    static final String IN_FORCE = "in force";

    private SettingsToUndo() {
    }

    /** Prints what became of the settings on one line, and waits to be killed. */
    public static void main(String[] args) throws Exception {
        var settings = OsSettings.builder().cpus(CpuSet.parse(args[0])).partition().policy(SchedulingPolicy.fifo(10))
                .raiseSoftirqs().apply();
        System.out.println(settings.outcomes());
        System.in.transferTo(System.out);
        settings.close();
    }
}
