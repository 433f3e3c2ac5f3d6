package io.creel.examples.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A change of the public API is seen in review: each module's API is a file in docs/api that the build compares. */
class ApiDumpTest {
    private static final Path FILES = Path.of("..", "docs", "api");
    private static final String REWRITE = "mvn -q test -pl examples -am -Dtest=ApiDumpTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dapi.write";

    /** The course and the benchmarks, which no other code calls; artifacts without classes. */
    private static final Set<String> WITHOUT_API = Set.of("examples", "jmh", "bom", "starter");

    /** The modules that the build names and that have an API. */
    static List<String> modules() throws IOException {
        Matcher named = Pattern.compile("<module>(\\w+)</module>").matcher(Files.readString(Path.of("..", "pom.xml")));
        return named.results().map(each -> each.group(1)).filter(each -> !WITHOUT_API.contains(each)).toList();
    }

    private static List<String> dump(String module) throws IOException {
        Path[] entries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(ApiDumpTest::isModule).toArray(Path[]::new);
        List<String> lines = new ArrayList<>();
        lines.add("The public API of module io.creel." + module + ". To rewrite it: " + REWRITE);
        lines.addAll(new ModuleApi(ModuleFinder.of(entries).find("io.creel." + module).orElseThrow(
                () -> new AssertionError("a module of the build is not on the class path of the examples, add it there"
                        + " or to those without an API: module=" + module)))
                .lines());
        return lines;
    }

    private static boolean isModule(Path entry) {
        try {
            return !entry.endsWith("test-classes") && !ModuleFinder.of(entry).findAll().isEmpty();
        } catch (FindException noModule) {
            return false;
        }
    }

    /** A module that is gone leaves no file behind. */
    @Test
    void shouldHaveAFileForEachModuleAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(FILES)) {
            assertEquals(modules().stream().map(module -> module + ".txt").sorted().toList(),
                    files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    /** A program that exports a package is a module with an API, and needs a file. */
    @ParameterizedTest
    @MethodSource("programs")
    void shouldExportNothingFromAProgram(String program) {
        ModuleFinder.of(Path.of("..", program, "target", "classes")).find("io.creel." + program)
                .ifPresent(module -> assertEquals(Set.of(), module.descriptor().exports()));
    }

    static Set<String> programs() {
        return WITHOUT_API;
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldBeTheApiThatIsWrittenDown(String module) throws IOException {
        List<String> present = dump(module);
        Path file = FILES.resolve(module + ".txt");
        if (System.getProperty("api.write") != null) {
            Files.write(file, present);
        }
        List<String> written = Files.exists(file) ? Files.readAllLines(file) : List.of();
        String changes = changes(written, present);
        assertTrue(changes.isEmpty(), () -> "the public API differs from docs/api/" + module + ".txt:\n" + changes
                + "If the change is meant, write it down by\n" + REWRITE);
        assertEquals(written, present, "order of lines in docs/api/" + module + ".txt");
    }

    /** Lists lines that are gone, marked by a minus, and new ones, marked by a plus, each with the type it is in. */
    static String changes(List<String> before, List<String> after) {
        Set<String> gone = inContext(before);
        Set<String> come = inContext(after);
        Set<String> both = new LinkedHashSet<>(gone);
        both.retainAll(come);
        gone.removeAll(both);
        come.removeAll(both);
        StringBuilder text = new StringBuilder();
        gone.forEach(line -> text.append("- ").append(line).append('\n'));
        come.forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.toString();
    }

    private static Set<String> inContext(List<String> lines) {
        Set<String> found = new LinkedHashSet<>();
        String inPackage = "";
        String type = "";
        for (String line : lines) {
            if (line.startsWith(" ")) {
                found.add(inPackage + "." + type + ": " + line.strip());
            } else if (line.matches("(@.* )?package .*")) {
                found.add(line);
                inPackage = line.replaceAll(".*package ", "");
            } else if (!line.isEmpty()) {
                found.add(inPackage + ": " + line);
                type = line.replaceAll(".*(?:class|interface|enum|record) ([\\w.]+).*", "$1");
            }
        }
        return found;
    }

    /** The canary. */
    @Test
    void shouldSayWhatChanged() {
        List<String> before = List.of("", "package a", "public final class B", "    public int get(int index)");
        List<String> after = List.of("", "package a", "public final class B", "    public int get(int index) throws E",
                "public class C");
        assertEquals("""
                     - a.B: public int get(int index)
                     + a.B: public int get(int index) throws E
                     + a: public class C
                     """, changes(before, after));
        assertEquals("", changes(after, after));
    }
}
