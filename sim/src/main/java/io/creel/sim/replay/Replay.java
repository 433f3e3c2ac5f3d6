package io.creel.sim.replay;

import io.creel.core.Coroutine;
import io.creel.sim.replay.DecisionLog.Difference;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks a policy the recorded questions, on one thread and without workers; every value that the policy sees comes out
 * of the record.
 */
abstract class Replay extends PolicyInputs {
    private final long[] numbers;
    private final int[] begins = new int[Repetitions.MAX_PERIOD];
    private int begun;
    private int at;
    private long decision;

    /** Ends a replay from inside a policy that looks at something else. */
    private static final class Diverged extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Difference difference;

        Diverged(Difference difference) {
            super(difference.toString(), null, false, false);
            this.difference = difference;
        }
    }

    Replay(DecisionLog log) {
        numbers = log.numbers();
    }

    static Replay of(DecisionLog log, String policy) {
        return switch (log.axis()) {
            case WHERE -> new WhereReplay(log, policy);
            case WHEN -> new WhenReplay(log, policy);
            case SCALING -> new ScalingReplay(log, policy);
        };
    }

    /** Asks the policy a question. */
    abstract long answer(PolicyQuestion asked, long first, long second, long third, long fourth);

    Optional<Difference> run() {
        try {
            while (at < numbers.length) {
                if (numbers[at] == DecisionLog.AGAIN) {
                    again((int) numbers[at + 1], numbers[at + 2]);
                } else {
                    begins[begun++ % begins.length] = at;
                    decide();
                }
            }
            return Optional.empty();
        } catch (Diverged diverged) {
            return Optional.of(diverged.difference);
        }
    }

    private void again(int period, long times) {
        int behind = at + Repetitions.LENGTH;
        for (long time = 0; time < times; time++) {
            for (int i = begun - period; i < begun; i++) {
                at = begins[i % begins.length];
                decide();
            }
        }
        at = behind;
    }

    private void decide() {
        decision++;
        PolicyQuestion asked = PolicyQuestion.ALL[(int) numbers[at++] - DecisionLog.ASKED];
        long[] given = new long[4];
        for (int i = 0; i < asked.numbers; i++) {
            given[i] = numbers[at++];
        }
        long answer = answerOrRefuse(asked, given);
        if (numbers[at] != DecisionLog.DECIDED) {
            throw differs("a look at " + look(at), "none");
        }
        if (numbers[at + 1] != answer) {
            throw differs(DecisionLog.word(asked) + " = " + numbers[at + 1], DecisionLog.word(asked) + " = " + answer);
        }
        at += 2;
    }

    /**
     * Asks the policy a question, and reports a number that names no worker, queue or handle of the record: such a
     * number would be out of bounds in the policy's own arrays.
     */
    private long answerOrRefuse(PolicyQuestion asked, long[] given) {
        try {
            return answer(asked, given[0], given[1], given[2], given[3]);
        } catch (IndexOutOfBoundsException | NegativeArraySizeException | ArithmeticException outOfRange) {
            throw new IllegalArgumentException("decisions cannot be replayed, a number is out of range: decision="
                    + decision
                    + ", asked=" + DecisionLog.word(asked) + ", numbers="
                    + Arrays.toString(Arrays.copyOf(given, asked.numbers)) + ", error=" + outOfRange.getMessage(),
                    outOfRange);
        }
    }

    @Override
    long see(PolicyObservation what, int number, @Nullable Coroutine handle) {
        if (at >= numbers.length || numbers[at] != what.ordinal() || numbers[at + 1] != number) {
            throw differs(
                    at >= numbers.length || numbers[at] >= DecisionLog.DECIDED ? "no look" : "a look at " + look(at),
                    "a look at " + DecisionLog.word(what) + " " + number);
        }
        at += 3;
        return numbers[at - 1];
    }

    /** Compares a picked handle with the record. */
    final void picks(int index, @Nullable long entry) {
        long recorded = see(PolicyObservation.PICKED, index, null);
        if (recorded != entry) {
            throw differs("entry " + recorded + " picked", "entry " + entry);
        }
    }

    private String look(int place) {
        return DecisionLog.word(PolicyObservation.ALL[(int) numbers[place]]) + " " + numbers[place + 1];
    }

    private Diverged differs(String recorded, String replayed) {
        return new Diverged(new Difference(decision, recorded, replayed));
    }
}
