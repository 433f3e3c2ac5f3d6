package io.creel.jmh;

import io.creel.core.JvmArguments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts processes for questions that JMH cannot answer. */
final class Programs {
    private Programs() {
    }

    /** Returns the words that start a JVM like this one. */
    static List<String> java(List<String> options, String... program) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(JvmArguments.lines());
        words.addAll(options);
        words.addAll(List.of("-cp", System.getProperty("java.class.path")));
        words.addAll(List.of(program));
        return words;
    }

    /**
     * Runs a program to its end; the log gets the words and the output.
     *
     * @return the output
     * @throws IOException
     *             if it cannot be started or fails; the message has the output
     */
    static String execute(Settings settings, List<String> words) throws IOException, InterruptedException {
        settings.log().println(String.join(" ", words));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        settings.log().println(output);
        if (process.waitFor() != 0) {
            throw new IOException("command failed: words=" + words + ", output=" + output);
        }
        return output;
    }
}
