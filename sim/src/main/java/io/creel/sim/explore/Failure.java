package io.creel.sim.explore;

import java.util.List;

/**
 * A run that failed, with everything needed to see it again.
 *
 * @param seed
 *            of the random run; 0 if it was found otherwise
 * @param trace
 *            its answers
 * @param events
 *            its events, in order
 * @param cause
 *            the exception
 */
public record Failure(long seed, ChoiceTrace trace, List<String> events, Throwable cause) {
    @SuppressWarnings("NullAway") // the run has failed
    static Failure of(long seed, Run.RunResult outcome) {
        return new Failure(seed, outcome.trace(), outcome.events(), outcome.failure());
    }

    /** {@return a report for a reader: the message, seed and trace, and the events} */
    public String report() {
        StringBuilder text = new StringBuilder(String.valueOf(cause.getMessage())).append("\n  seed ").append(seed)
                .append(", trace ").append(trace).append('\n');
        for (int i = 0; i < events.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(events.get(i)).append('\n');
        }
        return text.toString();
    }
}
