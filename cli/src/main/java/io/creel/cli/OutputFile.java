package io.creel.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks a command's output file before the work, which may take minutes. */
public final class OutputFile {
    private OutputFile() {
    }

    /**
     * Checks that a file can be written. Creates nothing.
     *
     * @param spec
     *            the command, for the message
     * @param option
     *            the option that names the file
     * @param file
     *            the file; {@code null} if the option was not given, which passes the check
     * @throws ParameterException
     *             if the file is a folder, its folder is missing, or either cannot be written; the message names the
     *             option and the remedy
     */
    public static void check(CommandSpec spec, String option, Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        String obstacle = null;
        if (Files.isDirectory(file)) {
            obstacle = "is a folder: " + file + "; name a file.";
        } else if (folder == null || !Files.isDirectory(folder)) {
            obstacle = "no such folder: " + folder + "; create it first, or name another.";
        } else if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            obstacle = "cannot be written: " + file + "; name another.";
        }
        if (obstacle != null) {
            throw new ParameterException(spec.commandLine(), option + ": " + obstacle);
        }
    }
}
