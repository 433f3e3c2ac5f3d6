package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * One name stands for one thing: no two top-level classes of main code have the same simple name, in whatever module, and no nested class
 * that others can see has the name of another class of the product.
 */
class OneNameTest {
    /** Every module and every package may have one of each; these are no classes. */
    private static final Set<String> DESCRIPTORS = Set.of("module-info.java", "package-info.java");

    /** Benchmarks and the course are read one file at a time. */
    private static final Set<String> NO_PRODUCT = Set.of("examples", "jmh");
    /** What says only which part a class has in the one around it, such as {@code Fifo.Provider}. */
    private static final Set<String> PARTS = Set.of("All", "Kind", "Provider", "State");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"\"\".*?\"\"\"", Pattern.DOTALL);
    private static final Pattern NESTED = Pattern.compile(
            "^ +((?:(?:public|protected|private|abstract|static|final|sealed|non-sealed) )*)(?:class|record|interface|enum|@interface) (\\w+)",
            Pattern.MULTILINE);

    private static List<Path> mainSources() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    found.addAll(files.filter(file -> file.toString().endsWith(".java")).toList());
                }
            }
        }
        return found;
    }

    /** The files by name of those names that occur more than once. */
    private static Map<String, List<String>> repeated(List<Path> sources, Set<String> excepted) {
        Map<String, List<String>> byName = new TreeMap<>();
        for (Path source : sources) {
            String name = source.getFileName().toString();
            if (!excepted.contains(name)) {
                byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(source.toString());
            }
        }
        byName.values().removeIf(files -> files.size() == 1);
        return byName;
    }

    @Test
    void shouldGiveEveryClassItsOwnName() throws IOException {
        List<Path> sources = mainSources();
        for (String module : List.of("core", "queues", "net", "schedulers", "sim", "servers", "cli", "examples", "jmh",
                "agrona")) {
            assertTrue(sources.stream().anyMatch(source -> source.startsWith(Path.of("..", module))), module);
        }
        assertEquals(Map.of(), repeated(sources, DESCRIPTORS));
    }

    /** The canary: names that do repeat. */
    @Test
    void shouldNoticeANameThatRepeats() throws IOException {
        assertEquals(DESCRIPTORS, repeated(mainSources(), Set.of()).keySet());
    }

    /** The places by name of nested classes that are not private and share their name with another class of the product. */
    private static Map<String, List<String>> repeatedNested(Set<String> excepted) throws IOException {
        Map<String, List<String>> byName = new TreeMap<>();
        Set<String> nested = new HashSet<>();
        for (Path source : mainSources()) {
            if (NO_PRODUCT.contains(source.getName(1).toString())
                    || DESCRIPTORS.contains(source.getFileName().toString())) {
                continue;
            }
            String outer = source.getFileName().toString().replace(".java", "");
            byName.computeIfAbsent(outer, _ -> new ArrayList<>()).add(outer);
            Matcher found = NESTED.matcher(COMMENT.matcher(Files.readString(source)).replaceAll(""));
            while (found.find()) {
                if (!found.group(1).contains("private") && !excepted.contains(found.group(2))) {
                    nested.add(found.group(2));
                    byName.computeIfAbsent(found.group(2), _ -> new ArrayList<>()).add(outer + "." + found.group(2));
                }
            }
        }
        byName.entrySet().removeIf(each -> each.getValue().size() == 1 || !nested.contains(each.getKey()));
        return byName;
    }

    @Test
    void shouldNameNoNestedClassLikeAnotherOne() throws IOException {
        assertEquals(Map.of(), repeatedNested(PARTS));
    }

    /** The canary: each of the parts does repeat. */
    @Test
    void shouldNoticeANestedNameThatRepeats() throws IOException {
        assertEquals(PARTS, repeatedNested(Set.of()).keySet());
    }
}
