package io.creel.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The build notes the digest of every class of Creel in creel.jar. The agent verifies a class without one when it is
 * loaded, together with all of the jar, which takes longer than the start of the demo.
 */
class NotedModulesTest {
    /** Only in tests. */
    private static final Set<String> NOT_IN_THE_JAR = Set.of("agent", "verifier");

    /** Folder of classes while only tests run, or jar once the build has packaged the module. Test jars are not in creel.jar. */
    private static final Pattern MODULE = Pattern.compile("/(\\w+)/target/(classes|creel-[\\w.-]+(?<!-tests)\\.jar)$");

    private static Set<String> noted(Path pom) throws IOException {
        String text = Files.readString(pom);
        int digests = text.indexOf("io.creel.agent.load.NoteDigests");
        String arguments = text.substring(digests, text.indexOf("</arguments>", digests));
        Set<String> modules = new TreeSet<>();
        Pattern.compile("<argument>\\.\\./(\\w+)/target/classes</argument>").matcher(arguments).results()
                .forEach(each -> modules.add(each.group(1)));
        return modules;
    }

    @Test
    void shouldNoteEveryModuleThatTheJarContains() throws IOException {
        Set<String> contained = new TreeSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Matcher module = MODULE.matcher(Path.of(entry).toAbsolutePath().normalize().toString());
            if (module.find()
                    && (module.group(2).startsWith("creel-") || Files.exists(Path.of(entry, "io", "creel")))) {
                contained.add(module.group(1));
            }
        }
        assertTrue(contained.contains("core"), contained::toString);
        contained.removeAll(NOT_IN_THE_JAR);
        contained.remove("cli"); // notes its own classes
        Set<String> noted = noted(Path.of("pom.xml"));
        noted.addAll(noted(Path.of("..", "agent", "pom.xml")));
        assertEquals(contained, noted);
    }
}
