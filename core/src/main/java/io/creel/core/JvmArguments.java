package io.creel.core;

import io.creel.core.internal.ModuleAccess;
import io.creel.core.internal.Checks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The JVM arguments Creel needs: the file {@code creel.args} of this module, and what of it this JVM was given.
 *
 * <p>
 * The exports, opens and native access are required. The lines that begin with {@code -XX:} are what a roaming coroutine
 * needs, except the last one, which is optional; without them, or with another argument that undoes them, coroutines are {@link Mobility#HOMED}, and the first
 * carrier says so in one line on the error stream.
 */
public final class JvmArguments {
    private static final String RESOURCE = "creel.args";
    private static final List<String> LINES = load();
    /** Keeps the JVM from printing the other command; nothing depends on it. */
    private static final String QUIET = "-XX:CompileCommand=quiet";
    /** Keeps the JVM from warning of {@code creel dump}; it is never missing. */
    private static final String OPTIONAL = "-XX:+EnableDynamicAgentLoading";
    private static final CompilerOptions COMPILER = CompilerOptions.ofThisJvm();
    private static final List<String> MISSING = findMissing();
    private static final List<String> UNDOING = List.copyOf(COMPILER.undoing(Set.copyOf(LINES)));
    private static final boolean COMPLETE = MISSING.stream().allMatch(JvmArguments::isForRoaming);
    private static final Mobility MOBILITY = UNDOING.isEmpty()
            && MISSING.stream().allMatch(line -> line.equals(QUIET) || !isForRoaming(line))
                    ? Mobility.ROAMING
                    : Mobility.HOMED;

    private JvmArguments() {
    }

    /** Every argument, one a line of an argument file, in order. */
    public static List<String> lines() {
        return LINES;
    }

    /** The arguments this JVM was not given, without the optional one. */
    public static List<String> missing() {
        return MISSING;
    }

    /**
     * The arguments this JVM was given that undo, or may undo, what a roaming coroutine needs: any other control of intrinsics, see
     * {@link Mobility}. Coroutines are homed unless it is empty.
     */
    public static List<String> undoing() {
        return UNDOING;
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
     * @throws IllegalArgumentException
     *             if {@code -Dcreel.check} has a word that is not known
     */
    public static void require() {
        if (!COMPLETE) {
            throw new IllegalStateException(explain("Creel cannot run, the JVM lacks arguments", MISSING));
        }
        ModuleAccess.ensure();
        Checks.require();
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
     *             where they may not; the message lists exactly the missing lines, and the arguments that undo them
     */
    static void requireRoaming() {
        if (MOBILITY == Mobility.ROAMING) {
            return;
        }
        String text = "roaming refused, a coroutine that changes thread would see a stale one";
        List<String> missing = missingForRoaming();
        if (!missing.isEmpty()) {
            text = explain(text, missing);
        }
        if (!UNDOING.isEmpty()) {
            text += (missing.isEmpty() ? ". " : "\n")
                    + "Remove these arguments, which undo the ControlIntrinsic line of"
                    + " creel.args:\n  " + String.join("\n  ", UNDOING);
        }
        throw new IllegalStateException(text);
    }

    /** Says on the error stream, once in the life of a JVM, that coroutines cannot roam here, and why. */
    static void tellMobility() {
        HomedNotice.tell();
    }

    private static String explain(String what, List<String> lines) {
        return what
                + ". Add these lines, or all of them with @creel.args ('java -jar creel-core.jar --jvm-args' prints the"
                + " file):\n  " + String.join("\n  ", lines);
    }

    private static List<String> missingForRoaming() {
        return MISSING.stream().filter(JvmArguments::isForRoaming).toList();
    }

    private static boolean isForRoaming(String line) {
        return line.startsWith("-XX:");
    }

    private static List<String> findMissing() {
        return LINES.stream().filter(line -> !line.equals(OPTIONAL) && !isInForce(line)).toList();
    }

    /** Whether a line's effect is there, however it was brought about: by a manifest, an environment variable, another spelling. */
    private static boolean isInForce(String line) {
        Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
        String[] parts = line.split("[=/]");
        return switch (parts[0]) {
            case "--add-exports" -> Object.class.getModule().isExported(parts[2], unnamed);
            case "--add-opens" -> Object.class.getModule().isOpen(parts[2], unnamed);
            case "--enable-native-access" -> unnamed.isNativeAccessEnabled();
            default -> COMPILER.isInForce(line);
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

    /** Tells when it is initialised, which the JVM does once. */
    private static final class HomedNotice {
        static {
            if (MOBILITY == Mobility.HOMED) {
                System.err
                        .println("coroutines are homed, each stays on the carrier that began it, because compiled code"
                                + " would see a stale thread on another: missing=" + join(missingForRoaming())
                                + ", undone by="
                                + join(UNDOING) + ", cure=start the JVM with @creel.args and without what undoes it");
            }
        }

        static void tell() {
        }

        private static String join(List<String> arguments) {
            return arguments.isEmpty() ? "none" : String.join(" ", arguments);
        }
    }
}
