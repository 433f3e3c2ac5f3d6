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
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The JVM arguments that Creel needs: the file {@code creel.args} of this module, and the lines of it that this JVM was
 * given.
 *
 * <p>
 * The exports, opens and native access are required. A roaming coroutine needs the lines that begin with {@code -XX:};
 * only the last one of these is optional. Without them, or with another argument that undoes them, coroutines are
 * {@link Mobility#HOMED}, and the first carrier says so in one line on the error stream. Creel's agent
 * ({@code -javaagent:creel-agent.jar}) brings about what all of these lines do.
 */
public final class JvmArguments {
    private static final String RESOURCE = "creel.args";
    private static final List<String> LINES = load();
    /** Keeps the JVM from printing the other command. Creel works without it. */
    private static final String QUIET = "-XX:CompileCommand=quiet";
    /** Keeps the JVM from printing a warning for {@code creel dump}. Never reported as missing. */
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

    /** {@return every argument, in the order of the file} */
    public static List<String> lines() {
        return LINES;
    }

    /** {@return the arguments that this JVM lacks, without the optional one} */
    public static List<String> missing() {
        return MISSING;
    }

    /**
     * Returns the arguments of this JVM that undo, or may undo, the protection of roaming coroutines: any other control
     * of intrinsics, see {@link Mobility}.
     *
     * @return the arguments; empty if nothing undoes the protection. If it is not empty, coroutines are homed
     */
    public static List<String> undoing() {
        return UNDOING;
    }

    /**
     * {@return the default mobility of a coroutine: {@link Mobility#ROAMING} if the arguments of this JVM make that
     * safe}
     */
    public static Mobility mobility() {
        return MOBILITY;
    }

    /**
     * Checks the arguments of this JVM.
     *
     * @throws IllegalStateException
     *             if a required argument is missing; the message lists exactly the missing lines
     * @throws IllegalArgumentException
     *             if {@code -Dcreel.check} has an unknown word
     */
    public static void require() {
        if (!COMPLETE) {
            throw new IllegalStateException(explain("Creel cannot run, the JVM lacks arguments", MISSING));
        }
        ModuleAccess.ensure();
        Checks.require();
    }

    /**
     * Opens {@code java.lang} to another module of Creel on the module path, if the arguments open it to the class
     * path. Does nothing on the class path, or if this JVM lacks the argument. Any thread may call it.
     *
     * @param module
     *            the module that will look into {@code java.lang}
     */
    public static void openJavaLang(Module module) {
        ModuleAccess.openJavaLang(module);
    }

    /**
     * Gives native access to another module of Creel on the module path, if the arguments give it to the class path.
     * Does nothing on the class path, or if this JVM lacks the argument. Any thread may call it.
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
     *             if they may not; the message lists exactly the missing lines and the arguments that undo them
     */
    static void requireRoaming() {
        if (MOBILITY == Mobility.ROAMING) {
            return;
        }
        String text = "roaming refused, a coroutine that changes thread would see a stale current thread";
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

    /** Prints on the error stream, once per JVM, that coroutines cannot roam here, and why. */
    static void tellMobility() {
        HomedNotice.tell();
    }

    private static String explain(String what, List<String> lines) {
        return what
                + ". Start the program with -javaagent:creel-agent.jar, or add these lines, or all of them with"
                + " @creel.args ('java -jar creel-core.jar --jvm-args' prints the file):\n  "
                + String.join("\n  ", lines);
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

    /**
     * Returns whether a line is in force, whether it came from a manifest, an environment variable or in another
     * spelling.
     */
    private static boolean isInForce(String line) {
        Module unnamed = ClassLoader.getSystemClassLoader().getUnnamedModule();
        String[] parts = line.split("[=/]");
        return switch (parts[0]) {
            case "--add-exports" -> Object.class.getModule().isExported(parts[2], unnamed);
            case "--add-opens" -> Object.class.getModule().isOpen(parts[2], unnamed);
            case "--enable-native-access" -> unnamed.isNativeAccessEnabled();
            default -> COMPILER.isInForce(line) || isForRoaming(line) && !line.equals(OPTIONAL) && isThreadAskedAnew();
        };
    }

    /**
     * Returns whether the JVM's compilers may not replace {@code Thread.currentThread()}: Creel's agent takes the
     * annotation away that allows it.
     */
    private static boolean isThreadAskedAnew() {
        try {
            return Arrays.stream(Thread.class.getDeclaredMethod("currentThread").getDeclaredAnnotations())
                    .noneMatch(each -> each.annotationType().getName().endsWith(".IntrinsicCandidate"));
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
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

    /** Prints the notice in its static initialiser, which the JVM runs once. */
    private static final class HomedNotice {
        static {
            if (MOBILITY == Mobility.HOMED) {
                System.err
                        .println("coroutines are homed, each stays on the carrier that began it, because compiled code"
                                + " would see a stale thread on another: missing=" + join(missingForRoaming())
                                + ", undone by="
                                + join(UNDOING)
                                + ", cure=start the JVM with @creel.args or -javaagent:creel-agent.jar, and without the arguments that"
                                + " undo it");
            }
        }

        static void tell() {
        }

        private static String join(List<String> arguments) {
            return arguments.isEmpty() ? "none" : String.join(" ", arguments);
        }
    }
}
