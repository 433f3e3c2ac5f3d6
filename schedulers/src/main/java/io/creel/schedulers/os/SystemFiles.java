package io.creel.schedulers.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files by which the kernel tells and takes settings, below one folder, so that a test has its own. */
class SystemFiles {
    /** The files of this machine. */
    static final SystemFiles REAL = new SystemFiles(Path.of("/"));

    private final Path root;

    SystemFiles(Path root) {
        this.root = root;
    }

    final Path path(String absolute) {
        return root.resolve(absolute.substring(1));
    }

    /** Returns the text of a file without white space at its ends; {@code null} if it cannot be read. */
    final @Nullable String read(String absolute) {
        try {
            return Files.readString(path(absolute)).strip();
        } catch (IOException | SecurityException unreadable) {
            return null;
        }
    }

    final boolean exists(String absolute) {
        return Files.exists(path(absolute));
    }

    /** Writes to a file that exists already, in one write, as the kernel's files need it. */
    void write(String absolute, String text) throws IOException {
        try (var file = Files.newOutputStream(path(absolute), StandardOpenOption.WRITE)) {
            file.write(text.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Makes a control group. */
    void makeGroup(String folder) throws IOException {
        Files.createDirectory(path(folder));
    }

    /** Removes a control group, which has no thread any more. */
    void removeGroup(String folder) throws IOException {
        Files.deleteIfExists(path(folder));
    }

    /** Returns the names in a folder; none if it cannot be read. */
    final List<String> names(String folder) {
        try (Stream<Path> entries = Files.list(path(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException unreadable) {
            return List.of();
        }
    }
}
