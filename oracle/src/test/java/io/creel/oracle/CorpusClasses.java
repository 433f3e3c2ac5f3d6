package io.creel.oracle;

import io.creel.agent.check.CheckLevel;
import io.creel.agent.check.Weaver;
import io.creel.oracle.woven.Environment;
import io.creel.verifier.corpus.Crime;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The programs of the verifier's corpus, loaded anew with checks in them, and what surrounds them. */
final class CorpusClasses {
    private static final String PACKAGE = "io.creel.verifier.corpus";
    private static final String ENVIRONMENT = "io.creel.oracle.woven.WovenEnvironment";
    private final CheckedClasses loader;
    private final Environment environment;
    private final Contracts contracts;

    /**
     * One program.
     *
     * @param type
     *            its class
     * @param code
     *            the verifier's code; {@code null} if the program is accepted
     */
    record Sample(Class<?> type, String code) {
        String name() {
            Class<?> file = type.getEnclosingClass();
            return (file == null ? "" : file.getSimpleName() + ".") + type.getSimpleName();
        }
    }

    /** Loads the programs with the checks of a level. */
    CorpusClasses(CheckLevel level) {
        this(Weaver.of(CorpusClasses.class.getClassLoader(), level));
    }

    CorpusClasses(UnaryOperator<byte[]> weaving) {
        this(CorpusClasses.class.getClassLoader(), weaving);
    }

    /** Loads the programs of the package that a class loader has. */
    CorpusClasses(ClassLoader parent, UnaryOperator<byte[]> weaving) {
        contracts = new Contracts(parent);
        loader = new CheckedClasses(parent,
                name -> name.startsWith(PACKAGE + ".") || name.equals(ENVIRONMENT), PacketHook.after(weaving));
        try {
            environment = (Environment) loader.loadClass(ENVIRONMENT).getConstructor().newInstance();
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns every program, in the order of the names. */
    List<Sample> samples() throws IOException, URISyntaxException {
        List<Sample> samples = new ArrayList<>();
        for (String file : files()) {
            for (Class<?> type : load(file).getDeclaredClasses()) {
                add(type, samples);
            }
        }
        samples.sort(Comparator.comparing(Sample::name));
        return samples;
    }

    Sample sample(String name) throws IOException, URISyntaxException {
        return samples().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }

    private static void add(Class<?> type, List<Sample> samples) {
        Stream.of(type.getAnnotations()).forEach(annotation -> {
            String kind = annotation.annotationType().getSimpleName();
            if (kind.equals("Accepted")) {
                samples.add(new Sample(type, null));
            } else if (kind.equals("Rejected")) {
                samples.add(new Sample(type, value(annotation)));
            }
        });
    }

    private static String value(Object rejected) {
        return rejected.toString().replaceAll(".*\"(CR\\d+)\".*", "$1");
    }

    private Class<?> load(String file) {
        return type(PACKAGE + "." + file.substring(0, file.length() - ".class".length()));
    }

    /** Returns a class of the package, with its checks. */
    Class<?> type(String name) {
        try {
            return loader.loadClass(name);
        } catch (ClassNotFoundException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Returns the class files of the corpus that are not nested. They are in a folder, or in a jar. */
    private static List<String> files() throws IOException, URISyntaxException {
        Path place = Path.of(Crime.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
            return files(place.resolve(PACKAGE.replace('.', '/')));
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return files(jar.getPath(PACKAGE.replace('.', '/')));
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("$") && !name.contains("-")).sorted()
                    .toList();
        }
    }

    /** Returns each member of a program that others may use, as a program to explore. */
    List<CorpusProgram> members(Sample sample, Set<String> codes) {
        return Client.entries(sample.type).stream()
                .map(entry -> new CorpusProgram(contracts, environment, sample.type, entry, codes)).toList();
    }
}
