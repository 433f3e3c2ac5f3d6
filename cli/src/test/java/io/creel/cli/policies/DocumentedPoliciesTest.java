package io.creel.cli.policies;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.policy.PolicyChoice;
import io.creel.sim.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policies and fault plans in command lines of README and the documents are valid. */
class DocumentedPoliciesTest {
    private static final int CORES = 16;
    /** A word or a quoted text; a line may end between an option and its value. */
    private static final Pattern OPTION = Pattern
            .compile("--(policy|swap|fault)[\\s=]+(?:'([^']+)'|\"([^\"]+)\"|([^\\s`'\"]+))");

    private record Documented(Path file, String option, String value) {
    }

    private static List<Documented> documented() throws IOException {
        List<Documented> all = new ArrayList<>();
        try (Stream<Path> documents = Files.walk(Path.of("../docs"))) {
            for (Path file : Stream.concat(Stream.of(Path.of("../README.md")),
                    documents.filter(path -> path.toString().endsWith(".md"))).toList()) {
                Matcher found = OPTION.matcher(Files.readString(file));
                while (found.find()) {
                    String value = Stream.of(found.group(2), found.group(3), found.group(4))
                            .filter(each -> each != null)
                            .findFirst().orElseThrow();
                    if (!value.equals("…") && !value.matches(".*[A-Z]{3,}.*")) { // a placeholder for any policy
                        all.add(new Documented(file, found.group(1), value));
                    }
                }
            }
        }
        return all;
    }

    @Test
    void shouldReadEveryPolicyThatADocumentNames() throws IOException {
        List<Documented> all = documented();
        assertTrue(all.size() >= 6, all::toString);
        for (Documented each : all) {
            assertDoesNotThrow(() -> {
                if (each.option.equals("fault")) {
                    FaultPlan.parse(each.value, CORES);
                } else {
                    PolicyOptions.split(List.of(each.value)).forEach(PolicyChoice::parse);
                }
            }, each::toString);
        }
    }

    /** A shell interprets brackets unless they are quoted. */
    @Test
    void shouldQuoteBrackets() throws IOException {
        for (Documented each : documented()) {
            if (each.value.contains("(")) {
                String text = Files.readString(each.file);
                assertTrue(text.contains("'" + each.value + "'") || text.contains('"' + each.value + '"'),
                        each::toString);
            }
        }
    }
}
