package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.diagnostics.LiveView;
import io.creel.net.Nic;
import io.creel.net.NicCounter;
import io.creel.net.Nics;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NICs in a live view, and the event of a loss. */
class NicsViewTest {
    @Test
    void shouldShowOpenNicsWithTheirCounters() throws Exception {
        String name;
        try (Nic nic = Nics.open("switch:viewed")) {
            name = nic.name();
            nic.statistics().add(NicCounter.RX_PACKETS, 5);
            nic.statistics().add(NicCounter.RX_RING_FULL, 2);
            String view = LiveView.toJson();
            assertTrue(view.contains("{\"name\":\"" + name + "\",\"queues\":1,\"packetsOut\":0,\"packetCapacity\":"
                    + nic.pool().capacity() + ",\"lost\":2,\"fault\":null,\"counters\":{\"RX_PACKETS\":5,"
                    + "\"RX_RING_FULL\":2}}"), view);
        }
        assertFalse(LiveView.toJson().contains("\"name\":\"" + name + "\""), "a closed NIC is shown no more");
    }

    @Test
    void shouldRecordALossAndNothingElse(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("drops.jfr");
        try (Nic nic = Nics.open("switch:recorded"); Recording recording = new Recording()) {
            recording.enable("io.creel.Drop");
            recording.start();
            nic.statistics().add(NicCounter.RX_PACKETS, 5);
            nic.statistics().add(NicCounter.TX_DROPPED, 3);
            recording.stop();
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertEquals(1, events.size());
            assertEquals(nic.name(), events.getFirst().getString("nic"));
            assertEquals("TX_DROPPED", events.getFirst().getString("reason"));
            assertEquals(3, events.getFirst().getLong("packets"));
        }
    }
}
