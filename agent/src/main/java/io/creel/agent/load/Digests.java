package io.creel.agent.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The digests of class files that were verified when they were built. Jars carry them in {@value #RESOURCE}. */
final class Digests {
    static final String RESOURCE = "META-INF/creel/verified.txt";
    private final Map<String, String> known = new HashMap<>();

    /** Reads all lists that a class loader finds. */
    static Digests of(ClassLoader loader) {
        Digests digests = new Digests();
        try {
            Enumeration<URL> lists = loader.getResources(RESOURCE);
            while (lists.hasMoreElements()) {
                URL list = lists.nextElement();
                try (BufferedReader reader = new BufferedReader(
                        new InputStreamReader(list.openStream(), StandardCharsets.UTF_8))) {
                    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                        int space = line.indexOf(' ');
                        digests.known.put(line.substring(0, Math.max(space, 0)), line.substring(space + 1));
                    }
                }
            }
            return digests;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("CR091: a list of verified classes cannot be read: resource=" + RESOURCE,
                    unreadable);
        }
    }

    /** Whether a class has an entry, whatever its digest. */
    boolean names(String type) {
        return known.containsKey(type);
    }

    /** Whether a class file is one that was verified. */
    boolean fits(String type, byte[] classFile) {
        String digest = known.get(type);
        return digest != null && digest.equals(of(classFile));
    }

    /**
     * Two checksums, which the JVM computes fast before anything is compiled. They notice what another agent or an
     * accident has changed. A malicious change of a jar could change its list as well.
     */
    static String of(byte[] classFile) {
        CRC32 one = new CRC32();
        one.update(classFile);
        CRC32C two = new CRC32C();
        two.update(classFile);
        return Long.toHexString(one.getValue() << 32 | two.getValue());
    }

    /** Returns the entries for every class file below a folder. */
    static Map<String, String> below(Path folder) throws IOException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                entries.put(name.substring(0, name.length() - ".class".length()), of(Files.readAllBytes(file)));
            }
        }
        return entries;
    }
}
