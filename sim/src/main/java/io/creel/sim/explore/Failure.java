package io.creel.sim.explore;

import java.util.List;

/**
 * A run that went wrong, and how to see it again.
 *
 * @param seed
 *            of the random run; 0 where it was found otherwise
 * @param trace
 *            its answers
 * @param events
 *            what happened, in order
 * @param cause
 *            what was thrown
 */
public record Failure(long seed, ChoiceTrace trace, List<String> events, Throwable cause) {
    static Failure of(long seed, Run.Outcome outcome) {
        return new Failure(seed, outcome.trace(), outcome.events(), outcome.failure());
    }

    /** Everything a reader needs: the message, seed and trace, and the events. */
    public String report() {
        StringBuilder text = new StringBuilder(String.valueOf(cause.getMessage())).append("\n  seed ").append(seed)
                .append(", trace ").append(trace).append('\n');
        for (int i = 0; i < events.size(); i++) {
            text.append("  ").append(i + 1).append(". ").append(events.get(i)).append('\n');
        }
        return text.toString();
    }
}
