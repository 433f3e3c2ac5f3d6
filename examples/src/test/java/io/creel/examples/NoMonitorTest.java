package io.creel.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No library code that a coroutine may run enters a monitor: a blocked coroutine blocks its worker. {@code
 * ModuleRulesTest} sees locks of {@code java.util.concurrent}; a monitor is seen in the code of a method only.
 */
class NoMonitorTest {
    private static final List<String> MODULES = List.of("core", "queues", "net", "ip", "schedulers", "sim",
            "servers");
    /** Classes that may, each with its reason. */
    private static final Set<String> ALLOWED = Set.of(
            "io/creel/schedulers/services/ServiceClass"); // to swap a class is no packet work; the monitor orders two swaps

    private static Set<String> classesWithMonitors(Path classes) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
                if (type.methods().stream().anyMatch(NoMonitorTest::entersAMonitor)) {
                    found.add(type.thisClass().asInternalName());
                }
            }
        }
        return found;
    }

    private static boolean entersAMonitor(MethodModel method) {
        return method.flags().has(AccessFlag.SYNCHRONIZED) || method.code().stream()
                .flatMap(code -> code.elementStream()).anyMatch(MonitorInstruction.class::isInstance);
    }

    @Test
    void shouldEnterNoMonitor() throws IOException {
        Set<String> found = new TreeSet<>();
        for (String module : MODULES) {
            Path classes = Path.of("..", module, "target", "classes");
            assertTrue(Files.isDirectory(classes), () -> "compile the modules first: module=" + module);
            found.addAll(classesWithMonitors(classes));
        }
        assertEquals(ALLOWED, found);
    }

    /** The canary: two ways to enter a monitor. */
    @Test
    void shouldNoticeAMonitor() throws IOException {
        Set<String> found = classesWithMonitors(Path.of("target", "test-classes"));
        String here = NoMonitorTest.class.getName().replace('.', '/');
        assertTrue(found.containsAll(Set.of(here + "$Block", here + "$Method")), found::toString);
    }

    static final class Block {
        int run() {
            synchronized (this) {
                return hashCode();
            }
        }
    }

    static final class Method {
        synchronized int run() {
            return hashCode();
        }
    }
}
