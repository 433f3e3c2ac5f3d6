package io.creel.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does what the lines of {@code creel.args} that begin with {@code --} do: exports, opens and native access for the
 * class path. The other lines choose options of the JVM's compilers, which only the command line can set.
 */
final class Opening {
    private static final String FILE = "/io/creel/core/creel.args";

    private Opening() {
    }

    /**
     * Opens everything.
     *
     * @param instrumentation
     *            of this JVM
     * @return the lines that only the command line can bring into force
     */
    static List<String> open(Instrumentation instrumentation) {
        Module base = Object.class.getModule();
        Module self = Opening.class.getModule();
        // First to this class alone, which then passes it on to all of the class path.
        instrumentation.redefineModule(base, Set.of(), Map.of(), Map.of("java.lang", Set.of(self)), Set.of(), Map.of());
        List<String> left = new ArrayList<>();
        for (String line : lines()) {
            String[] parts = line.split("[=/]");
            switch (parts[0]) {
                case "--add-exports" -> call(base, "implAddExportsToAllUnnamed", parts[2]);
                case "--add-opens" -> call(base, "implAddOpensToAllUnnamed", parts[2]);
                case "--enable-native-access" -> call(null, "implAddEnableNativeAccessToAllUnnamed");
                default -> left.add(line);
            }
        }
        return left;
    }

    private static void call(Module module, String name, String... arguments) {
        try {
            Method method = arguments.length == 0
                    ? Module.class.getDeclaredMethod(name)
                    : Module.class.getDeclaredMethod(name, String.class);
            method.setAccessible(true);
            method.invoke(module, (Object[]) arguments);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException("this JVM cannot be opened, the agent needs a JDK 25: method=Module." + name
                    + ", java=" + Runtime.version(), missing);
        }
    }

    private static List<String> lines() {
        try (InputStream file = Opening.class.getResourceAsStream(FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the argument file: resource=" + FILE, unreadable);
        }
    }
}
