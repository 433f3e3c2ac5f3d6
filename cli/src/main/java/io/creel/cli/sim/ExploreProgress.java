package io.creel.cli.sim;

import io.creel.cli.report.Text;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Shows the number of runs: on a terminal by a line that is rewritten every second, elsewhere by a new line every ten
 * seconds.
 */
final class ExploreProgress implements LongConsumer {
    private final PrintWriter err;
    private final boolean terminal;
    private final String label;
    private final LongSupplier clock;
    private final long everyNs;
    private long nextNs;
    private boolean shown;

    ExploreProgress(PrintWriter err, boolean terminal, String label, LongSupplier clock) {
        this.err = err;
        this.terminal = terminal;
        this.label = label;
        this.clock = clock;
        everyNs = TimeUnit.SECONDS.toNanos(terminal ? 1 : 10);
        nextNs = clock.getAsLong() + everyNs;
    }

    @Override
    public void accept(long runs) {
        long nowNs = clock.getAsLong();
        if (nowNs - nextNs >= 0) {
            nextNs = nowNs + everyNs;
            shown = true;
            String line = label + ": " + Text.count(runs, "run");
            err.print(terminal ? "\r" + line : line + System.lineSeparator());
            err.flush();
        }
    }

    /** Clears the line on a terminal. */
    void end() {
        if (terminal && shown) {
            err.print("\r" + " ".repeat(60) + "\r");
            err.flush();
        }
    }
}
