package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each code of the agent is explained, and a test provokes it and finds its one sentence. */
class AgentCodesTest {
    private static final Path EXPLAINED = Path.of("..", "docs", "agent.md");

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static TreeSet<String> find(String pattern, String text) {
        TreeSet<String> found = new TreeSet<>();
        Pattern.compile(pattern, Pattern.MULTILINE).matcher(text).results().forEach(each -> found.add(each.group(1)));
        return found;
    }

    private static TreeSet<String> find(String pattern, Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            TreeSet<String> found = new TreeSet<>();
            files.filter(file -> file.toString().endsWith(".java"))
                    .forEach(file -> found.addAll(find(pattern, read(file))));
            return found;
        }
    }

    private static TreeSet<String> said() throws IOException {
        return find("\"(CA\\d{3}): ", Path.of("src", "main"));
    }

    @Test
    void shouldProvokeEachCodeInATest() throws IOException {
        assertEquals(said(), find("AgentCodes\\.sentence\\(\"(CA\\d{3})\"", Path.of("src", "test")));
    }

    @Test
    void shouldExplainEachCode() throws IOException {
        assertEquals(said(), find("^\\| (CA\\d{3}) \\|", read(EXPLAINED)));
    }

    /** The canary: the sources have codes. */
    @Test
    void shouldFindTheCodes() throws IOException {
        assertEquals(8, said().size());
        assertEquals("[CA001, CA002]", find("\"(CA\\d{3}): ", "\"CA001: a\"; \"CA002: b\"; \"CR003: c\"").toString());
    }
}
