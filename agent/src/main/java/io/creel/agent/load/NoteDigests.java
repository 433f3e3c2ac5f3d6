package io.creel.agent.load;

import io.creel.verifier.VerifierResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Run by the build: verifies folders of classes, and writes their digests into a list that a jar then carries. Exit
 * status 1 if the verifier rejects a class.
 */
public final class NoteDigests {
    private NoteDigests() {
    }

    /**
     * Verifies and writes.
     *
     * @param args
     *            the folder that gets the list, then the folders with classes
     * @throws IOException
     *             if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        List<Path> folders = Arrays.stream(args).skip(1).map(Path::of).toList();
        Map<String, byte[]> classes = new HashMap<>();
        TreeMap<String, String> digests = new TreeMap<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    classes.put(file.toString(), Files.readAllBytes(file));
                }
            }
            digests.putAll(Digests.below(folder));
        }
        VerifierResult result = Unit.verify(classes, NoteDigests.class.getClassLoader());
        if (!result.isAccepted()) {
            System.err.print(result.text());
            System.exit(1);
        }
        StringBuilder lines = new StringBuilder();
        digests.forEach((type, digest) -> lines.append(type).append(' ').append(digest).append('\n'));
        Path list = Path.of(args[0]).resolve(Digests.RESOURCE);
        Files.createDirectories(list.getParent());
        Files.writeString(list, lines);
    }
}
