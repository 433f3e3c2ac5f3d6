package io.creel.ip.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.ip.JazzerRun;
import io.creel.net.Packet;
import io.creel.net.wire.IpProtocol;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any frames are fine, in any order. Seeded mutations in this JVM, and Jazzer, which is guided by coverage, in one of
 * its own; {@code -Dcreel.fuzz.seconds=600} lets it run for ten minutes.
 */
class HostFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final int JAZZER_RUNS = 1_500;

    @TempDir
    Path folder;

    /** Conversations that reach every step: what mutations start from. */
    static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        try (var rig = new HostRig()) {
            Wire wire = rig.wire;
            byte[] hello = "hello".getBytes();
            byte[] quote = quote(wire);
            byte[] first = Arrays.copyOfRange(quote, 20, 28);
            byte[] start = Arrays.copyOf(first, 104);
            seeds.add(sequence(wire.arp(1, Wire.PEER_MAC, "10.0.0.2", 0, "10.0.0.1"),
                    wire.udp("10.0.0.2", 9, "10.0.0.1", 7, hello), wire.udp("10.0.0.2", 9, "10.0.0.1", 99, hello)));
            seeds.add(sequence(wire.discovery(135, "fd00::2", "ff02::1:ff00:1", 0, "fd00::1", 1, Wire.PEER_MAC),
                    wire.udp("fd00::2", 9, "fd00::1", 7, hello), wire.udp("fd00::2", 9, "fd00::1", 99, hello)));
            seeds.add(sequence(wire.icmp("10.0.0.2", "10.0.0.1", 8, 0, 1, hello),
                    wire.icmp("fd00::2", "fd00::1", 128, 0, 1, hello),
                    wire.icmp("10.0.0.2", "10.0.0.1", 0, 0, 1, hello)));
            seeds.add(sequence(wire.icmp("10.0.0.254", "10.0.0.1", 3, 3, 0, quote),
                    wire.icmp("10.0.0.254", "10.0.0.1", 3, 4, 1000, quote),
                    wire.icmp("10.0.0.254", "10.0.0.1", 11, 0, 0, quote)));
            seeds.add(sequence(wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.UDP, 1, 0, true, start),
                    wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.UDP, 1, 104, true, start),
                    wire.fragment4("10.0.0.2", "10.0.0.1", IpProtocol.UDP, 1, 208, false, hello)));
            seeds.add(sequence(wire.fragment6("fd00::2", "fd00::1", IpProtocol.UDP, 1, 104, false, hello),
                    wire.fragment6("fd00::2", "fd00::1", IpProtocol.UDP, 1, 0, true, start)));
            seeds.add(sequence(wire.arp(1, Wire.PEER_MAC, "10.0.0.2", 0, "10.0.0.1"),
                    wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, 2, 1000, 0, new byte[0]),
                    wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, 0x10, 1001, 1, hello),
                    wire.tcp("10.0.0.2", 9, "10.0.0.1", 80, 0x11, 1001, 1, hello)));
            seeds.add(sequence(wire.discovery(136, "fd00::2", "fd00::1", 0x60, "fd00::2", 2, Wire.PEER_MAC),
                    wire.arp(2, Wire.PEER_MAC, "10.0.0.2", HostRig.MAC, "10.0.0.1"),
                    wire.ip("10.0.0.2", "10.0.0.1", 47, 20), wire.ip("fd00::2", "fd00::1", 6, 40)));
        }
        return seeds;
    }

    private static byte[] quote(Wire wire) {
        Packet packet = wire.udp("10.0.0.1", 7, "10.0.0.2", 9, new byte[1400]);
        byte[] quote = new byte[28];
        packet.get(Wire.IP, quote, 0, quote.length);
        packet.release();
        return quote;
    }

    private static byte[] sequence(Packet... packets) {
        var bytes = new ByteArrayOutputStream();
        for (Packet packet : packets) {
            byte[] frame = new byte[packet.lengthBytes()];
            packet.get(0, frame, 0, frame.length);
            packet.release();
            bytes.write(HostFuzzTarget.FIX_CHECKSUMS | HostFuzzTarget.FIX_ADDRESS);
            bytes.write(frame.length >>> 8);
            bytes.write(frame.length);
            bytes.writeBytes(frame);
        }
        return bytes.toByteArray();
    }

    private static byte[] mutated(List<byte[]> seeds, Random random) {
        var joined = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            joined.writeBytes(seeds.get(random.nextInt(seeds.size())));
        }
        byte[] bytes = joined.toByteArray();
        for (int i = random.nextInt(12); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> bytes[at] = (byte) random.nextInt();
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0 : 0xff);
                default -> bytes = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, Math.max(1, at)) : bytes;
            }
        }
        return bytes;
    }

    private static void mutate(int rounds, Consumer<byte[]> target) {
        List<byte[]> seeds = seeds();
        for (int round = 0; round < rounds; round++) {
            byte[] input = mutated(seeds, new Random(round));
            try {
                target.accept(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("round=" + round + ", input=" + HexFormat.of().formatHex(input), e);
            }
        }
    }

    @Test
    void shouldCountWhateverComes() {
        mutate(ROUNDS, HostFuzzTarget::fuzzerTestOneInput);
    }

    @Test
    void shouldFindTheFaultOfTheCanary() {
        assertThrows(AssertionError.class, () -> mutate(ROUNDS, HostCanaryTarget::fuzzerTestOneInput));
    }

    @Test
    void shouldFindNothingWhenFramesAreGuidedByCoverage() throws Exception {
        var said = new StringBuilder();
        assertEquals(0, JazzerRun.of(HostFuzzTarget.class, seeds(), folder, JAZZER_RUNS, said), said::toString);
        assertTrue(said.toString().contains("Done "), said::toString);
    }

    @Test
    void shouldFindTheFaultOfTheCanaryByCoverage() throws Exception {
        var said = new StringBuilder();
        assertEquals(JazzerRun.FOUND, JazzerRun.of(HostCanaryTarget.class, seeds(), folder, JAZZER_RUNS, said),
                said::toString);
    }
}
