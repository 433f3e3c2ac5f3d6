package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class that an older JVM reads. */
class OlderJavaTest {
    private static final int JAVA_8 = 52;

    @Test
    void shouldSayWhichJavaIsNeeded(@TempDir Path folder) throws Exception {
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-Xlint:-options",
                "--release", "8", "-d", folder.toString(), "src/main/java8/io/creel/agent/AgentMain.java");
        assertEquals(0, status);
        assertEquals(JAVA_8, Files.readAllBytes(folder.resolve("io/creel/agent/AgentMain.class"))[7]);
        try (URLClassLoader loader = new URLClassLoader(new URL[]{folder.toUri().toURL()}, null)) {
            Method wrong = loader.loadClass("io.creel.agent.AgentMain").getDeclaredMethod("wrong", String.class);
            wrong.setAccessible(true);
            assertEquals("the agent needs Java 25 or newer, start the program with it: java=1.8",
                    AgentCodes.sentence("CA005", (String) wrong.invoke(null, "1.8")));
            assertTrue(wrong.invoke(null, "24").toString().endsWith("java=24"));
            assertNull(wrong.invoke(null, "25"));
            assertNull(wrong.invoke(null, "26"));
        }
    }
}
