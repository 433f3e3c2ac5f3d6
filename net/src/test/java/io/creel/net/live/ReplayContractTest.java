package io.creel.net.live;

import io.creel.net.Nic;
import io.creel.net.Nics;
import io.creel.net.Packet;
import io.creel.net.PacketPool;
import io.creel.net.pcap.CaptureWriter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ReplayContractTest extends NicContract {
    @TempDir
    private Path directory;

    @Override
    TestLink open() throws Exception {
        Path file = directory.resolve("arrivals.pcapng");
        var pool = new PacketPool("arrivals", 2, 2048, 0);
        var buffer = ByteBuffer.allocate(2048);
        try (CaptureWriter writer = CaptureWriter.pcapng(file)) {
            for (int i = 0; i < ARRIVALS; i++) {
                Packet packet = pool.allocate();
                MemoryLink.frame(packet, buffer, i, 1472);
                writer.write(packet);
                packet.release();
            }
        }
        return new Recorded(Nics.open("pcap:" + file));
    }

    /** A link whose datagrams are in the file already. */
    private record Recorded(Nic nic) implements TestLink {
        @Override
        public boolean send(int sequence) {
            return true;
        }

        @Override
        public int receive() {
            return -1;
        }

        @Override
        public void close() {
            nic.close();
        }
    }
}
