package io.creel.verifier.completeness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The specification of the packet path is complete: without any one annotation of it, or with a weakened one, a verdict
 * of the verifier changes.
 *
 * <p>
 * It accepts a program that it rejects now, or rejects one that it accepts now. If neither holds, the annotation is
 * dead. Each dead one stands in a list with the reason why it stays.
 *
 * <p>
 * The build tries every third annotation and all that are listed as dead. {@code -Dcreel.completeness=all} tries all
 * and compares the table, {@code -Dcreel.completeness=write} writes it.
 */
class CompletenessTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/creel/verifier");
    private static final Path TABLE = FOLDER.resolve("completeness.txt");
    private static final Path DEAD = FOLDER.resolve("dead.txt");
    private static final String MODE = System.getProperty("creel.completeness", "short");

    @Test
    void shouldNeedEachAnnotationOfThePath() throws IOException {
        Completeness completeness = new Completeness();
        List<String> listed = Files.readAllLines(DEAD).stream().filter(line -> !line.startsWith("//"))
                .map(line -> line.split(" — ")[0]).toList();
        boolean isShort = MODE.equals("short");
        List<Completeness.Row> rows = completeness.rows(
                (number, key) -> !isShort || number % 3 == 0 || listed.contains(key));
        System.out.println(completeness.counts() + ", annotations=" + rows.size());
        List<String> dead = rows.stream().filter(Completeness.Row::isDead).map(Completeness.Row::key).toList();
        assertEquals(String.join("\n", new TreeSet<>(listed)), String.join("\n", new TreeSet<>(dead)));
        if (MODE.equals("write")) {
            Files.writeString(TABLE, table(rows));
        }
        if (!isShort) {
            assertEquals(Files.readString(TABLE), table(rows));
        }
        assertTrue(rows.size() >= 90, () -> "annotations=" + rows.size());
    }

    @Test
    void shouldAcceptAMethodThatForwardsWithTheSameContract() throws IOException {
        assertEquals(Map.of(), new Completeness().rejectedForwarders());
    }

    /** One line per annotation: how many of its uses guard against a program, promise something, or are dead. */
    private static String table(List<Completeness.Row> rows) {
        Map<String, List<Completeness.Row>> kinds = rows.stream()
                .collect(Collectors.groupingBy(row -> row.annotation, TreeMap::new, Collectors.toList()));
        List<String> lines = new ArrayList<>();
        lines.add("| annotation | uses | a rejected program is accepted | only an accepted one is rejected | dead |");
        lines.add("|---|---|---|---|---|");
        int[] sums = new int[4];
        kinds.forEach((kind, of) -> {
            long guards = of.stream().filter(Completeness.Row::guards).count();
            long dead = of.stream().filter(Completeness.Row::isDead).count();
            lines.add("| " + kind + " | " + of.size() + " | " + guards + " | " + (of.size() - guards - dead) + " | "
                    + dead + " |");
            sums[0] += of.size();
            sums[1] += (int) guards;
            sums[2] += (int) (of.size() - guards - dead);
            sums[3] += (int) dead;
        });
        lines.add("| all | " + sums[0] + " | " + sums[1] + " | " + sums[2] + " | " + sums[3] + " |");
        return String.join("\n", lines) + "\n";
    }
}
