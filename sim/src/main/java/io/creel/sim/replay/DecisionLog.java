package io.creel.sim.replay;

import io.creel.schedulers.policy.PolicyAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decisions in the order in which they were taken, each with everything the policy looked at. The text form has one
 * line per decision:
 *
 * <pre>
 * jbsq(2) workers=2 types=1 decisions=7 missed=0
 * attach = 0
 * place -1 = 2 | length 0 0 | active 0 2 | length 1 1 | holding 0 1 | length 2 0 | holding 1 0
 * next 1 = 2 | length 2 1
 * again 1 4
 * </pre>
 *
 * <p>
 * The last line says that the one decision above it was taken four times more, each time with the same looks and
 * answer. The name of a <em>when</em> has the prefix {@code when:}, that of a scaling {@code scaling:}. A line is a
 * question and its numbers, the answer, and then each look: the signal, the number of the queue, worker or type, and
 * the value. Immutable.
 */
public final class DecisionLog {
    /** Precedes a question; signals have smaller numbers. */
    static final int ASKED = 100;
    /** Precedes an answer. */
    static final int DECIDED = 99;
    /** Precedes a number of repeated decisions and the number of their repetitions. */
    static final int AGAIN = 98;

    private static final int MAX_WORKERS = 1 << 16;
    private static final int MAX_TYPES = 1 << 10;

    private final PolicyAxis axis;
    private final String policy;
    private final int workers;
    private final int types;
    private final long[] numbers;
    private final long decisions;
    private final long missed;

    DecisionLog(PolicyAxis axis, String policy, int workers, int types, long[] numbers, long decisions, long missed) {
        this.axis = axis;
        this.policy = policy;
        this.workers = workers;
        this.types = types;
        this.numbers = numbers;
        this.decisions = decisions;
        this.missed = missed;
    }

    /** {@return the policy that decided, by name and numbers} */
    public String policy() {
        return policy;
    }

    /** {@return {@link #policy}, with its kind as a prefix if it is no <em>where</em>} */
    public String decider() {
        return prefix(axis) + policy;
    }

    /** {@return whether the policy is a <em>where</em>} */
    public boolean isOfWhere() {
        return axis == PolicyAxis.WHERE;
    }

    /** {@return how many decisions the record holds, repetitions included} */
    public long decisions() {
        return decisions;
    }

    /** {@return how many decisions were taken after the record was full} */
    public long missed() {
        return missed;
    }

    PolicyAxis axis() {
        return axis;
    }

    /** {@return the prefix of a policy's name in a record} */
    private static String prefix(PolicyAxis axis) {
        return axis == PolicyAxis.WHERE ? "" : axis.word() + ":";
    }

    private static PolicyAxis axisOf(String policy) {
        return Stream.of(PolicyAxis.WHEN, PolicyAxis.SCALING).filter(axis -> policy.startsWith(prefix(axis)))
                .findFirst()
                .orElse(PolicyAxis.WHERE);
    }

    int workers() {
        return workers;
    }

    int types() {
        return types;
    }

    long[] numbers() {
        return numbers;
    }

    /**
     * {@return the first difference if the recorded policy is asked again; empty if there is none} See
     * {@link #replay(String)}.
     */
    public Optional<Difference> replay() {
        return replay(policy);
    }

    /**
     * Asks a policy all recorded questions, and lets it see the recorded values.
     *
     * @param other
     *            a policy of the same kind, by a name known to {@link io.creel.schedulers.policy.Policies}
     * @return the first decision at which it looks at something else or decides differently; empty if there is none
     * @throws IllegalArgumentException
     *            if there is no such policy
     */
    public Optional<Difference> replay(String other) {
        return Replay.of(this, other).run();
    }

    /** {@return the record in the form above} */
    public String text() {
        StringBuilder text = new StringBuilder(
                decider() + " workers=" + workers + " types=" + types + " decisions=" + decisions
                        + " missed=" + missed + "\n");
        StringBuilder seen = new StringBuilder();
        for (int at = 0; at < numbers.length;) {
            if (numbers[at] >= ASKED) {
                PolicyQuestion asked = PolicyQuestion.ALL[(int) numbers[at++] - ASKED];
                text.append(word(asked));
                for (int i = 0; i < asked.numbers; i++) {
                    text.append(' ').append(numbers[at++]);
                }
                seen.setLength(0);
            } else if (numbers[at] == DECIDED) {
                text.append(" = ").append(numbers[at + 1]).append(seen).append('\n');
                at += 2;
            } else if (numbers[at] == AGAIN) {
                text.append("again ").append(numbers[at + 1]).append(' ').append(numbers[at + 2]).append('\n');
                at += Repetitions.LENGTH;
            } else {
                seen.append(" | ").append(word(PolicyObservation.ALL[(int) numbers[at]])).append(' ')
                        .append(numbers[at + 1])
                        .append(' ')
                        .append(numbers[at + 2]);
                at += 3;
            }
        }
        return text.toString();
    }

