package io.creel.sim.explore;

import java.util.Arrays;

/**
 * The answers of one run, in order; all later answers are 0. Written as numbers with dots between them, equal ones in a
 * row as {@code 0x12}: {@code 2.0x12.1}; no answer at all as {@code -}. Immutable.
 */
public final class ChoiceTrace {
    /** The longest trace that is read or kept: a run that asks more often is no small program. */
    public static final int MAX_LENGTH = 1 << 20;

    private final int[] picks;

    /** Keeps the answers up to the last that is not 0. */
    ChoiceTrace(int[] answers, int length) {
        int end = length;
        while (end > 0 && answers[end - 1] == 0) {
            end--;
        }
        picks = Arrays.copyOf(answers, end);
    }

    /**
     * Reads a trace.
     *
     * @param text
     *            as above
     * @return the trace
     * @throws IllegalArgumentException
     *            if the text cannot be read
     */
    public static ChoiceTrace parse(String text) {
        String word = text.strip();
        if (word.equals("-")) {
            return new ChoiceTrace(new int[0], 0);
        }
        int[] answers = new int[16];
        int length = 0;
        for (String part : word.split("\\.", -1)) {
            String[] sides = part.split("x", -1);
            if (sides.length > 2) {
                throw unreadable(text);
            }
            int pick = number(sides[0], text);
            int times = sides.length == 1 ? 1 : number(sides[1], text);
            if (times < 1 || length + times > MAX_LENGTH) {
                throw unreadable(text);
            }
            if (length + times > answers.length) {
                answers = Arrays.copyOf(answers, Math.max(2 * answers.length, length + times));
            }
            Arrays.fill(answers, length, length += times, pick);
        }
        return new ChoiceTrace(answers, length);
    }

    private static int number(String digits, String text) {
        if (!digits.matches("\\d{1,7}")) {
            throw unreadable(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException unreadable(String text) {
        return new IllegalArgumentException(
                "trace cannot be read: text=" + text
                        + ", known=numbers with dots between them, such as 2.0x12.1, or -");
    }

    /** {@return how many answers there are up to the last that is not 0} */
    public int length() {
        return picks.length;
    }

    /**
     * Returns one answer.
     *
     * @param index
     *            from 0
     * @return the answer; 0 behind the end
     */
    public int at(int index) {
        return index < picks.length ? picks[index] : 0;
    }

    /** {@return the trace without some answers in the middle} */
    ChoiceTrace without(int from, int count) {
        int[] shorter = new int[picks.length - count];
        System.arraycopy(picks, 0, shorter, 0, from);
        System.arraycopy(picks, from + count, shorter, from, shorter.length - from);
        return new ChoiceTrace(shorter, shorter.length);
    }

    /** {@return the trace with one answer changed} */
    ChoiceTrace with(int index, int pick) {
        int[] changed = picks.clone();
        changed[index] = pick;
        return new ChoiceTrace(changed, changed.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChoiceTrace trace && Arrays.equals(picks, trace.picks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(picks);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0, end; i < picks.length; i = end) {
            end = i + 1;
            while (end < picks.length && picks[end] == picks[i]) {
                end++;
            }
            text.append(i == 0 ? "" : ".").append(picks[i]).append(end - i == 1 ? "" : "x" + (end - i));
        }
        return text.isEmpty() ? "-" : text.toString();
    }
}
