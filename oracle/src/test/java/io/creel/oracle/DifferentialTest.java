package io.creel.oracle;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.agent.check.CheckLevel;
import io.creel.oracle.CorpusClasses.Sample;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The verifier and the run-time checks against each other, over the verifier's corpus: what the verifier accepts trips
 * no check in any schedule up to the bound, and what it rejects trips one in at least one schedule, or stands in a list
 * with its reason.
 *
 * <p>
 * The bound is {@code -Dcreel.oracle.interferences}, the most schedules per member and bound
 * {@code -Dcreel.oracle.schedules}. To write the figures of the document anew: {@code -Dcreel.oracle.docs=write}.
 */
class DifferentialTest {
    private static final int INTERFERENCES = Integer.getInteger("creel.oracle.interferences", 2);
    private static final long SCHEDULES = Long.getLong("creel.oracle.schedules", 20_000);
    private static final Path DOCUMENT = Path.of("../docs/oracle.md");
    private static final String HEAD = "| rejected | with its own code | with another code | by the library's own check"
            + " | too strict |";
    private static List<Verdict> verdicts;
    private static Map<String, String> equivalents;
    private static Map<String, String> tooStrict;

    @BeforeAll
    static void explore() throws IOException, URISyntaxException {
        long began = System.nanoTime();
        equivalents = TooStrict.equivalents();
        tooStrict = TooStrict.programs();
        CorpusClasses corpus = new CorpusClasses(CheckLevel.TRACE);
        verdicts = new ArrayList<>();
        for (Sample sample : corpus.samples()) {
            verdicts.add(Verdict.of(corpus, sample, INTERFERENCES, SCHEDULES));
        }
        System.out.println(statistics(verdicts) + ", ms=" + (System.nanoTime() - began) / 1_000_000);
    }

    private static String statistics(List<Verdict> all) {
        return "oracle: programs=" + all.size() + ", members=" + all.stream().mapToInt(Verdict::members).sum()
                + ", interferences=" + INTERFERENCES + ", schedules="
                + all.stream().mapToLong(Verdict::schedules).sum() + ", cut="
                + all.stream().mapToLong(Verdict::cut).sum() + ", ownCode=" + rejected(Found.OWN_CODE)
                + ", anotherCode=" + rejected(Found.ANOTHER_CODE) + ", library=" + rejected(Found.LIBRARY)
                + ", tooStrict=" + rejected(Found.NOTHING);
    }

    /** How a rejected program was found out. */
    private enum Found {
        OWN_CODE, ANOTHER_CODE, LIBRARY, NOTHING
    }

    private static long rejected(Found how) {
        return verdicts.stream().filter(each -> each.sample().code() != null && found(each) == how).count();
    }

    private static long rejected() {
        return verdicts.stream().filter(each -> each.sample().code() != null).count();
    }

    private static Found found(Verdict verdict) {
        if (verdict.failure() != null) {
            return Found.OWN_CODE;
        }
        Set<String> known = verdict.others().keySet().stream()
                .filter(code -> equivalents.containsKey(verdict.sample().code() + " " + code))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        boolean library = known.remove(Trips.LIBRARY);
        return !known.isEmpty() ? Found.ANOTHER_CODE : library ? Found.LIBRARY : Found.NOTHING;
    }

    @Test
    void shouldTripNoCheckInAnyScheduleOfAnAcceptedProgram() {
        List<Verdict> accepted = verdicts.stream().filter(each -> each.sample().code() == null).toList();
        assertTrue(accepted.size() >= 300, () -> "accepted=" + accepted.size());
        assertAll(accepted.stream().map(each -> () -> assertNull(each.failure(),
                () -> each.sample().name() + "\n" + each.shortest().report())));
        assertAll(accepted.stream().map(each -> () -> assertTrue(each.complete(), () -> each.sample().name()
                + " has too many schedules, allow more: schedules=" + each.schedules())));
    }

    @Test
    void shouldTripACheckInSomeScheduleOfEachRejectedProgramThatIsNotListed() {
        assertTrue(rejected() >= 230, () -> "rejected=" + rejected());
        Set<String> silent = new TreeSet<>();
        for (Verdict each : verdicts) {
            if (each.sample().code() != null && found(each) == Found.NOTHING) {
                silent.add(each.sample().code() + " " + each.sample().name()
                        + (each.others().isEmpty() ? "" : ", unlisted codes " + each.others().keySet()));
            }
        }
        assertEquals(String.join("\n", new TreeSet<>(tooStrict.keySet())), String.join("\n", silent),
                "too-strict.txt lists exactly the programs that trip nothing");
    }

    @Test
    void shouldNeedEachPairOfCodes() {
        Set<String> used = new TreeSet<>();
        for (Verdict each : verdicts) {
            if (each.sample().code() != null && each.failure() == null) {
                each.others().keySet().forEach(code -> used.add(each.sample().code() + " " + code));
            }
        }
        Set<String> needless = new TreeSet<>(equivalents.keySet());
        needless.removeAll(used);
        assertEquals(Set.of(), needless, "pairs in equivalent-codes.txt that no program needs");
    }

    @Test
    void shouldStateItsFiguresInTheDocument() throws IOException {
        String row = "| " + rejected() + " | " + rejected(Found.OWN_CODE) + " | "
                + rejected(Found.ANOTHER_CODE) + " | " + rejected(Found.LIBRARY) + " | " + rejected(Found.NOTHING)
                + " |";
        String text = Files.readString(DOCUMENT);
        int at = text.indexOf(HEAD);
        assertTrue(at >= 0, "the document has a table of figures");
        int begin = text.indexOf('\n', text.indexOf('\n', at) + 1) + 1;
        int end = text.indexOf('\n', begin);
        if ("write".equals(System.getProperty("creel.oracle.docs"))) {
            text = text.substring(0, begin) + row + text.substring(end);
            Files.writeString(DOCUMENT, text);
            end = text.indexOf('\n', begin);
        }
        assertEquals(row, text.substring(begin, end));
    }

    @Test
    void shouldCountTheProgramsPerRuleInTheDocument() throws IOException {
        Map<String, Long> perRule = tooStrict.keySet().stream()
                .collect(Collectors.groupingBy(row -> row.split(" ")[0], TreeMap::new, Collectors.counting()));
        Map<String, Long> stated = new TreeMap<>();
        Matcher rows = Pattern.compile("(?m)^\\| (CR\\d+), [^|]* \\| (\\d+) \\|").matcher(Files.readString(DOCUMENT));
        while (rows.find()) {
            stated.put(rows.group(1), Long.valueOf(rows.group(2)));
        }
        assertEquals(perRule, stated);
    }
}
