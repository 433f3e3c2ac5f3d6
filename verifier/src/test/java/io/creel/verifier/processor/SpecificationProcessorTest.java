package io.creel.verifier.processor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The processor says about sources what the verifier says about class files, as far as no body is needed. */
class SpecificationProcessorTest {
    private static final Path CORPUS = Path.of("src/test/java/io/creel/verifier/corpus");

    /** Returns the errors, each as a line number and a message. */
    private static List<Diagnostic<? extends JavaFileObject>> errors(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var found = new DiagnosticCollector<JavaFileObject>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(found, null, null)) {
            var task = compiler.getTask(null, files, found,
                    List.of("-proc:only", "-cp", System.getProperty("java.class.path")), null,
                    files.getJavaFileObjectsFromPaths(sources));
            task.setProcessors(List.of(new SpecificationProcessor()));
            task.call();
        }
        List<Diagnostic<? extends JavaFileObject>> errors = new ArrayList<>();
        found.getDiagnostics().stream().filter(each -> each.getKind() == Diagnostic.Kind.ERROR).forEach(errors::add);
        return errors;
    }

    private static TreeSet<String> messages(List<Path> sources) throws IOException {
        TreeSet<String> messages = new TreeSet<>();
        errors(sources).forEach(each -> messages.add(each.getMessage(null)));
        return messages;
    }

    @Test
    void shouldSayTheSameAsTheVerifier() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        String golden = Files.readString(Path.of("src/test/resources/io/creel/verifier/golden/WrongContracts.txt"));
        for (String fault : golden.split("(?=# )")) {
            String headline = fault.replaceAll("(?s).*(error\\[CR022]: [^\\n]*).*", "$1");
            String help = fault.replaceAll("(?s).*= help: ([^\\n]*).*", "$1");
            if (!headline.contains("set by more than one method")) { // needs bodies
                expected.add(headline + "; " + help);
            }
        }
        assertTrue(expected.size() >= 10, expected::toString);
        assertEquals(expected, messages(List.of(CORPUS.resolve("WrongContracts.java"))));
    }

    @Test
    void shouldNameTheLineOfTheMethod() throws IOException {
        Path source = CORPUS.resolve("WrongContracts.java");
        List<String> lines = Files.readAllLines(source);
        for (Diagnostic<?> each : errors(List.of(source))) {
            assertTrue(lines.get((int) each.getLineNumber() - 1).contains("("), each::toString);
        }
    }

    @Test
    void shouldAcceptTheRestOfTheCorpus() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            assertEquals(new TreeSet<>(), messages(files.filter(file -> !file.endsWith("WrongContracts.java"))
                    .filter(file -> file.toString().endsWith(".java")).toList()));
        }
    }

    @Test
    void shouldAcceptThePacketPath() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../ip/src/main/java/io"))) {
            assertEquals(new TreeSet<>(), messages(files.filter(file -> file.toString().endsWith(".java")).toList()));
        }
    }

    @Test
    void shouldBeFoundByTheCompiler() throws IOException {
        try (var in = SpecificationProcessor.class
                .getResourceAsStream("/META-INF/services/javax.annotation.processing.Processor")) {
            assertEquals(SpecificationProcessor.class.getName(), new String(in.readAllBytes()).strip());
        }
    }
}
