package io.creel.oracle;

import io.creel.oracle.CorpusClasses.Sample;
import io.creel.sim.explore.Explorer;
import io.creel.sim.explore.Explorer.Exploration;
import io.creel.sim.explore.Failure;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the checks say about one program in every schedule up to the bound.
 *
 * @param sample
 *            the program
 * @param failure
 *            for a rejected program the first run that tripped the check with its code, for an accepted one the first
 *            that tripped any; {@code null} for none. No run with fewer interferences fails
 * @param member
 *            the member that failed; {@code null} for none
 * @param others
 *            what tripped besides: a message for each code
 * @param members
 *            how many members of the program were used
 * @param schedules
 *            how many runs were made
 * @param cut
 *            how many of them were too long
 * @param complete
 *            whether every schedule within the bound was run, up to the failure
 */
record Verdict(Sample sample, Failure failure, CorpusProgram member, Map<String, String> others, int members,
        long schedules, long cut, boolean complete) {
    private static final long SHORTENING_RUNS = 20_000;

    static Verdict of(CorpusClasses corpus, Sample sample, int interferences, long runs) {
        return of(corpus, sample, sample.code() == null ? Set.of() : Set.of(sample.code()), interferences, runs);
    }

    static Verdict of(CorpusClasses corpus, Sample sample, Set<String> codes, int interferences, long runs) {
        Map<String, String> others = new LinkedHashMap<>();
        int members = 0;
        long schedules = 0;
        long cut = 0;
        boolean complete = true;
        for (CorpusProgram member : corpus.members(sample, codes)) {
            members++;
            for (int bound = 0; bound <= interferences; bound++) {
                Exploration one = Explorer.exhaustive(member, bound, runs);
                schedules += one.runs();
                if (one.failure() != null) {
                    if (!(one.failure().cause() instanceof BrokenRuleError)) {
                        throw new AssertionError("the surroundings of " + sample.name() + " do not work",
                                one.failure().cause());
                    }
                    return new Verdict(sample, one.failure(), member, others, members, schedules, cut + member.cut(),
                            complete);
                }
                complete &= one.complete();
            }
            cut += member.cut();
            member.others().forEach(others::putIfAbsent);
        }
        return new Verdict(sample, null, null, others, members, schedules, cut, complete);
    }

    /** Returns the shortest failure like the first, for a reader. */
    Failure shortest() {
        Failure again = Explorer.replay(member, failure.trace());
        return again == null ? failure : Explorer.minimise(member, failure, SHORTENING_RUNS);
    }
}
