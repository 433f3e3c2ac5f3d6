package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One name stands for one thing: no two top-level classes of main code have the same simple name, in whatever module. */
class OneNameTest {
    /** Every module and every package may have one of each; these are no classes. */
    private static final Set<String> DESCRIPTORS = Set.of("module-info.java", "package-info.java");

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
    void shouldNameNoTwoClassesAlike() throws IOException {
        List<Path> sources = mainSources();
        for (String module : List.of("core", "queues", "net", "schedulers", "sim", "cli", "examples", "jmh",
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
}
