package io.creel.agent;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.creel.program.AcceptedMain;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class TransformerTest {
    private static byte[] bytes() throws IOException {
        try (InputStream in = AcceptedMain.class.getResourceAsStream("AcceptedMain.class")) {
            return in.readAllBytes();
        }
    }

    private static byte[] transform(String options, String type, ClassLoader loader) throws IOException {
        return new ClassTransformer(Options.of(options)).transform(null, loader, type, null,
                AcceptedMain.class.getProtectionDomain(), bytes());
    }

    /** {@code null} leaves the class file as it is. */
    @Test
    void shouldLeaveAnAcceptedClassAsItIsIfChecksAreOff() throws IOException {
        assertNull(transform("", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
        assertNull(transform("check=off", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
    }

    /** The canary. */
    @Test
    void shouldChangeTheSameClassIfChecksAreOn() throws IOException {
        assertNotNull(transform("check=on", "io/creel/program/AcceptedMain", AcceptedMain.class.getClassLoader()));
    }

    @Test
    void shouldLeaveTheJdkAndItselfAlone() throws IOException {
        assertNull(transform("check=on", "java/util/Whatever", null));
        assertNull(transform("check=on", "java/sql/Whatever", ClassLoader.getPlatformClassLoader()));
        assertNull(transform("check=on", "io/creel/agent/Options", AcceptedMain.class.getClassLoader()));
    }
}
