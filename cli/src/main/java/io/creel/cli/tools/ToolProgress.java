package io.creel.cli.tools;

import io.creel.net.Nic;
import io.creel.net.wrap.NicMeter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows progress once a second: on a terminal by one line that is rewritten, elsewhere by a new line. */
final class ToolProgress {
    private final String tool;
    private final List<Nic> nics;
    private final List<NicMeter> meters = new ArrayList<>();
    private final PrintWriter err;
    private final boolean terminal;
    private final LongSupplier nanoClock;
    private final Tally tally;
    private String tallyLabel;
    private long beginNs;
    private int widest;

    ToolProgress(String tool, List<Nic> nics, Tally tally, PrintWriter err, boolean terminal,
            LongSupplier nanoClock) {
        this.tool = tool;
        this.nics = nics;
        this.tally = tally;
        this.err = err;
        this.terminal = terminal;
        this.nanoClock = nanoClock;
    }

    /**
     * Starts.
     *
     * @param tallyLabel
     *            the name of the tally in the output
     */
    void begin(String tallyLabel) {
        this.tallyLabel = tallyLabel.toLowerCase(Locale.ROOT);
        beginNs = nanoClock.getAsLong();
        for (Nic nic : nics) {
            meters.add(new NicMeter(nic, nanoClock));
            err.println(tool + ": " + nic.name() + ", " + nic.capabilities().mode() + ", MTU "
                    + nic.capabilities().mtuBytes() + ", queues " + nic.queues() + "; Ctrl-C ends it");
            nic.capabilities().fallbacks().forEach(sentence -> err.println(tool + ": " + sentence));
        }
        err.flush();
    }

    void tick() {
        var line = new StringBuilder(
                String.format(Locale.ROOT, "%4d s", TimeUnit.NANOSECONDS.toSeconds(nanoClock.getAsLong() - beginNs)));
        for (int i = 0; i < meters.size(); i++) {
            line.append(i == 0 ? "  " : "  |  ");
            if (meters.size() > 1) {
                line.append(nics.get(i).name()).append(' ');
            }
            line.append(line(meters.get(i).sample(), nics.get(i)));
        }
        long tallied = tally.total();
        if (tallied > 0) {
            line.append(String.format(Locale.ROOT, "; %s %,d", tallyLabel, tallied));
        }
        if (terminal) {
            widest = Math.max(widest, line.length());
            err.print("\r" + line + " ".repeat(widest - line.length()));
        } else {
            err.println(line);
        }
        err.flush();
    }

    static String line(NicMeter.Rates rates, Nic nic) {
        return String.format(Locale.ROOT, "rx %,.0f/s %.1f Mbit/s, tx %,.0f/s %.1f Mbit/s, lost %,d",
                rates.rxPacketsPerSecond(), rates.rxBytesPerSecond() * 8 / 1e6, rates.txPacketsPerSecond(),
                rates.txBytesPerSecond() * 8 / 1e6, nic.statistics().lost());
    }

    void end() {
        if (terminal && widest > 0) {
            err.print("\r" + " ".repeat(widest) + "\r");
            err.flush();
        }
    }
}
