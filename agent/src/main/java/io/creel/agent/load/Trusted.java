package io.creel.agent.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The classes of Creel whose bodies are taken on trust: the file says why. */
final class Trusted {
    private static final String FILE = "/io/creel/agent/trusted.txt";
    private static final List<String> ENTRIES = read();

    private Trusted() {
    }

    /** Whether a class is trusted, by its binary name. */
    static boolean has(String type) {
        return ENTRIES.stream().anyMatch(entry -> entry.endsWith("*")
                ? type.startsWith(entry.substring(0, entry.length() - 1))
                : type.equals(entry) || type.startsWith(entry + "$"));
    }

    private static List<String> read() {
        try (InputStream file = Trusted.class.getResourceAsStream(FILE);
                BufferedReader reader = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("//"))
                    .map(line -> line.substring(0, line.indexOf(' '))).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the list of trusted classes: resource=" + FILE, unreadable);
        }
    }
}
