package io.creel.verifier;

import io.creel.verifier.report.RuleFault;
import io.creel.verifier.report.JsonFaults;
import io.creel.verifier.report.Statistics;
import io.creel.verifier.report.TextReport;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The result of a verification. Immutable. */
public final class VerifierResult {
    /** Missing classes that a warning names. */
    private static final int NAMED = 5;

    private final List<RuleFault> faults;
    private final List<String> missing;
    private final Statistics statistics;
    private final TextReport writer;

    VerifierResult(List<RuleFault> faults, List<String> missing, Statistics statistics, TextReport writer) {
        this.faults = List.copyOf(faults);
        this.missing = missing;
        this.statistics = statistics;
        this.writer = writer;
    }

    /** {@return whether no fault was found} */
    public boolean isAccepted() {
        return faults.isEmpty();
    }

    /** {@return the code of each fault, such as {@code CR012}, in the order of classes and lines} */
    public List<String> codes() {
        return faults.stream().map(fault -> fault.code().name()).toList();
    }

    List<RuleFault> faults() {
        return faults;
    }

    /** {@return every fault as text, a warning if classes are missing, then one line with the statistics} */
    public String text() {
        return faultText() + warning() + statisticsLine() + "\n";
    }

    /** {@return the classes that the checked ones use and that are nowhere, in the order of their names} */
    public List<String> missingClasses() {
        return missing;
    }

    private String warning() {
        return missing.isEmpty()
                ? ""
                : "warning[CR092]: classes are missing, so what they ask for is unknown; add the jars that hold them to"
                        + " --class-path: count=" + missing.size() + ", classes="
                        + String.join(", ", missing.subList(0, Math.min(NAMED, missing.size())))
                        + (missing.size() > NAMED ? ", …" : "") + "\n";
    }

    /** {@return every fault as text} */
    public String faultText() {
        StringBuilder text = new StringBuilder();
        faults.forEach(fault -> text.append(writer.text(fault)).append('\n'));
        return text.toString();
    }

    /** {@return the binary names of the classes that have a fault} */
    public Set<String> rejected() {
        return faults.stream().map(RuleFault::type).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns the faults of one class as text.
     *
     * @param type
     *            the binary name of the class
     * @return the text; empty if the class has no fault
     */
    public String faultText(String type) {
        StringBuilder text = new StringBuilder();
        faults.stream().filter(fault -> fault.type().equals(type))
                .forEach(fault -> text.append(writer.text(fault)).append('\n'));
        return text.toString();
    }

    String text(RuleFault fault) {
        return writer.text(fault);
    }

    /** {@return whether it was accepted, and what was looked at, in one line} */
    public String statisticsLine() {
        return (isAccepted() ? "accepted" : "rejected: faults=" + faults.size()) + ": " + statistics.text();
    }

    /** {@return the result as JSON} */
    public String json() {
        return JsonFaults.text(faults, missing, statistics);
    }

    /**
     * Does nothing if no fault was found.
     *
     * @throws AssertionError
     *             if there is one; the message has every fault
     */
    public void assertAccepted() {
        if (!isAccepted()) {
            throw new AssertionError("the verifier rejects:\n" + text());
        }
    }
}
