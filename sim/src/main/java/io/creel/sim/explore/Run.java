package io.creel.sim.explore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of a program: takes answers from a function, and records them and the events. */
final class Run implements Choices {
    private final IntUnaryOperator answers;
    private final List<String> events = new ArrayList<>();
    private int[] picks = new int[64];
    private int[] options = new int[64];
    private int length;

    /** Makes a run whose answers come from a function of the number of options. */
    private Run(IntUnaryOperator answers) {
        this.answers = answers;
    }

    /** Runs a program; the failure of the returned run is known. */
    static RunResult of(Program program, IntUnaryOperator answers) {
        Run run = new Run(answers);
        Throwable failure = null;
        try {
            program.run(run);
        } catch (RuntimeException | AssertionError wrong) {
            failure = wrong;
        }
        return new RunResult(new ChoiceTrace(run.picks, run.length), Arrays.copyOf(run.picks, run.length),
                Arrays.copyOf(run.options, run.length), List.copyOf(run.events), failure);
    }

    /** Runs a program with the answers of a trace; an answer that is no option any more becomes the last option. */
    static RunResult of(Program program, ChoiceTrace trace) {
        int[] asked = {0};
        return of(program, options -> Math.min(trace.at(asked[0]++), options - 1));
    }

    @Override
    public int pick(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("nothing to choose from: options=" + count);
        }
        if (length == ChoiceTrace.MAX_LENGTH) {
            throw new IllegalStateException("run does not end: choices=" + length);
        }
        if (length == picks.length) {
            picks = Arrays.copyOf(picks, 2 * length);
            options = Arrays.copyOf(options, 2 * length);
        }
        int pick = answers.applyAsInt(count);
        picks[length] = pick;
        options[length++] = count;
        return pick;
    }

    @Override
    public void event(String what) {
        events.add(what);
    }

    /** The outcome of a run; the failure is {@code null} if the run succeeded. */
    record RunResult(ChoiceTrace trace, int[] picks, int[] options, List<String> events, @Nullable Throwable failure) {
        @SuppressWarnings("NullAway") // called only if the run has failed
        String kind() {
            String message = String.valueOf(failure.getMessage());
            int colon = message.indexOf(':');
            return failure.getClass().getName() + " " + (colon < 0 ? message : message.substring(0, colon));
        }
    }
}
