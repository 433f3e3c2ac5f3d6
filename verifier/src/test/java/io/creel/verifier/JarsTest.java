package io.creel.verifier;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Verifies other people's jars, which know nothing of Creel: no crash, and few false alarms. Not part of the build:
 * {@code -Dcreel.jars=FOLDER} names a folder with jars, and the test prints a table.
 */
@EnabledIfSystemProperty(named = "creel.jars", matches = ".+")
class JarsTest {
    @Test
    void shouldVerifyEachJarWithoutACrash() throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("creel.jars")))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        assertFalse(jars.isEmpty(), "no jar in the folder");
        List<String> lines = new ArrayList<>();
        lines.add("| jar | methods | followed | missing classes | ms | alarms | per thousand methods |");
        lines.add("|---|---|---|---|---|---|---|");
        for (Path jar : jars) {
            lines.add(line(jar, jars));
        }
        System.out.println(String.join("\n", lines));
    }

    private static String line(Path jar, List<Path> jars) {
        Verifier verifier = new Verifier().add(jar);
        jars.forEach(verifier::classPath);
        VerifierResult result = verifier.run();
        String statistics = result.statisticsLine();
        long methods = number(statistics, "methods");
        int alarms = result.codes().size();
        assertTrue(methods > 0, statistics);
        return String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %.1f |", jar.getFileName(), methods,
                number(statistics, "checked"), result.missingClasses().size(), number(statistics, "elapsed"), alarms,
                1000.0 * alarms / methods);
    }

    private static long number(String statistics, String name) {
        return Long.parseLong(statistics.replaceFirst(".*\\b" + name + "=(\\d+).*", "$1"));
    }
}
