package io.creel.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random programs, each verified and run over every schedule up to a bound: what the verifier accepts trips no check.
 *
 * <p>
 * {@code -Dcreel.oracle.fuzz} sets the number of programs, {@code -Dcreel.oracle.fuzz.seconds} runs new ones for a time
 * instead. {@code -Dcreel.oracle.fuzz.seed} sets the seed of the first, {@code -Dcreel.oracle.fuzz.interferences} the
 * bound.
 */
class DifferentialFuzzTest {
    private static final int PROGRAMS = Integer.getInteger("creel.oracle.fuzz", 300);
    private static final int SECONDS = Integer.getInteger("creel.oracle.fuzz.seconds", 0);
    private static final long SEED = Long.getLong("creel.oracle.fuzz.seed", 1);
    private static final int AT_ONCE = 100;
    private static final int INTERFERENCES = Integer.getInteger("creel.oracle.fuzz.interferences", 1);
    private static final long SCHEDULES = 2_000;

    /** What the verifier and the checks said about many programs. */
    private static final class Tally {
        private final Set<String> ignored;
        private int programs;
        private int accepted;
        private int rejectedAndTripped;
        private long schedules;
        private final Map<String, Integer> onlySilent = new TreeMap<>();

        /**
         * @param ignored
         *            the rules that a weakened verifier lacks
         */
        Tally(Set<String> ignored) {
            this.ignored = ignored;
        }

        /** Returns the accepted programs that trip a check. */
        List<RandomProgram> add(List<RandomProgram> some) {
            List<RandomProgram> wrong = new ArrayList<>();
            RandomClasses classes = new RandomClasses(some);
            for (RandomProgram each : classes.compiled()) {
                programs++;
                Set<String> codes = new TreeSet<>(classes.codes(each));
                boolean wasRejected = !codes.isEmpty();
                codes.removeAll(ignored);
                if (!ignored.isEmpty() && wasRejected == !codes.isEmpty()) {
                    continue; // the weakened verifier says the same
                }
                Verdict verdict = classes.explore(each, INTERFERENCES, SCHEDULES);
                schedules += verdict.schedules();
                boolean tripped = verdict.failure() != null;
                accepted += codes.isEmpty() ? 1 : 0;
                if (codes.isEmpty() && tripped) {
                    wrong.add(each);
                } else if (!codes.isEmpty()) {
                    rejectedAndTripped += tripped ? 1 : 0;
                    if (!tripped) {
                        onlySilent.merge(String.join("+", codes), 1, Integer::sum);
                    }
                }
            }
            return wrong;
        }

        @Override
        public String toString() {
            return "fuzz: programs=" + programs + ", accepted=" + accepted + ", rejectedAndTripped="
                    + rejectedAndTripped + ", rejectedAndSilent=" + (programs - accepted - rejectedAndTripped) + " "
                    + onlySilent + ", schedules=" + schedules;
        }
    }

    private static List<RandomProgram> programs(long first, int count) {
        return LongStream.range(first, first + count).mapToObj(RandomProgram::of).toList();
    }

    /** Returns the smallest program with the same disagreement, with what the checks say about it. */
    private static String shortest(RandomProgram wrong) {
        RandomProgram best = wrong;
        String report = disagreement(wrong);
        for (boolean smaller = true; smaller;) {
            smaller = false;
            for (RandomProgram each : best.smaller()) {
                String found = disagreement(each);
                if (found != null) {
                    best = each;
                    report = found;
                    smaller = true;
                    break;
                }
            }
        }
        return "accepted, but trips a check, seed=" + wrong.seed + "\n" + best.source() + report;
    }

    private static String disagreement(RandomProgram program) {
        RandomClasses classes = new RandomClasses(List.of(program));
        if (classes.compiled().isEmpty() || !classes.codes(program).isEmpty()) {
            return null;
        }
        Verdict verdict = classes.explore(program, INTERFERENCES, SCHEDULES);
        return verdict.failure() == null ? null : verdict.failure().report();
    }

    @Test
    void shouldTripNoCheckWhenTheVerifierAccepts() {
        Tally tally = new Tally(Set.of());
        long until = System.nanoTime() + SECONDS * 1_000_000_000L;
        List<RandomProgram> wrong = new ArrayList<>();
        for (int i = 0; SECONDS == 0 ? i < PROGRAMS : System.nanoTime() < until; i += AT_ONCE) {
            wrong.addAll(tally.add(programs(SEED + i, AT_ONCE)));
        }
        System.out.println(tally);
        assertEquals("", String.join("\n", wrong.stream().limit(3).map(DifferentialFuzzTest::shortest).toList()),
                () -> "disagreements=" + wrong.size() + " of " + tally);
        assertTrue(tally.accepted > tally.programs / 10, tally::toString);
        assertTrue(tally.rejectedAndTripped > tally.programs / 10, tally::toString);
    }

    /** The canary: without one of its rules, the verifier accepts a random program that trips a check. */
    @ParameterizedTest
    @ValueSource(strings = {"CR001", "CR002", "CR004", "CR005", "CR010", "CR013"})
    void shouldFindEachRuleThatIsTakenAway(String rule) {
        Tally tally = new Tally(Set.of(rule));
        boolean found = false;
        for (int i = 0; i < 4_000 && !found; i += AT_ONCE) {
            found = !tally.add(programs(1 + i, AT_ONCE)).isEmpty();
        }
        assertTrue(found, tally::toString);
    }
}
