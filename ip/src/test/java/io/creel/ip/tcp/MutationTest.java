package io.creel.ip.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Breaks rules on purpose: patches one source file, compiles it, and runs the tests that the table of rules names for
 * the rule. Each broken rule must turn at least one of its own tests red. The short form takes every eleventh mutation;
 * {@code -Dtcp.mutations=all} takes all, {@code -Dtcp.mutations=N} the Nth, {@code -Dtcp.mutations=N-M} those from N to
 * M.
 */
class MutationTest {
    private static final Path LIST = Path.of("src/test/resources/io/creel/ip/tcp/mutations.txt");
    private static final Path SOURCES = Path.of("src/main/java/io/creel/ip/tcp");
    private static final long LIMIT_MS = 60_000;

    record Mutation(int number, List<String> rules, String file, String from, String to) {
        @Override
        public String toString() {
            return "#" + number + " " + rules + " " + file + ": " + from;
        }
    }

    @TempDir
    private Path folder;

    static List<Mutation> mutations() throws IOException {
        List<Mutation> all = new ArrayList<>();
        String[] blocks = Files.readString(LIST).split("\n\n+");
        for (String block : blocks) {
            List<String> lines = block.lines().filter(line -> !line.startsWith("#") && !line.isBlank()).toList();
            if (lines.isEmpty()) {
                continue;
            }
            assertTrue(lines.size() == 3 && lines.get(1).startsWith("- ") && lines.get(2).startsWith("+ "),
                    "not a mutation: " + block);
            String[] head = lines.get(0).split(" / ");
            all.add(new Mutation(all.size(), List.of(head[0].split(" ")), head[1], lines.get(1).substring(2),
                    lines.get(2).substring(2)));
        }
        return all;
    }

    @Test
    void shouldTurnATestRedWhenARuleIsBroken() throws Exception {
        String choice = System.getProperty("tcp.mutations", "short");
        Map<String, TreeSet<String>> shown = ConformanceTest.shown();
        List<String> survivors = new ArrayList<>();
        int run = 0;
        for (Mutation each : mutations()) {
            if (isChosen(choice, each.number())) {
                run++;
                survivors.addAll(survivors(each, shown));
            }
        }
        assertEquals(List.of(), survivors);
        assertTrue(run > 0);
    }

    private static boolean isChosen(String choice, int number) {
        if (choice.equals("all") || choice.equals("short")) {
            return choice.equals("all") || number % 11 == 0;
        }
        String[] ends = choice.split("-");
        return number >= Integer.parseInt(ends[0]) && number <= Integer.parseInt(ends[ends.length - 1]);
    }

    /** The rules of one mutation none of whose tests turns red. */
    private List<String> survivors(Mutation mutation, Map<String, TreeSet<String>> shown) throws Exception {
        Path classes = compile(mutation);
        TreeSet<String> tests = new TreeSet<>();
        mutation.rules().forEach(rule -> tests.addAll(shown.getOrDefault(rule, new TreeSet<>())));
        TreeSet<String> red = red(classes, tests);
        return mutation.rules().stream()
                .filter(rule -> shown.getOrDefault(rule, new TreeSet<>()).stream().noneMatch(red::contains))
                .map(rule -> rule + " survives " + mutation).toList();
    }

    private static String patched(Mutation mutation) throws IOException {
        String text = Files.readString(SOURCES.resolve(mutation.file() + ".java"));
        Pattern pattern = Pattern
                .compile(Stream.of(mutation.from().split(" ")).map(Pattern::quote).collect(Collectors.joining("\\s+")));
        assertEquals(1, pattern.matcher(text).results().count(), "the text must stand there once: " + mutation);
        return pattern.matcher(text).replaceFirst(Matcher.quoteReplacement(mutation.to()));
    }

    /** In the short form, too: a list that no longer fits the code says so at once. */
    @Test
    void shouldFindTheTextOfEveryMutation() throws IOException {
        for (Mutation each : mutations()) {
            assertNotEquals("", patched(each));
        }
    }

    private Path compile(Mutation mutation) throws IOException {
        String patched = patched(mutation);
        Path out = Files.createDirectories(folder.resolve("m" + mutation.number()));
        Path file = Files.writeString(Files.createDirectories(out.resolve("src")).resolve(mutation.file() + ".java"),
                patched);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (var manager = compiler.getStandardFileManager(null, null, null)) {
            StringWriter messages = new StringWriter();
            assertTrue(compiler.getTask(messages, manager, null,
                    List.of("-d", out.toString(), "-proc:none", "-cp", System.getProperty("java.class.path")), null,
                    manager.getJavaFileObjects(file)).call(), mutation + "\n" + messages);
        }
        return out;
    }

    /** Which of these tests fail with the patched class in front of all others. */
    private static TreeSet<String> red(Path classes, TreeSet<String> tests) throws Exception {
        AtomicReference<TreeSet<String>> result = new AtomicReference<>(tests); // a hang turns all red
        List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
        for (String each : System.getProperty("java.class.path").split(File.pathSeparator)) {
            urls.add(Path.of(each).toUri().toURL());
        }
        try (URLClassLoader loader = new ChildFirst(urls.toArray(URL[]::new))) {
            Thread thread = new Thread(() -> {
                try {
                    @SuppressWarnings("unchecked")
                    TreeSet<String> found = (TreeSet<String>) loader.loadClass("io.creel.ip.tcp.MutantRun")
                            .getMethod("red", TreeSet.class).invoke(null, tests);
                    result.set(found);
                } catch (ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            });
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((_, e) -> e.printStackTrace());
            thread.start();
            thread.join(LIMIT_MS);
        }
        return result.get();
    }

    /** Loads this package anew, and everything else from the parent. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL[] urls) {
            super(urls, MutationTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.creel.ip.tcp.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    /** The canary: a mutation that changes nothing must survive. */
    @Test
    void shouldListASurvivorWhenAMutationChangesNothing() throws Exception {
        Mutation none = new Mutation(0, List.of("MUST-7"), "TcpHeader", "if (cursor.isMalformed()) {",
                "if (cursor.isMalformed() || false) {");
        assertEquals(1, survivors(none, ConformanceTest.shown()).size());
    }

    /** Each rule that has a test has a mutation, or the table says why it can have none. */
    @Test
    void shouldBreakEveryRule() throws Exception {
        TreeSet<String> rules = new TreeSet<>(ConformanceTest.shown().keySet());
        mutations().forEach(each -> rules.removeAll(each.rules()));
        assertEquals(ConformanceTest.unbroken(), rules, "rules without a mutation");
    }
}
