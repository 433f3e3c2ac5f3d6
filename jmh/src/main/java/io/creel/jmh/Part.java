package io.creel.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A class of JMH benchmarks as one question uses it. Its benchmark methods are the peers.
 *
 * @param type
 *            the class
 * @param baseline
 *            the baseline's method
 * @param peers
 *            the methods to run besides the baseline; empty for all
 * @param fixed
 *            parameters of the class that are not varied here
 * @param labels
 *            properties of the whole part that distinguish it in the report
 * @param jvmArgs
 *            arguments of the forked JVM besides {@code creel.args}
 */
record Part(Class<?> type, String baseline, Set<String> peers, Map<String, List<String>> fixed,
        Map<String, String> labels, List<String> jvmArgs) {
    /** Makes a part of all peers and parameters of a class. */
    static Part of(Class<?> type, String baseline) {
        return new Part(type, baseline, Set.of(), Map.of(), Map.of(), List.of());
    }

    /** Restricts the part to these peers and the baseline. */
    Part only(String... names) {
        return new Part(type, baseline, Set.of(names), fixed, labels, jvmArgs);
    }

    /** Restricts a parameter to these values. */
    Part with(String param, String... values) {
        Map<String, List<String>> more = new LinkedHashMap<>(fixed);
        more.put(param, List.of(values));
        return new Part(type, baseline, peers, more, labels, jvmArgs);
    }

    /** Adds a label, which appears as a parameter in the report. */
    Part label(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(labels);
        more.put(name, value);
        return new Part(type, baseline, peers, fixed, more, jvmArgs);
    }

    /** Adds an argument for the forked JVM. */
    Part jvm(String argument) {
        List<String> more = new ArrayList<>(jvmArgs);
        more.add(argument);
        return new Part(type, baseline, peers, fixed, labels, more);
    }

    boolean includes(String peer) {
        return peers.isEmpty() || peers.contains(peer);
    }
}
