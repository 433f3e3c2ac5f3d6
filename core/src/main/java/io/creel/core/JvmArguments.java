package io.creel.core;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JVM arguments Creel needs: the file {@code creel.args} of this module, and what of it this JVM was given.
 *
 * <p>
 * The exports, opens and native access are required. The lines that begin with {@code -XX:} are what a roaming coroutine
 * needs; without them coroutines are {@link Mobility#HOMED}.
 */
public final class JvmArguments {
    private static final String RESOURCE = "creel.args";
    private static final List<String> LINES = load();
    private static final List<String> MISSING = findMissing();
    private static final boolean COMPLETE = MISSING.stream().allMatch(JvmArguments::isForRoaming);
    private static final Mobility MOBILITY = MISSING.stream().anyMatch(JvmArguments::isForRoaming)
            ? Mobility.HOMED
            : Mobility.ROAMING;

    private JvmArguments() {
    }

    /** Every argument, one a line of an argument file, in order. */
    public static List<String> lines() {
        return LINES;
    }

    /** The arguments this JVM was not given. */
    public static List<String> missing() {
        return MISSING;
    }

    /** What a coroutine may do where nothing is asked for: roam where that is safe. */
    public static Mobility mobility() {
        return MOBILITY;
    }

    /**
     * Checks what the JVM was given.
     *
     * @throws IllegalStateException
     *             where a required argument is missing; the message lists exactly the missing lines
     */
    public static void require() {
        if (!COMPLETE) {
            throw new IllegalStateException(explain("Creel cannot run, the JVM lacks arguments", MISSING));
        }
        ModuleAccess.ensure();
    }

    /**
     * Passes the opening of {@code java.lang}, which the arguments give to the class path, on to another module of Creel on the
     * module path. Does nothing for the class path, or where this JVM was not given it. Any thread.
     *
     * @param module
     *            the module that will look into {@code java.lang}
     */
    public static void openJavaLang(Module module) {
        ModuleAccess.openJavaLang(module);
    }

    /**
     * Passes native access, which the arguments give to the class path, on to another module of Creel on the module path. Does
     * nothing for the class path, or if this JVM was not given it. Any thread.
     *
     * @param module
     *            the module that will call native functions
     */
    public static void enableNativeAccess(Module module) {
        if (COMPLETE) {
            ModuleAccess.enableNativeAccess(module);
        }
    }

    /**
     * Checks that coroutines may roam.
     *
     * @throws IllegalStateException
     *             where they may not; the message lists exactly the missing lines
     */
    static void requireRoaming() {
        if (MOBILITY != Mobility.ROAMING) {
            throw new IllegalStateException(
                    explain("roaming refused, a coroutine that changes thread would see a stale one",
                            MISSING.stream().filter(JvmArguments::isForRoaming).toList()));
        }
    }

    private static String explain(String what, List<String> lines) {
        return what
                + ". Add these lines, or all of them with @creel.args ('java -jar creel-core.jar --jvm-args' prints the"
                + " file):\n  " + String.join("\n  ", lines);
    }

    private static boolean isForRoaming(String line) {
        return line.startsWith("-XX:");
    }

    private static List<String> findMissing() {
        Set<String> given = Set.copyOf(ManagementFactory.getRuntimeMXBean().getInputArguments());
        return LINES.stream().filter(line -> !given.contains(line) && !isInForce(line)).toList();
    }

    /** Whether a line's effect is there, however it was brought about: by a manifest, in another spelling. */
    private static boolean isInForce(String line) {
        Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
        String[] parts = line.split("[=/]");
        return switch (parts[0]) {
            case "--add-exports" -> Object.class.getModule().isExported(parts[2], unnamed);
            case "--add-opens" -> Object.class.getModule().isOpen(parts[2], unnamed);
            case "--enable-native-access" -> unnamed.isNativeAccessEnabled();
            default -> false;
        };
    }

    private static List<String> load() {
        try (InputStream file = JvmArguments.class.getResourceAsStream(RESOURCE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            List<String> lines = new ArrayList<>();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    lines.add(line.strip());
                }
            }
            return List.copyOf(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the argument file: resource=" + RESOURCE, e);
        }
    }
}
