package io.creel.jmh;

import java.io.PrintStream;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * How to measure.
 *
 * @param quick
 *            whether a smoke run is enough: one short round
 * @param jmh
 *            options of JMH that the user gave; they win over ours
 * @param log
 *            where JMH's own output goes
 */
record Settings(boolean quick, CommandLineOptions jmh, PrintStream log) {
    /** Rounds of every peer, each in a JVM of its own. */
    int rounds() {
        return jmh.getForkCount().orElse(quick ? 1 : 3);
    }
}
