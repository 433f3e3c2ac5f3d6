package io.creel.net.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds of the kernel: descriptors, and mappings of sockets.
 */
record Residue(long descriptors, long mappings) {
    static Residue now() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"));
                Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return new Residue(open.count(), maps.filter(line -> line.contains("socket:")).count());
        }
    }
}
