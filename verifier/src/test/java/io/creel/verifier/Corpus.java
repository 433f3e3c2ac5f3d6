package io.creel.verifier;

import io.creel.verifier.corpus.Accepted;
import io.creel.verifier.corpus.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Finds the programs of the corpus. */
final class Corpus {
    static final Path SOURCES = Path.of("src/test/java");
    private static final String PACKAGE = "io.creel.verifier.corpus";

    private Corpus() {
    }

    /** The classes that hold programs, in the order of their names. */
    static List<Class<?>> files() throws IOException {
        try (Stream<Path> files = Files.list(SOURCES.resolve(PACKAGE.replace('.', '/')))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java") && !name.startsWith("package-")).sorted()
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".java".length())))
                    .filter(type -> programs(type).findAny().isPresent()).toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(PACKAGE + "." + name, false, Corpus.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The programs of a file, in the order of their names. */
    static Stream<Class<?>> programs(Class<?> file) {
        return Arrays.stream(file.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(Rejected.class) || type.isAnnotationPresent(Accepted.class))
                .sorted((a, b) -> a.getName().compareTo(b.getName()));
    }

    static Stream<Class<?>> all() throws IOException {
        return files().stream().flatMap(Corpus::programs);
    }

    static VerifierResult verify(Class<?> program) {
        return new Verifier().sources(SOURCES).add(program).run();
    }
}
