package io.creel.core;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the JVM's compilers that concern intrinsics. The JVM itself is asked for the options in force, so it
 * does not matter whether they came from the command line, an environment variable, an argument file or a
 * {@code -XX:Flags} file.
 *
 * <p>
 * The last {@code ControlIntrinsic} command that matches a method replaces every earlier one, whichever intrinsics it
 * names. A command file counts as later than all commands, and a directives file overrides both. So any further control
 * of intrinsics may undo the line of {@code creel.args}, and is reported. Directives that {@code jcmd} adds to a
 * running JVM are not seen.
 */
final class CompilerOptions {
    private static final String COMMAND = "CompileCommand";
    private static final Pattern CONTROLS_INTRINSICS = Pattern.compile("(control|disable)intrinsic",
            Pattern.CASE_INSENSITIVE);

    /** Maps the name of an option to its value; to {@code null} if the JVM has no such option. */
    private final UnaryOperator<@Nullable String> values;

    CompilerOptions(UnaryOperator<@Nullable String> values) {
        this.values = values;
    }

    static CompilerOptions ofThisJvm() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return new CompilerOptions(name -> {
            try {
                return jvm == null ? null : jvm.getVMOption(name).getValue();
            } catch (IllegalArgumentException unknown) {
                return null;
            }
        });
    }

    /** Returns whether an argument that begins with {@code -XX:} is in force: a command, or a switch that is on. */
    boolean isInForce(String argument) {
        String prefix = "-XX:" + COMMAND + "=";
        return argument.startsWith(prefix)
                ? commands().contains(argument.substring(prefix.length()))
                : argument.startsWith("-XX:+") && "true".equals(values.apply(argument.substring("-XX:+".length())));
    }

    /**
     * Returns the arguments that undo, or may undo, the given arguments' control of intrinsics. Each is spelled as on a
     * command line.
     *
     * @param own
     *            the arguments that should be in force
     */
    List<String> undoing(Set<String> own) {
        List<String> found = new ArrayList<>();
        for (String command : commands()) {
            String argument = "-XX:" + COMMAND + "=" + command;
            if (controlsIntrinsics(command) && !own.contains(argument)) {
                found.add(argument);
            }
        }
        for (String option : List.of("CompileCommandFile", "CompilerDirectivesFile")) {
            String file = value(option);
            if (!file.isEmpty() && fileControlsIntrinsics(file)) {
                found.add("-XX:" + option + "=" + file);
            }
        }
        for (String option : List.of("ControlIntrinsic", "DisableIntrinsic")) {
            if (!value(option).isEmpty()) {
                found.add("-XX:" + option + "=" + value(option));
            }
        }
        // UseJVMCICompiler installs a compiler that does not know these commands.
        for (String option : List.of("CompilerDirectivesIgnoreCompileCommands", "UseJVMCICompiler")) {
            if (value(option).equals("true")) {
                found.add("-XX:+" + option);
            }
        }
        return found;
    }

    private List<String> commands() {
        return value(COMMAND).lines().map(String::strip).toList();
    }

    private String value(String option) {
        String value = values.apply(option);
        return value == null ? "" : value;
    }

    /** Returns {@code true} if the file cannot be read, because it may control any intrinsic. */
    private static boolean fileControlsIntrinsics(String file) {
        try {
            return controlsIntrinsics(new String(Files.readAllBytes(Path.of(file)), StandardCharsets.ISO_8859_1));
        } catch (IOException | IllegalArgumentException unreadable) {
            return true;
        }
    }

    private static boolean controlsIntrinsics(String text) {
        return CONTROLS_INTRINSICS.matcher(text).find();
    }
}