    /**
     * Reads several records, one below the other.
     *
     * @param text
     *            in the form above
     * @return the records, in their order
     * @throws IllegalArgumentException
     *            if a line cannot be read; the message has its number within its record
     */
    public static List<DecisionLog> parseAll(String text) {
        List<DecisionLog> logs = new ArrayList<>();
        StringBuilder one = new StringBuilder();
        for (String line : text.lines().toList()) {
            if (line.contains(" workers=") && !one.isEmpty()) {
                logs.add(parse(one.toString()));
                one.setLength(0);
            }
            one.append(line).append('\n');
        }
        logs.add(parse(one.toString()));
        return logs;
    }

    /**
     * Reads one record.
     *
     * @param text
     *            as {@link #text} returned it
     * @return the record
     * @throws IllegalArgumentException
     *            if a line cannot be read; the message has its number
     */
    public static DecisionLog parse(String text) {
        List<String> lines = text.lines().toList();
        String first = lines.isEmpty() ? "" : lines.getFirst();
        int end = first.lastIndexOf(" workers="); // the policy's own text may have blanks
        String[] head = first.substring(end + 1).split(" ");
        String[] names = {"workers=", "types=", "decisions=", "missed="};
        if (end < 0 || head.length != names.length) {
            throw unreadable(1, "a policy, workers=N types=N decisions=N missed=N");
        }
        long[] counts = new long[names.length];
        for (int i = 0; i < names.length; i++) {
            if (!head[i].startsWith(names[i])) {
                throw unreadable(1, names[i] + "N");
            }
            counts[i] = number(1, head[i].substring(names[i].length()));
        }
        if (counts[0] < 1 || counts[0] > MAX_WORKERS || counts[1] < 1 || counts[1] > MAX_TYPES || counts[2] < 0
                || counts[3] < 0) {
            throw unreadable(1, "workers from 1 to " + MAX_WORKERS + ", types from 1 to " + MAX_TYPES
                    + ", decisions and missed from 0");
        }
        List<Long> numbers = new ArrayList<>();
        long decisions = 0;
        int above = 0;
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).startsWith("again ")) {
                decisions += parseAgain(i + 1, lines.get(i), above, counts[2] - decisions, numbers);
            } else {
                parse(i + 1, lines.get(i), numbers);
                above++;
                decisions++;
            }
        }
        if (decisions != counts[2]) {
            throw unreadable(lines.size(), counts[2] + " decisions, as the first line states");
        }
        PolicyAxis axis = axisOf(first);
        return new DecisionLog(axis, first.substring(prefix(axis).length(), end), (int) counts[0], (int) counts[1],
                numbers.stream().mapToLong(Long::longValue).toArray(), counts[2], counts[3]);
    }

    /** Returns how many decisions the line stands for. */
    private static long parseAgain(int line, String text, int above, long most, List<Long> numbers) {
        String[] words = text.split(" ");
        long period = words.length == Repetitions.LENGTH ? number(line, words[1]) : 0;
        long times = words.length == Repetitions.LENGTH ? number(line, words[2]) : 0;
        if (period < 1 || period > Math.min(above, Repetitions.MAX_PERIOD) || times < 1 || times > most / period) {
            throw unreadable(line, "again, a number of decisions above from 1 to " + Repetitions.MAX_PERIOD
                    + ", and a repeat count, together no more decisions than the first line states");
        }
        numbers.addAll(List.of((long) AGAIN, period, times));
        return period * times;
    }

    private static void parse(int line, String text, List<Long> numbers) {
        String[] parts = text.split(" \\| ");
        String[] words = parts[0].split(" ");
        PolicyQuestion asked = find(line, PolicyQuestion.ALL, words[0]);
        if (words.length != asked.numbers + 3 || !words[words.length - 2].equals("=")) {
            throw unreadable(line, word(asked) + ", " + asked.numbers + " numbers, = and an answer");
        }
        numbers.add((long) ASKED + asked.ordinal());
        for (int i = 0; i < asked.numbers; i++) {
            numbers.add(number(line, words[i + 1]));
        }
        for (int i = 1; i < parts.length; i++) {
            String[] look = parts[i].split(" ");
            if (look.length != 3) {
                throw unreadable(line, "a signal, its number and a value");
            }
            numbers.add((long) find(line, PolicyObservation.ALL, look[0]).ordinal());
            numbers.add(number(line, look[1]));
            numbers.add(number(line, look[2]));
        }
        numbers.add((long) DECIDED);
        numbers.add(number(line, words[words.length - 1]));
    }

    private static <E extends Enum<E>> E find(int line, E[] all, String word) {
        for (E one : all) {
            if (word(one).equals(word)) {
                return one;
            }
        }
        throw unreadable(line, List.of(all).stream().map(DecisionLog::word).toList().toString());
    }

    private static long number(int line, String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException unreadable) {
            throw new IllegalArgumentException("decisions cannot be read: line=" + line + ", text=" + digits
                    + ", expected=a number", unreadable);
        }
    }

    private static IllegalArgumentException unreadable(int line, String expected) {
        return new IllegalArgumentException("decisions cannot be read: line=" + line + ", expected=" + expected);
    }

    static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The first difference of a replay.
     *
     * @param decision
     *            the number of the decision, from 1, repetitions included
     * @param recorded
     *            the recorded look or answer
     * @param replayed
     *            the look or answer of the replay
     */
    public record Difference(long decision, String recorded, String replayed) {
        @Override
        public String toString() {
            return "decision " + decision + ": recorded " + recorded + ", replayed " + replayed;
        }
    }
}
