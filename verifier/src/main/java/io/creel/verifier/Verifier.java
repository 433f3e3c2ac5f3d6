package io.creel.verifier;

import io.creel.verifier.contract.BadInput;
import io.creel.verifier.contract.World;
import io.creel.verifier.engine.Verification;
import io.creel.verifier.report.RuleFault;
import io.creel.verifier.report.TextReport;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Checks classes against the rules that annotations state. Set up by one thread, used once.
 *
 * <pre>{@code
 * Verifier.verify(DataPath.class, Worker.class).assertAccepted();
 * }</pre>
 */
public final class Verifier {
    /** The contracts of the JDK's own classes. */
    private static final String JDK = "jdk.spec";

    private final List<Path> classPath = new ArrayList<>();
    private final List<Path> sources = new ArrayList<>();
    private final Map<String, byte[]> classes = new HashMap<>();
    private final List<JarFile> jars = new ArrayList<>();
    private final List<String[]> specifications = new ArrayList<>();
    private final List<String> targets = new ArrayList<>();
    private Predicate<String> trusted = name -> false;
    private ClassLoader loader;

    /** Makes a verifier that has nothing to check yet. */
    public Verifier() {
        specifications.add(new String[]{JDK, jdkSpecification()});
    }

    private static String jdkSpecification() {
        try (InputStream in = Verifier.class.getResourceAsStream(JDK)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * Makes the contracts of a class path, with those of the JDK's own classes. For tools that verify or change one
     * class after the other.
     *
     * @param classPath
     *            opens the class file of an internal name; gives {@code null} if there is none
     * @return the contracts; for one thread
     */
    public static World contracts(Function<String, InputStream> classPath) {
        World world = new World(classPath);
        world.specify(JDK, jdkSpecification());
        return world;
    }

    /**
     * Checks loaded classes, with their nested classes. Other classes come from their class loader.
     *
     * @param types
     *            the classes
     * @return the result
     */
    public static VerifierResult verify(Class<?>... types) {
        Verifier verifier = new Verifier();
        for (Class<?> type : types) {
            verifier.add(type);
        }
        return verifier.run();
    }

    /**
     * Adds a loaded class, with its nested classes.
     *
     * @param type
     *            the class
     * @return this
     */
    public Verifier add(Class<?> type) {
        loader = loader == null ? type.getClassLoader() : loader;
        String name = type.getName().replace('.', '/');
        try (InputStream in = type.getResourceAsStream("/" + name + ".class")) {
            if (in == null) {
                throw new BadInput("CR092",
                        "a class is missing, its class file cannot be found: class=" + type.getName());
            }
            classes.put(name, in.readAllBytes());
            targets.add(name);
        } catch (IOException unreadable) {
            throw new BadInput("CR091", "the class file cannot be read: class=" + type.getName());
        }
        for (Class<?> nested : type.getDeclaredClasses()) {
            add(nested);
        }
        addAnonymous(type);
        return this;
    }

    private void addAnonymous(Class<?> type) {
        for (int i = 1; i < 100; i++) {
            try {
                Class<?> nested = Class.forName(type.getName() + "$" + i, false, type.getClassLoader());
                String name = nested.getName().replace('.', '/');
                if (!classes.containsKey(name)) {
                    add(nested);
                }
            } catch (ClassNotFoundException noMore) {
                return;
            }
        }
    }

    /**
     * Adds a class that exists only as bytes.
     *
     * @param name
     *            its name in messages
     * @param bytes
     *            the class file
     * @return this
     */
    public Verifier add(String name, byte[] bytes) {
        classes.put(name, bytes.clone());
        targets.add(name);
        return this;
    }

    /**
     * Adds a folder, a jar or a class file.
     *
     * @param target
     *            the file
     * @return this
     */
    public Verifier add(Path target) {
        classPath.add(0, target);
        try {
            if (Files.isDirectory(target)) {
                try (Stream<Path> files = Files.walk(target)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".class")).sorted().toList()) {
                        add(file.toString(), Files.readAllBytes(file));
                    }
                }
            } else if (target.toString().endsWith(".class")) {
                add(target.toString(), Files.readAllBytes(target));
            } else {
                try (JarFile jar = new JarFile(target.toFile())) {
                    for (var entry : jar.stream().filter(each -> each.getName().endsWith(".class")
                            && !each.getName().startsWith("META-INF/")).toList()) {
                        try (InputStream in = jar.getInputStream(entry)) {
                            add(target + "!" + entry.getName(), in.readAllBytes());
                        }
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new BadInput("CR091", "the file cannot be read, it must be a folder, a jar or a class file: file="
                    + target);
        }
        return this;
    }

    /**
     * Names a folder or jar with classes that the checked ones use.
     *
     * @param entry
     *            the file
     * @return this
     */
    public Verifier classPath(Path entry) {
        classPath.add(entry);
        return this;
    }

    /**
     * Names the class loader that finds the classes which the checked ones use.
     *
     * @param of
     *            the class loader
     * @return this
     */
    public Verifier loader(ClassLoader of) {
        loader = of;
        return this;
    }

    /**
     * Names a folder with sources, whose lines appear in messages.
     *
     * @param folder
     *            the root of the packages
     * @return this
     */
    public Verifier sources(Path folder) {
        sources.add(folder);
        return this;
    }

    /**
     * Adds an external specification.
     *
     * @param name
     *            its name in messages
     * @param text
     *            its content
     * @return this
     */
    public Verifier specification(String name, String text) {
        specifications.add(new String[]{name, text});
        return this;
    }

    /**
     * Excludes the bodies of classes. Their contracts still bind their callers.
     *
     * @param names
     *            tells for the binary name of a class whether it is trusted
     * @return this
     */
    public Verifier trusting(Predicate<String> names) {
        trusted = trusted.or(names);
        return this;
    }

    /**
     * Checks what was added.
     *
     * @return the result
     * @throws RuntimeException
     *             if something cannot be read; the message is one sentence that begins with a code
     */
    public VerifierResult run() {
        long beganNs = System.nanoTime();
        try {
            World world = new World(this::open);
            for (String[] each : specifications) {
                world.specify(each[0], each[1]);
            }
            for (String target : targets) {
                world.add(target, classes.get(target));
            }
            world.checkStubs();
            Verification verification = new Verification(world, trusted);
            List<RuleFault> faults = verification.run();
            return new VerifierResult(faults, List.copyOf(world.missing()),
                    verification.statistics((System.nanoTime() - beganNs) / 1_000_000), new TextReport(this::source));
        } finally {
            for (JarFile jar : jars) {
                try {
                    jar.close();
                } catch (IOException ignored) {
                    continue; // it was only read
                }
            }
        }
    }

    private InputStream open(String type) {
        byte[] known = classes.get(type);
        if (known != null) {
            return new java.io.ByteArrayInputStream(known);
        }
        String file = type + ".class";
        try {
            for (Path entry : classPath) {
                if (Files.isDirectory(entry) && Files.exists(entry.resolve(file))) {
                    return Files.newInputStream(entry.resolve(file));
                }
            }
            if (jars.isEmpty()) {
                for (Path entry : classPath) {
                    if (entry.toString().endsWith(".jar")) {
                        jars.add(new JarFile(entry.toFile()));
                    }
                }
            }
            for (JarFile jar : jars) {
                if (jar.getEntry(file) != null) {
                    return jar.getInputStream(jar.getEntry(file));
                }
            }
        } catch (IOException unreadable) {
            throw new BadInput("CR091", "the class path cannot be read: class=" + type);
        }
        InputStream found = loader == null ? null : loader.getResourceAsStream(file);
        return found != null ? found : ClassLoader.getSystemResourceAsStream(file);
    }

    private final Map<String, List<String>> sourceLines = new HashMap<>();

    private List<String> source(RuleFault fault) {
        int dot = fault.type().lastIndexOf('.');
        String outer = fault.type();
        return sourceLines.computeIfAbsent(outer + "/" + fault.file(), key -> {
            for (Path folder : sources) {
                for (String path = outer.substring(0, Math.max(dot, 0)).replace('.', '/');; path = path
                        .substring(0, Math.max(path.lastIndexOf('/'), 0))) {
                    Path file = folder.resolve(path).resolve(fault.file());
                    if (Files.exists(file)) {
                        try {
                            return Files.readAllLines(file);
                        } catch (IOException unreadable) {
                            return List.of();
                        }
                    }
                    if (path.isEmpty()) {
                        break;
                    }
                }
            }
            return List.of();
        });
    }
}
