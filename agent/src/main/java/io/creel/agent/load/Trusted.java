package io.creel.agent.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** What is taken on trust in Creel: bodies of classes, for which the file says why, and a specification of JCTools. */
public final class Trusted {
    /** What the queues of JCTools do to handles and packets. */
    static final String JCTOOLS = read("jctools.spec");
    private static final List<String> ENTRIES = read("trusted.txt").lines()
            .filter(line -> !line.isBlank() && !line.startsWith("//")).map(line -> line.substring(0, line.indexOf(' ')))
            .toList();

    private static final Set<String> MODULES = Set.of("core", "queues", "net", "ip", "schedulers", "sim", "servers",
            "metrics", "cli", "agrona");
    private static final String CREEL = "io/creel/";

    private Trusted() {
    }

    /**
     * Tells whether a class is of Creel itself. Its values carry facts, but the run-time checks are in the code that
     * calls it: they call it themselves.
     *
     * @param type
     *            its internal name
     * @return whether it is
     */
    public static boolean isOfCreel(String type) {
        int end = type.startsWith(CREEL) ? type.indexOf('/', CREEL.length()) : -1;
        return end > 0 && MODULES.contains(type.substring(CREEL.length(), end));
    }

    /** Whether a class is trusted, by its binary name. */
    static boolean has(String type) {
        return ENTRIES.stream().anyMatch(entry -> entry.endsWith("*")
                ? type.startsWith(entry.substring(0, entry.length() - 1))
                : type.equals(entry) || type.startsWith(entry + "$") || type.startsWith(entry + "."));
    }

    private static String read(String file) {
        try (InputStream in = Trusted.class.getResourceAsStream("/io/creel/agent/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read a file of the agent: resource=" + file, unreadable);
        }
    }
}
