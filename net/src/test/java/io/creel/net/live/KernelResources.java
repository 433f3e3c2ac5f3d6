package io.creel.net.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.creel.net.Nics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The kernel resources that this process holds: descriptors, and mappings of sockets. */
record KernelResources(long descriptors, long mappings) {
    static KernelResources now() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"));
                Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return new KernelResources(open.count(), maps.filter(line -> line.contains("socket:")).count());
        }
    }

    /** Opens and closes a NIC many times, and requires that no resource is left, in the process or at its interface. */
    static void openAndClose(NamespacePair pair, String word) throws Exception {
        pair.inside(() -> Nics.open(word)).close();
        KernelResources before = now();
        String link = pair.nicSide("ip -details link show " + NamespacePair.NIC);
        int rounds = Live.times(100, 1_000);
        pair.inside(() -> {
            for (int i = 0; i < rounds; i++) {
                Nics.open(word).close();
            }
            return null;
        });
        assertEquals(before, now());
        assertEquals(link, pair.nicSide("ip -details link show " + NamespacePair.NIC));
    }
}
