package io.creel.jmh;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Prints the progress of a run, one line per finished JVM. */
final class Progress {
    private final PrintStream out;
    private final LongSupplier clockNs;
    private final long startNs;
    private int total;
    private int finished;

    Progress(PrintStream out, LongSupplier clockNs) {
        this.out = out;
        this.clockNs = clockNs;
        startNs = clockNs.getAsLong();
    }

    /** Adds JVMs that will run. */
    void expect(int jvms) {
        total += jvms;
    }

    /** Counts a finished JVM. */
    void finished(Sample sample) {
        finished++;
        double elapsedS = (clockNs.getAsLong() - startNs) / 1e9;
        String time = Double.isNaN(sample.nsPerOp())
                ? ""
                : String.format(Locale.ROOT, "%10.1f ns/op", sample.nsPerOp());
        String bytes = Double.isNaN(sample.bytesPerOp())
                ? ""
                : String.format(Locale.ROOT, "%10.1f B/op", sample.bytesPerOp());
        out.printf(Locale.ROOT, "%4.0f s  %3d left  %-28s%s%s  %s%n", elapsedS, total - finished, sample.peer(), time,
                bytes, sample.params());
    }

    /** Prints lines about the JVM that has finished. */
    void note(String lines) {
        out.println(lines);
    }
}
