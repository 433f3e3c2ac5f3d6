package io.creel.servers.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Opens the file that a name below the root stands for. Called on the thread of a {@link DiskReader}; may block. */
@FunctionalInterface
interface FileOpener {
    /** An open file with its size and the time of its last change when it was opened. */
    record OpenFile(SeekableByteChannel channel, long sizeBytes, long modifiedNs) {
    }

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException
     *             if there is none of this name that may be sent
     * @throws AccessDeniedException
     *             if the process may not read it
     */
    OpenFile open(String name) throws IOException;

    /**
     * Opens regular files below a folder. A symbolic link is followed if the file it leads to lies below the folder. A
     * folder, a pipe or a device is no file.
     */
    static FileOpener below(Path folder) throws IOException {
        Path root = folder.toRealPath();
        return name -> {
            Path real = real(root, name);
            if (!real.startsWith(root)) {
                throw new NoSuchFileException(name, null, "it is outside of the folder");
            }
            var attributes = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) { // opening a pipe would block for ever
                throw new NoSuchFileException(name, null, "it is no regular file");
            }
            SeekableByteChannel channel = Files.newByteChannel(real,
                    Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            return new OpenFile(channel, attributes.size(), attributes.lastModifiedTime()
                    .to(TimeUnit.NANOSECONDS));
        };
    }

    private static Path real(Path root, String name) throws IOException {
        try {
            return root.resolve(name).toRealPath();
        } catch (AccessDeniedException refused) {
            throw refused;
        } catch (FileSystemException | InvalidPathException none) { // such as a name that is too long
            throw (NoSuchFileException) new NoSuchFileException(name).initCause(none);
        }
    }
}
