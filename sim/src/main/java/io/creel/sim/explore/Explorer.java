package io.creel.sim.explore;

import io.creel.sim.load.Chance;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program over many answers. Stateless: each run starts the program anew.
 *
 * <p>
 * Source: exhaustive search with a bound on interference is that of CHESS (M. Musuvathi and S. Qadeer, "Iterative
 * context bounding for systematic testing of multithreaded programs", PLDI 2007); shortening is delta debugging (A.
 * Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input", IEEE TSE 28(2), 2002).
 */
public final class Explorer {
    private static final int OTHER_WAYS = 1_000;
    private static final LongConsumer UNWATCHED = runs -> {
    };

    private Explorer() {
    }

    /**
     * The outcome of an exploration.
     *
     * @param runs
     *            how many times the program was run
     * @param complete
     *            whether every run within the bound was made
     * @param failure
     *            the first run that failed, or {@code null}
     */
    public record Exploration(long runs, boolean complete, @Nullable Failure failure) {
    }

    /**
     * Runs with random answers until a run fails.
     *
     * @param program
     *            run anew each time
     * @param seed
     *            of the first run; the next runs have the next seeds, so that the seed of a failure is enough to see it
     *            again
     * @param runs
     *            the most runs
     * @return the outcome
     */
    public static Exploration random(Program program, long seed, long runs) {
        return random(program, seed, runs, UNWATCHED);
    }

    /**
     * Runs with random answers, as {@link #random(Program, long, long)} does, and reports progress.
     *
     * @param program
     *            run anew each time
     * @param seed
     *            of the first run
     * @param runs
     *            the most runs
     * @param watcher
     *            gets the number of runs made, after each
     * @return the outcome
     */
    public static Exploration random(Program program, long seed, long runs, LongConsumer watcher) {
        for (long run = 0; run < runs; run++) {
            Chance chance = new Chance(seed + run, "explore");
            Run.RunResult outcome = Run.of(program, chance::nextInt);
            if (outcome.failure() != null) {
                return new Exploration(run + 1, false, Failure.of(seed + run, outcome));
            }
            watcher.accept(run + 1);
        }
        return new Exploration(runs, false, null);
    }

    /**
     * Runs over all answers, in order, until a run fails.
     *
     * @param program
     *            run anew each time
     * @param maxInterferences
     *            the most answers of a run that are not 0
     * @param maxRuns
     *            the most runs
     * @return the outcome
     */
    public static Exploration exhaustive(Program program, int maxInterferences, long maxRuns) {
        return exhaustive(program, maxInterferences, maxRuns, UNWATCHED);
    }

    /**
     * Runs over all answers, as {@link #exhaustive(Program, int, long)} does, and reports progress.
     *
     * @param program
     *            run anew each time
     * @param maxInterferences
     *            the most answers of a run that are not 0
     * @param maxRuns
     *            the most runs
     * @param watcher
     *            gets the number of runs made, after each
     * @return the outcome
     */
    public static Exploration exhaustive(Program program, int maxInterferences, long maxRuns, LongConsumer watcher) {
        int[] prefix = {};
        for (long run = 1; run <= maxRuns; run++) {
            int[] path = prefix;
            int[] asked = {0};
            Run.RunResult outcome = Run.of(program, options -> asked[0] < path.length ? path[asked[0]++] : 0);
            if (outcome.failure() != null) {
                return new Exploration(run, false, Failure.of(0, outcome));
            }
            watcher.accept(run);
            prefix = next(outcome.picks(), outcome.options(), maxInterferences);
            if (prefix == null) {
                return new Exploration(run, true, null);
            }
        }
        return new Exploration(maxRuns, false, null);
    }

    /** {@return the answers that follow these in the order of all that are allowed, or {@code null} after the last} */
    private static int @Nullable [] next(int[] picks, int[] options, int maxInterferences) {
        int before = 0;
        for (int pick : picks) {
            before += pick == 0 ? 0 : 1;
        }
        for (int i = picks.length - 1; i >= 0; i--) {
            before -= picks[i] == 0 ? 0 : 1;
            if (picks[i] + 1 < options[i] && before < maxInterferences) {
                int[] prefix = Arrays.copyOf(picks, i + 1);
                prefix[i]++;
                return prefix;
            }
        }
        return null;
    }

    /**
     * Runs once with the answers of a trace.
     *
     * @param program
     *            run once
     * @param trace
     *            its answers
     * @return the failure, or {@code null} if the run succeeds
     */
    public static @Nullable Failure replay(Program program, ChoiceTrace trace) {
        Run.RunResult outcome = Run.of(program, trace);
        return outcome.failure() == null ? null : Failure.of(0, outcome);
    }

    /**
     * Makes the trace of a failure shorter as long as the program still fails in the same way. It leaves answers out,
     * in halves, quarters and so on down to single ones, lowers the remaining ones, and at last changes single answers
     * and draws others. No single change makes the result shorter.
     *
     * @param program
     *            run anew each time
     * @param failure
     *            of that program
     * @param maxRuns
     *            the most runs; then the shortest trace so far is the result
     * @return the failure with the shortest trace
     */
    public static Failure minimise(Program program, Failure failure, long maxRuns) {
        Run.RunResult best = Run.of(program, failure.trace());
        if (best.failure() == null) {
            throw new IllegalArgumentException("trace does not fail: trace=" + failure.trace());
        }
        Shortening shortening = new Shortening(program, best, maxRuns);
        shortening.run();
        return Failure.of(failure.seed(), shortening.best);
    }

    /** The state of one shortening. */
    private static final class Shortening {
        private final Program program;
        private final String kind;
        private Run.RunResult best;
        private long runsLeft;

        Shortening(Program program, Run.RunResult first, long maxRuns) {
            this.program = program;
            best = first;
            kind = first.kind();
            runsLeft = maxRuns;
        }

        void run() {
            boolean shorter = true;
            while (shorter && runsLeft > 0) {
                shorter = leaveOut() | lower() || change() || goAnotherWay();
            }
        }

        private boolean leaveOut() {
            boolean any = false;
            for (int size = Math.max(1, best.trace().length() / 2); size >= 1; size /= 2) {
                for (int from = 0; from + size <= best.trace().length();) {
                    if (accept(best.trace().without(from, size))) {
                        any = true;
                    } else {
                        from += size;
                    }
                }
            }
            return any;
        }

        private boolean lower() {
            boolean any = false;
            for (int i = 0; i < best.trace().length(); i++) {
                for (int pick = 0; pick < best.trace().at(i); pick++) {
                    if (accept(best.trace().with(i, pick))) {
                        any = true;
                        break;
                    }
                }
            }
            return any;
        }

        /**
         * Changes one answer, to a higher one or behind the end of the trace: a shorter way may lead to the failure.
         */
        private boolean change() {
            int[] picks = best.picks();
            int[] options = best.options();
            for (int i = 0; i < picks.length; i++) {
                for (int pick = 0; pick < options[i]; pick++) {
                    if (pick != picks[i] && accept(new ChoiceTrace(changed(picks, i, pick), picks.length))) {
                        return true;
                    }
                }
            }
            return false;
        }

        /** Keeps some of the answers and draws the rest. */
        private boolean goAnotherWay() {
            Chance chance = new Chance(best.picks().length, "shorten");
            for (int i = 0; i < OTHER_WAYS && runsLeft > 0; i++) {
                int[] picks = best.picks();
                int kept = chance.nextInt(picks.length + 1);
                int[] asked = {0};
                if (accept(options -> asked[0] < kept
                        ? Math.min(picks[asked[0]++], options - 1)
                        : chance.nextInt(options))) {
                    return true;
                }
            }
            return false;
        }

        private static int[] changed(int[] picks, int index, int pick) {
            int[] other = picks.clone();
            other[index] = pick;
            return other;
        }

        /**
         * Returns whether a candidate fails in the same way and is less than the best: fewer events, then a shorter
         * trace, then a lower one.
         */
        private boolean accept(ChoiceTrace candidate) {
            int[] asked = {0};
            return accept(options -> Math.min(candidate.at(asked[0]++), options - 1));
        }

        private boolean accept(IntUnaryOperator answers) {
            if (runsLeft-- <= 0) {
                return false;
            }
            Run.RunResult outcome = Run.of(program, answers);
            if (outcome.failure() == null || !outcome.kind().equals(kind) || !isLess(outcome, best)) {
                return false;
            }
            best = outcome;
            return true;
        }

        private static boolean isLess(Run.RunResult a, Run.RunResult b) {
            if (a.events().size() != b.events().size()) {
                return a.events().size() < b.events().size();
            }
            if (a.trace().length() != b.trace().length()) {
                return a.trace().length() < b.trace().length();
            }
            for (int i = 0; i < a.trace().length(); i++) {
                if (a.trace().at(i) != b.trace().at(i)) {
                    return a.trace().at(i) < b.trace().at(i);
                }
            }
            return false;
        }
    }
}
