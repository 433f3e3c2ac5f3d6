package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No module of the product requires an automatic module: {@code jlink} makes an image of all of them, and it runs. */
class JlinkTest {
    private static final Set<String> PRODUCT = Set.of("io.creel.core", "io.creel.queues", "io.creel.net",
            "io.creel.ip", "io.creel.schedulers", "io.creel.sim", "io.creel.servers",
            "io.creel.cli");
    private static final Path ARGUMENTS = Path.of("../core/src/main/resources/io/creel/core/creel.args");
    /** Long enough for a busy machine; linking takes a few seconds. */
    private static final long PATIENCE_S = 300;

    @TempDir
    private Path folder;

    private record Result(int exitCode, String said) {
    }

    private Result run(List<String> command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_S, TimeUnit.SECONDS);
        process.destroyForcibly().waitFor();
        String said = Files.readString(output);
        assertTrue(ended, () -> "still running after " + PATIENCE_S + " s: " + command + said);
        return new Result(process.exitValue(), said);
    }

    private static String tool(Path home, String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static boolean isModule(Path entry) {
        try {
            return !entry.endsWith("test-classes") && !ModuleFinder.of(entry).findAll().isEmpty();
        } catch (FindException noModule) {
            return false;
        }
    }

    /**
     * Returns the class path entries of the modules and of what they require; an entry is a jar or a folder of classes.
     */
    private static String modulePath(Set<String> roots) {
        Path[] entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream().map(Path::of)
                .filter(JlinkTest::isModule).toArray(Path[]::new);
        return Configuration.empty().resolve(ModuleFinder.of(entries), ModuleFinder.ofSystem(), roots).modules()
                .stream()
                .map(module -> module.reference()).flatMap(JlinkTest::file).map(Path::toString).sorted()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> file(ModuleReference module) {
        return module.location().filter(at -> at.getScheme().equals("file")).map(Path::of).stream();
    }

    private Result link(Set<String> roots, Path image) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool(Path.of(System.getProperty("java.home")), "jlink"),
                "--module-path", modulePath(roots), "--add-modules", String.join(",", new TreeSet<>(roots)), "--output",
                image.toString()));
        return run(command);
    }

    /**
     * The program uses drivers that are found as services, workers, coroutines, and the JDK internals that core uses.
     */
    @Test
    void shouldLinkEveryModuleOfTheProductAndRunInTheImage() throws Exception {
        Path image = folder.resolve("image");
        Result linked = link(PRODUCT, image);
        assertEquals(0, linked.exitCode, linked.said);
        Result ran = run(List.of(tool(image, "java"), "@" + ARGUMENTS, "-m", "io.creel.cli/io.creel.cli.CreelCommand",
                "sink", "memory:", "--count", "500"));
        assertEquals(0, ran.exitCode, ran.said);
        assertTrue(ran.said.contains(" 500; "), ran.said);
    }

    /** The canary. */
    @Test
    void shouldNotLinkAModuleThatRequiresAnAutomaticOne() throws Exception {
        Result refused = link(Set.of("io.creel.schedulers", "io.creel.agrona"), folder.resolve("image"));
        assertTrue(refused.exitCode != 0, refused.said);
        assertTrue(refused.said.contains("automatic module cannot be used with jlink"), refused.said);
    }
}
