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

/**
 * Uses the same argument file on the module path: the file grants native access to the class path, and Creel's module
 * passes it on.
 */
class NativeAccessTest {
    private static String entries(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(which)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isTests(String entry) {
        return entry.endsWith(File.separator + "test-classes");
    }

    private static boolean isWanted(String entry) {
        return !isTests(entry) && ModuleFinder.of(Path.of(entry)).findAll().stream()
                .anyMatch(module -> module.descriptor().name().matches("io\\.creel\\..*|org\\.jctools.*"));
    }

    @Test
    void shouldCallNativeFunctionsWithoutAWarningWhenOnTheModulePath(@TempDir Path folder) throws Exception {
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-p", entries(NativeAccessTest::isWanted), "--add-modules", "io.creel.net", "-cp",
                entries(NativeAccessTest::isTests), FramesProgram.class.getName()));
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertTrue(
                ended && said
                        .matches("opened by module io\\.creel\\.net: 0\nno such interface: interface=creel-none, .*\n"),
                said);
    }
}
