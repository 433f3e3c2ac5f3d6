package io.creel.jmh;

import java.io.PrintStream;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * The settings of a measurement.
 *
 * @param quick
 *            whether to make a smoke run of one short round
 * @param jmh
 *            the user's JMH options, which override ours
 * @param log
 *            the file for JMH's own output
 */
record Settings(boolean quick, CommandLineOptions jmh, PrintStream log) {
    /** Returns the rounds of every peer, each in a JVM of its own. */
    int rounds() {
        return jmh.getForkCount().orElse(quick ? 1 : 3);
    }
}
