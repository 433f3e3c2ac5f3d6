package io.creel.agent.load;

import io.creel.verifier.Verifier;
import io.creel.verifier.VerifierResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A jar or a folder with classes. They are verified together when the first of them is loaded, so that the result is
 * that of the command line. If none of them mentions Creel, there is nothing to verify.
 *
 * <p>
 * A jar that holds Creel itself holds other libraries, too: it is a fat jar. There only packages that mention Creel are
 * verified; a library does not become code of the program by being packed beside it.
 */
final class Unit {
    /** A class that mentions Creel has these bytes. */
    static final byte[] CREEL = "io/creel/".getBytes(StandardCharsets.ISO_8859_1);
    /** A unit with this class is a fat jar, unless it is a jar of Creel. */
    private static final String CORE_CLASS = "io/creel/core/Coroutine.class";
    private static final String CLASS = ".class";
    private static final Pattern CULPRIT = Pattern.compile("(?:class|file)=([^,\\s]+)");

    private final Path path;
    private final Predicate<String> isNoted;
    private final Map<String, byte[]> classes = new HashMap<>();
    /** The digest of each class file, to compare with what is loaded. Kept; the class files are not. */
    private final Map<String, String> checksums = new HashMap<>();
    /** The reports about rejected classes, by internal name. */
    private final Map<String, String> rejected = new HashMap<>();
    /** The packages with a class that mentions Creel. */
    private final Set<String> mentioning = new HashSet<>();
    private boolean isFat;
    /** Why the unit cannot be read; {@code null} if it was read. */
    private String unreadable;

    /**
     * Reads and verifies a unit.
     *
     * @param path
     *            the jar or folder
     * @param loader
     *            finds the classes that it uses
     * @param isNoted
     *            tells for an internal name whether a list of digests has it; such a class is judged by its digest
     */
    Unit(Path path, ClassLoader loader, Predicate<String> isNoted) {
        this.path = path;
        this.isNoted = isNoted;
        try {
            read();
            notePackages();
            classes.keySet().removeIf(this::isForeign);
            if (!mentioning.isEmpty()) {
                verify(loader);
            }
        } catch (IOException broken) {
            unreadable = "CR091: the jar or folder cannot be read: file=" + path + ", reason=" + broken.getMessage();
        }
        classes.forEach((name, bytes) -> checksums.put(name, Digests.of(bytes)));
        classes.clear();
    }

    /** Whether a class is no concern of Creel: nothing in its unit, or in its package of a fat jar, mentions it. */
    boolean isForeign(String type) {
        return unreadable == null && (isFat ? !mentioning.contains(packageOf(type)) : mentioning.isEmpty());
    }

    /** Returns the report about a class; {@code null} if it is accepted. */
    String report(String type) {
        return unreadable != null ? unreadable : rejected.get(type);
    }

    /** Whether the unit has exactly this class file. */
    boolean has(String type, byte[] classFile) {
        return unreadable != null || Digests.of(classFile).equals(checksums.get(type));
    }

    private void read() throws IOException {
        if (Files.isDirectory(path)) {
            isFat = Files.exists(path.resolve(CORE_CLASS));
            try (Stream<Path> files = Files.walk(path)) {
                for (Path file : files.filter(each -> isWanted(nameOf(each))).toList()) {
                    put(nameOf(file), Files.readAllBytes(file));
                }
            }
            return;
        }
        try (ZipFile jar = new ZipFile(path.toFile())) {
            isFat = jar.getEntry(CORE_CLASS) != null;
            for (ZipEntry entry : jar.stream().filter(each -> isWanted(each.getName())).toList()) {
                try (InputStream in = jar.getInputStream(entry)) {
                    put(entry.getName(), in.readAllBytes());
                }
            }
        }
    }

    private void notePackages() {
        classes.forEach((type, bytes) -> {
            if (contains(bytes, CREEL)) {
                mentioning.add(packageOf(type));
            }
        });
    }

    private static String packageOf(String type) {
        return type.substring(0, type.lastIndexOf('/') + 1);
    }

    private String nameOf(Path file) {
        return path.relativize(file).toString().replace('\\', '/');
    }

    private boolean isWanted(String file) {
        return file.endsWith(CLASS) && !file.startsWith("META-INF/") && !file.endsWith("module-info.class")
                && !isNoted.test(file.substring(0, file.length() - CLASS.length()));
    }

    private void put(String file, byte[] bytes) {
        classes.put(file.substring(0, file.length() - CLASS.length()), bytes);
    }

    /** Verifies all classes. Those that cannot be verified are rejected, and the others are verified without them. */
    private void verify(ClassLoader loader) {
        Map<String, byte[]> left = new HashMap<>(classes);
        while (!left.isEmpty()) {
            try {
                VerifierResult result = verify(left, loader);
                for (String type : result.rejected()) {
                    rejected.put(type.replace('.', '/'), result.faultText(type));
                }
                return;
            } catch (RuntimeException badInput) {
                if (!withdraw(left, String.valueOf(badInput.getMessage()))) {
                    unreadable = badInput.getMessage();
                    return;
                }
            }
        }
    }

    static VerifierResult verify(Map<String, byte[]> types, ClassLoader loader) {
        Verifier verifier = new Verifier().specification("jctools.spec", Trusted.JCTOOLS).loader(loader)
                .trusting(Trusted::has);
        types.forEach(verifier::add);
        return verifier.run();
    }

    /** Rejects the class that a message names, or else those that mention it. Returns whether there was one. */
    private boolean withdraw(Map<String, byte[]> left, String message) {
        Matcher culprit = CULPRIT.matcher(message);
        if (!culprit.find()) {
            return false;
        }
        String name = culprit.group(1).replace('.', '/');
        if (left.remove(name) != null) {
            rejected.put(name, message);
            return true;
        }
        byte[] mentioned = name.getBytes(StandardCharsets.UTF_8);
        return left.entrySet().removeIf(entry -> {
            boolean mentions = contains(entry.getValue(), mentioned);
            if (mentions) {
                rejected.put(entry.getKey(), message);
            }
            return mentions;
        });
    }

    /** Whether bytes contain others. */
    static boolean contains(byte[] bytes, byte[] part) {
        int last = bytes.length - part.length;
        for (int i = 0; i <= last; i++) {
            if (bytes[i] == part[0] && Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }
}
