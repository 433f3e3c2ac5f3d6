package io.creel.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prints the packages of core, the cycles between them and the largest cycle of classes, and bounds both. */
class DependencyCyclesTest {
    /** The largest cycle has 37 of 109 classes; the bound leaves room for a few more. */
    private static final int MAX_CLASSES_IN_A_CYCLE = 40;
    private static final String ROOT = "io/creel/core";
    private static final Pattern NAME_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+);");

    private static Map<String, Set<String>> classes() throws IOException {
        Path root = Path.of("target/classes");
        Map<String, Set<String>> uses = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root.resolve(ROOT))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                String user = outermost(model.thisClass().asInternalName());
                if (!user.endsWith("package-info")) {
                    uses.computeIfAbsent(user, made -> new TreeSet<>()).addAll(namesIn(model));
                }
            }
        }
        uses.forEach((user, used) -> used.removeIf(name -> name.equals(user) || !uses.containsKey(name)));
        return uses;
    }

    private static Set<String> namesIn(ClassModel model) {
        Set<String> names = new HashSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof ClassEntry type) {
                names.add(outermost(type.asInternalName()));
            } else if (entry instanceof Utf8Entry text) {
                Matcher matcher = NAME_IN_DESCRIPTOR.matcher(text.stringValue());
                while (matcher.find()) {
                    names.add(outermost(matcher.group(1)));
                }
            }
        }
        return names;
    }

    private static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('/'));
    }

    private static Map<String, Set<String>> packages(Map<String, Set<String>> classes) {
        Map<String, Set<String>> packages = new TreeMap<>();
        classes.forEach((user, used) -> {
            Set<String> others = packages.computeIfAbsent(packageOf(user), made -> new TreeSet<>());
            used.stream().map(DependencyCyclesTest::packageOf).filter(name -> !name.equals(packageOf(user)))
                    .forEach(others::add);
        });
        return packages;
    }

    /** Returns the sets of nodes that reach each other, without single nodes, the largest first. */
    private static List<Set<String>> cycles(Map<String, Set<String>> graph) {
        Map<String, Set<String>> reached = new TreeMap<>();
        graph.keySet().forEach(node -> reached.put(node, reachedFrom(node, graph)));
        Set<Set<String>> cycles = new HashSet<>();
        for (String node : graph.keySet()) {
            Set<String> cycle = reached.get(node).stream().filter(other -> reached.get(other).contains(node))
                    .collect(Collectors.toCollection(TreeSet::new));
            if (cycle.size() > 1) {
                cycles.add(cycle);
            }
        }
        return cycles.stream().sorted(Comparator.comparing(Set<String>::size).reversed()).toList();
    }

    private static Set<String> reachedFrom(String start, Map<String, Set<String>> graph) {
        Set<String> reached = new TreeSet<>();
        List<String> open = new ArrayList<>(List.of(start));
        while (!open.isEmpty()) {
            for (String next : graph.get(open.removeLast())) {
                if (reached.add(next)) {
                    open.add(next);
                }
            }
        }
        return reached;
    }

    @Test
    void shouldHaveNoCycleOfPackagesBesideTheKernelAndItsAccess() throws IOException {
        Map<String, Set<String>> classes = classes();
        Map<String, Set<String>> packages = packages(classes);
        packages.keySet().forEach(name -> System.out.println("package " + name.replace('/', '.') + ": classes="
                + classes.keySet().stream().filter(type -> packageOf(type).equals(name)).count()));
        List<Set<String>> ofPackages = cycles(packages);
        System.out.println("cycles of packages: " + ofPackages);
        List<Set<String>> ofClasses = cycles(classes);
        int largest = ofClasses.isEmpty() ? 0 : ofClasses.getFirst().size();
        System.out.println("largest cycle of classes: classes=" + largest + ", of=" + classes.size());
        assertEquals(List.of(Set.of(ROOT, ROOT + "/internal")), ofPackages, "the kernel and its way in, and no other");
        assertTrue(largest <= MAX_CLASSES_IN_A_CYCLE, () -> "largest cycle of classes: classes=" + largest + ", most="
                + MAX_CLASSES_IN_A_CYCLE + ", they are " + ofClasses.getFirst());
    }

    @Test
    void shouldFindACycleThatWasPlanted() {
        Map<String, Set<String>> planted = Map.of("p/A", Set.of("q/B"), "q/B", Set.of("q/C"), "q/C", Set.of("p/A"),
                "r/D",
                Set.of("p/A"));
        assertEquals(List.of(Set.of("p/A", "q/B", "q/C")), cycles(planted));
        assertEquals(List.of(Set.of("p", "q")), cycles(packages(planted)));
    }

    /** Compares with the output of javap for a class that uses most of the kernel. */
    @Test
    void shouldSeeWhatAClassUses() throws IOException {
        Set<String> used = classes().get(ROOT + "/AfterSwitch");
        assertTrue(used.containsAll(Set.of(ROOT + "/RunLoop", ROOT + "/Coroutine", ROOT + "/Stash")), used::toString);
        assertTrue(!used.contains(ROOT + "/lock/CoroutineLock"), used::toString);
    }
}
