package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every decision has the same head, and the index lists all of them in order. */
class DecisionsTest {
    private static final Path DECISIONS = Path.of("..", "docs", "decisions");
    private static final Pattern FILE = Pattern.compile("(\\d{4})-[a-z0-9-]+\\.md");
    private static final Pattern HEAD = Pattern.compile(
            "# (\\d{4}) (.+)\n\nDecided (\\d{4}-\\d{2}-\\d{2})\\. Status: (in force|replaced by \\d{4})\\.\n\n.*",
            Pattern.DOTALL);

    @Test
    void shouldListEveryDecisionAsItsHeadSays() throws IOException {
        List<String> expected = new ArrayList<>();
        try (Stream<Path> files = Files.list(DECISIONS)) {
            for (Path file : files.filter(path -> !path.endsWith("README.md")).sorted().toList()) {
                expected.add(row(file));
            }
        }
        assertTrue(expected.size() > 10, "the decisions were found");
        List<String> rows = Files.readAllLines(DECISIONS.resolve("README.md")).stream()
                .filter(line -> line.matches("\\| \\d.*")).toList();
        assertEquals(String.join("\n", expected), String.join("\n", rows));
    }

    private static String row(Path file) throws IOException {
        String name = file.getFileName().toString();
        Matcher number = FILE.matcher(name);
        Matcher head = HEAD.matcher(Files.readString(file));
        assertTrue(number.matches() && head.matches() && head.group(1).equals(number.group(1)),
                () -> "a decision begins with '# NNNN Title', an empty line and 'Decided YYYY-MM-DD. Status: in force.': "
                        + name);
        return "| " + head.group(1) + " | [" + head.group(2) + "](" + name + ") | " + head.group(3) + " | "
                + head.group(4) + " |";
    }
}
