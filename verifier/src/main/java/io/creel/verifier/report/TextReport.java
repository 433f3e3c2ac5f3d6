package io.creel.verifier.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes faults as text: the one form of every message. */
public final class TextReport {
    private final Function<RuleFault, List<String>> sources;

    /**
     * @param sources
     *            the lines of a fault's source file; empty if it is not at hand
     */
    public TextReport(Function<RuleFault, List<String>> sources) {
        this.sources = sources;
    }

    /** Returns one fault as text that ends with a line break. */
    public String text(RuleFault fault) {
        List<String> source = sources.apply(fault);
        StringBuilder text = new StringBuilder();
        text.append("error[").append(fault.code()).append("]: ").append(fault.headline()).append('\n');
        text.append("  --> ").append(fault.file()).append(':').append(fault.line()).append("  ")
                .append(fault.method()).append('\n');
        List<RuleFault.PathStep> steps = new ArrayList<>(fault.path());
        if (!fault.needed().isEmpty()) {
            steps.add(new RuleFault.PathStep(fault.line(),
                    "needs " + fault.needed() + "; instead found: " + fault.found()));
        }
        int width = String.valueOf(steps.stream().mapToInt(RuleFault.PathStep::line).max().orElse(0)).length();
        int code = steps.stream().mapToInt(step -> Math.min(60, at(source, step.line()).length())).max().orElse(0);
        int previous = -1;
        for (RuleFault.PathStep step : steps) {
            String number = String.format("%" + width + "d", step.line());
            String line = step.line() == previous ? "" : at(source, step.line());
            text.append("   ").append(step.line() == previous ? " ".repeat(width) : number).append(" | ");
            if (code > 0) {
                text.append(String.format("%-" + code + "s   ", line));
            }
            text.append(step.text()).append('\n');
            previous = step.line();
        }
        if (!fault.requiredBy().isEmpty()) {
            text.append("   = required by ").append(fault.requiredBy()).append('\n');
        }
        return text.append("   = help: ").append(fault.help()).append('\n').toString();
    }

    private static String at(List<String> source, int line) {
        return line > 0 && line <= source.size() ? source.get(line - 1).strip() : "";
    }
}
