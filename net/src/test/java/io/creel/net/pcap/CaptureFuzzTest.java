package io.creel.net.pcap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.PacketPool;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seeded damage to small files: every replay ends, regularly or with a fault, and delivers no more than the file holds.
 */
class CaptureFuzzTest {
    private static final int CASES = 8_000;

    @TempDir
    Path folder;

    @Test
    void shouldEndInFaultOrRegularlyWhenBytesAreDamaged() throws Exception {
        byte[][] seeds = {CaptureBytes.pcapWithOne().ints(3, 4, 4, 9).bytes(1, 2, 3, 4).toBytes(),
                CaptureBytes.pcapngWithOne().packet(0, 9, 5, 6, 7, 8).ints(3, 20, 4, 77, 20).toBytes(),
                new CaptureBytes(ByteOrder.BIG_ENDIAN).section().ethernet().packet(0, 1, 2, 3, 4, 5).toBytes()};
        var random = new Random(42);
        var pool = new PacketPool("fuzz", 2, CaptureReader.MAX_RECORD_BYTES, 0);
        int refused = 0;
        int faulty = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            Path file = Files.write(folder.resolve("fuzz"), bytes);
            try (CaptureReader reader = CaptureReader.open(file)) {
                var packet = pool.allocate();
                while (reader.next()) {
                    reader.copyTo(packet);
                    assertTrue(reader.records() <= bytes.length / 12, "more records than fit");
                }
                packet.release();
                faulty += reader.fault() == null ? 0 : 1;
            } catch (CaptureException e) {
                refused++;
            }
        }
        assertTrue(refused > CASES / 50 && faulty > CASES / 50, "refused " + refused + ", faulty " + faulty);
    }
}
