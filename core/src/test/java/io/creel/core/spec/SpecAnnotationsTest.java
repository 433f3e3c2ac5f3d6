package io.creel.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.annotation.Documented;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SpecAnnotationsTest {
    private static final Path CLASSES = Path.of("target/classes/io/creel/core/spec");
    private static final Path SOURCES = Path.of("src/main/java/io/creel/core/spec");
    private static final Map<String, String> TARGETS = new TreeMap<>(Map.ofEntries(
            Map.entry("Acquires", "METHOD CONSTRUCTOR"), Map.entry("Borrowed", "METHOD PARAMETER TYPE"),
            Map.entry("Changes", "METHOD PARAMETER"), Map.entry("GivenBack", "PARAMETER"),
            Map.entry("ThreadOwned", "TYPE METHOD"), Map.entry("Unowned", "METHOD PARAMETER FIELD"),
            Map.entry("Epoch", "METHOD PARAMETER FIELD LOCAL_VARIABLE"), Map.entry("From", "METHOD PARAMETER"),
            Map.entry("Inline", "PARAMETER"), Map.entry("Locks", "METHOD"), Map.entry("NoPreempt", "METHOD"),
            Map.entry("NoSuspend", "FIELD METHOD TYPE"), Map.entry("Owned", "TYPE FIELD"),
            Map.entry("Releases", "METHOD PARAMETER"), Map.entry("RequiresLock", "METHOD"),
            Map.entry("Returns", "METHOD"), Map.entry("RunsOn", "METHOD TYPE"), Map.entry("Stable", "FIELD"),
            Map.entry("States", "TYPE"),
            Map.entry("Suspends", "METHOD"), Map.entry("TiedTo", "METHOD PARAMETER"),
            Map.entry("To", "METHOD PARAMETER"), Map.entry("Transfers", "METHOD PARAMETER"),
            Map.entry("Unchecked", "METHOD CONSTRUCTOR TYPE"), Map.entry("Unlocks", "METHOD")));

    private static Set<Class<?>> classes() throws IOException, ClassNotFoundException {
        Set<String> names;
        try (Stream<Path> files = Files.list(CLASSES)) {
            names = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length())).collect(Collectors.toSet());
        }
        Set<Class<?>> found = new HashSet<>();
        for (String name : names) {
            if (!name.equals("package-info")) {
                found.add(Class.forName("io.creel.core.spec." + name));
            }
        }
        return found;
    }

    private static Set<Class<?>> annotations() throws IOException, ClassNotFoundException {
        return classes().stream().filter(Class::isAnnotation).collect(Collectors.toSet());
    }

    private static String targets(Class<?> annotation) {
        return Arrays.stream(annotation.getAnnotation(Target.class).value()).map(Enum::name)
                .collect(Collectors.joining(" "));
    }

    @Test
    void shouldHaveTheTargetsThatTheRulesSpeakOf() throws Exception {
        Map<String, String> found = new TreeMap<>();
        for (Class<?> annotation : annotations()) {
            if (!annotation.isMemberClass()) {
                found.put(annotation.getSimpleName(), targets(annotation));
            }
        }
        assertEquals(TARGETS, found);
    }

    @Test
    void shouldStayInTheClassFileAndOutOfTheRunningProgram() throws Exception {
        for (Class<?> annotation : annotations()) {
            assertEquals(RetentionPolicy.CLASS, annotation.getAnnotation(Retention.class).value(), annotation::getName);
            assertTrue(annotation.isAnnotationPresent(Documented.class), annotation::getName);
        }
    }

    @Test
    void shouldGiveEachContainerTheTargetsOfWhatItHolds() throws Exception {
        for (Class<?> annotation : annotations()) {
            Repeatable repeatable = annotation.getAnnotation(Repeatable.class);
            if (repeatable != null) {
                Class<? extends Annotation> container = repeatable.value();
                assertEquals(targets(annotation), targets(container));
            }
        }
    }

    @Test
    void shouldDependOnNothingButJavaLang() throws Exception {
        Set<String> outside = new TreeSet<>();
        try (Stream<Path> files = Files.list(CLASSES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassFile.of().parse(Files.readAllBytes(file)).constantPool().forEach(entry -> {
                    if (entry instanceof ClassEntry type && !type.asInternalName().startsWith("java/lang/")
                            && !type.asInternalName().replaceAll("^\\[*L?", "")
                                    .matches("(io/creel/core/spec|java/lang)/.*")) {
                        outside.add(type.asInternalName());
                    }
                });
            }
        }
        assertEquals(Set.of(), outside);
    }

    @Test
    void shouldMeanEveryResultUnlessOneIsNamed() throws Exception {
        for (Class<?> annotation : annotations()) {
            for (Method member : annotation.getDeclaredMethods()) {
                if (member.getName().equals("when")) {
                    assertEquals(Result.ALWAYS, member.getDefaultValue(), annotation::getName);
                }
            }
        }
    }

    @Test
    void shouldShowAnExampleOfEach() throws Exception {
        for (String name : TARGETS.keySet()) {
            String source = Files.readString(SOURCES.resolve(name + ".java"));
            assertTrue(source.contains("<pre>") && source.contains("&#64;" + name), name);
        }
    }

    /** All annotations compile at their targets. */
    @States({"RAW", "DONE"})
    @Owned
    @RunsOn(Place.COROUTINE)
    private static class Everywhere {
        @NoSuspend
        final Object lock = new Object();
        @Epoch
        long epoch;

        @Acquires
        @Unchecked("a test")
        Everywhere() {
        }

        @From("RAW")
        @To(value = "DONE", when = Result.TRUE)
        @To(value = "RAW", when = Result.FALSE)
        @Transfers(when = Result.TRUE, onException = true)
        @Releases(when = Result.FALSE)
        @Locks("this.lock")
        @NoPreempt
        boolean step(@Borrowed Object lent, @Inline Runnable callback, @TiedTo("this") Object tied) {
            return true;
        }

        @Returns("same")
        @Borrowed(from = "this")
        @Suspends(releasing = "same")
        @RequiresLock({"this.lock"})
        @Unlocks("this.lock")
        @TiedTo("same")
        Object others(@From({"RAW", "DONE"}) @To("DONE") @Transfers @Releases Object same, @Epoch long number) {
            return same;
        }
    }

    @Test
    void shouldCompileAtTheirTargets() {
        assertTrue(new Everywhere().step(null, null, null));
    }
}
