package io.creel.modulepath;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.JvmArguments;
import java.io.File;
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
    private static String entries(Predicate<String> which) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).filter(which)
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void shouldRunVirtualThreadsWhenOnTheModulePath(@TempDir Path folder) throws Exception {
        String tests = File.separator + "test-classes";
        List<String> command = new ArrayList<>(JvmArguments.lines());
        command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-p",
                entries(entry -> entry.matches(".*(core|queues|schedulers).target.(classes|creel-[a-z]+-[^/]*\\.jar)"
                        + "|.*(agrona|jctools)[^/]*\\.jar")),
                "--add-modules", "io.creel.schedulers", "-cp", entries(entry -> entry.endsWith(tests)),
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
