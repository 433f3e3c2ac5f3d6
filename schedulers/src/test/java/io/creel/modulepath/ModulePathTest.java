package io.creel.modulepath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same argument file on the module path, where {@code java.lang} is opened to the class path only. */
class ModulePathTest {
    private static final String TESTS = File.separator + "test-classes";

    private static String entries(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(which)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** By its name as a module: the entry may be a folder of classes, a jar of this build, or one of the local repository. */
    private static boolean isWanted(String entry) {
        return !entry.endsWith(TESTS) && ModuleFinder.of(Path.of(entry)).findAll().stream()
                .anyMatch(
                        module -> module.descriptor().name().matches("io\\.creel\\..*|org\\.jctools.*"));
    }

    @Test
    void shouldRunVirtualThreadsWhenOnTheModulePath(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-p",
                entries(ModulePathTest::isWanted), "--add-modules", "io.creel.schedulers", "-cp",
                entries(entry -> entry.endsWith(TESTS)),
                ThreadsProgram.class.getName()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output).strip();
        assertTrue(ended && said.matches(
                "ran in module io.creel.schedulers on VirtualThread\\[#\\d+,web-0]/runnable@web-0"), said);
    }
}
