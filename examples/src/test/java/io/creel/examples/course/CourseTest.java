package io.creel.examples.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every program of the course; what it prints is pasted below it. */
class CourseTest {
    private static final Path COURSE = Path.of("src/main/java/io/creel/examples/course");
    private static final String BEGIN = "/*\nOutput:\n";
    private static final String END = "*/\n";

    static List<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(COURSE)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.matches("C\\d\\d_.*"))
                    .map(name -> name.substring(0, name.length() - ".java".length())).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void shouldPrintThePastedOutput(String program) throws Exception {
        String source = Files.readString(COURSE.resolve(program + ".java"));
        int begin = source.lastIndexOf(BEGIN);
        assertFalse(begin < 0 || !source.endsWith(END), "no output pasted below " + program);
        String expected = source.substring(begin + BEGIN.length(), source.length() - END.length());
        assertEquals(withoutTimes(expected), withoutTimes(run(program)));
    }

    @Test
    void shouldFindEveryProgramByItsNumber() throws IOException {
        List<String> programs = programs();
        assertFalse(programs.isEmpty());
        for (int i = 0; i < programs.size(); i++) {
            assertEquals("C%02d_".formatted(i), programs.get(i).substring(0, 4));
        }
    }

    /** Times differ from run to run. */
    private static String withoutTimes(String output) {
        return output.replaceAll("\\d+ us", "some us");
    }

    private static String run(String program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            Class.forName("io.creel.examples.course." + program).getMethod("main", String[].class).invoke(null,
                    (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return out.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
