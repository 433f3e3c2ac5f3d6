package io.creel.examples.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A version that promises no breaking change removes and changes nothing of the last released API. The judge is the
 * written API: {@code docs/api/released} holds the files of that version and its number, see CONTRIBUTING.md.
 */
class SemanticVersionTest {
    private static final Path WRITTEN = Path.of("..", "docs", "api");
    private static final Path RELEASED = WRITTEN.resolve("released");
    private static final Pattern OWN_VERSION = Pattern
            .compile("<artifactId>creel-parent</artifactId>\\s*<version>([^<]+)</version>");

    @Test
    void shouldKeepTheReleasedApiUnlessTheVersionAllowsAChange() throws IOException {
        assumeTrue(Files.isDirectory(RELEASED), "no version has been released: folder=docs/api/released");
        Matcher own = OWN_VERSION.matcher(Files.readString(Path.of("..", "pom.xml")));
        assertTrue(own.find(), "version in pom.xml");
        String released = Files.readString(RELEASED.resolve("version")).strip();
        StringBuilder broken = new StringBuilder();
        try (Stream<Path> files = Files.list(RELEASED)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".txt")).sorted().toList()) {
                Path present = WRITTEN.resolve(file.getFileName());
                broken.append(removed(Files.readAllLines(file),
                        Files.exists(present) ? Files.readAllLines(present) : List.of()));
            }
        }
        assertTrue(broken.isEmpty() || mayBreak(released, own.group(1)), () -> "version " + own.group(1)
                + " promises no breaking change since " + released + ", but the API lost these lines:\n" + broken
                + "Restore them, or raise the version in pom.xml.");
    }

    /** Lists what is gone or changed; the first line of a file is its title. A new line breaks no caller. */
    private static String removed(List<String> before, List<String> after) {
        return ApiDumpTest
                .changes(before.subList(1, before.size()), after.subList(Math.min(1, after.size()), after.size()))
                .lines().filter(line -> line.startsWith("- ")).map(line -> line + '\n').reduce("", String::concat);
    }

    /** Returns whether a version may break callers of an older one: a new major version, before 1.0 a new minor one. */
    private static boolean mayBreak(String released, String own) {
        int[] before = numbers(released);
        int[] now = numbers(own);
        return now[0] > before[0] || now[0] == 0 && before[0] == 0 && now[1] > before[1];
    }

    private static int[] numbers(String version) {
        return Pattern.compile("\\.").splitAsStream(version.replace("-SNAPSHOT", "")).mapToInt(Integer::parseInt)
                .toArray();
    }

    @Test
    void shouldAllowABreakOnlyInANewMajorVersionOrBeforeTheFirstInANewMinorOne() {
        assertTrue(mayBreak("1.4.2", "2.0.0-SNAPSHOT"));
        assertTrue(mayBreak("0.1.0", "0.2.0-SNAPSHOT"));
        assertTrue(mayBreak("0.9.0", "1.0.0"));
        assertFalse(mayBreak("1.4.2", "1.5.0"));
        assertFalse(mayBreak("0.1.0", "0.1.1-SNAPSHOT"));
        assertFalse(mayBreak("2.0.0", "1.9.0"));
    }

    /** The canary: a removal and a change are breaks, an addition is none. */
    @Test
    void shouldListWhatACallerWouldMiss() {
        List<String> before = List.of("title", "package a", "public class B", "    public int get(int index)",
                "    public int size()");
        List<String> after = List.of("another title", "package a", "public class B", "    public long get(int index)",
                "    public void added()");
        assertEquals("- a.B: public int get(int index)\n- a.B: public int size()\n", removed(before, after));
        assertEquals("", removed(before, Stream.concat(before.stream(), Stream.of("public class C")).toList()));
        assertEquals("- package a\n", removed(List.of("title", "package a"), List.of()));
    }
}
