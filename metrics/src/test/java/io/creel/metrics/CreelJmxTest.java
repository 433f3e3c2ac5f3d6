package io.creel.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.metrics.LatencyHistogram;
import java.lang.management.ManagementFactory;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CreelJmxTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    private Object get(String type, String name, String attribute) throws Exception {
        return server.getAttribute(new ObjectName("io.creel:type=" + type + ",name=" + ObjectName.quote(name)),
                attribute);
    }

    private Set<ObjectName> beans() throws Exception {
        return server.queryNames(new ObjectName("io.creel:*"), null);
    }

    @Test
    void shouldShowGroupsClassesAndNicsUntilItIsClosed() throws Exception {
        try (MeasuredProgram program = new MeasuredProgram()) {
            try (CreelJmx jmx = CreelJmx.register()) {
                assertEquals(10L, get("Group", "web", "Created"), jmx::toString);
                assertEquals(2, ((long[]) get("Group", "web", "IdleNs")).length);
                assertEquals("fifo", get("Class", "app.page", "When"));
                assertEquals(10L, get("Class", "app.page", "Run"));
                long p50 = (long) get("Class", "app.page", "P50Ns");
                assertTrue(p50 > 0 && p50 <= (long) get("Class", "app.page", "MaxNs"));
                assertEquals(2L, get("Nic", program.nic.name(), "Lost"));
                assertEquals(2, ((TabularData) get("Nic", program.nic.name(), "Counters")).size());
            }
            assertEquals(Set.of(), beans());
        }
    }

    @Test
    void shouldLeaveNoBeanWhenOneIsThereAlready() throws Exception {
        try (MeasuredProgram program = new MeasuredProgram(); CreelJmx first = CreelJmx.register()) {
            int before = beans().size();
            String message = assertThrows(IllegalStateException.class, CreelJmx::register).getMessage();
            assertTrue(message.startsWith("bean refused: type=Group, name=web, reason="), message);
            assertEquals(before, beans().size(), () -> program.group.name() + first);
        }
    }

    @Test
    void shouldForgetLatenciesAfterAPeriod() {
        LatencyHistogram recorder = new LatencyHistogram(1);
        long[] nowNs = {0};
        RecentLatencies recent = new RecentLatencies(recorder::snapshot, () -> nowNs[0]);
        recorder.record(0, 1_000);
        assertEquals(0, recent.last().getTotalCount(), "the first period is not over");
        nowNs[0] = RecentLatencies.PERIOD_NS;
        assertEquals(1, recent.last().getTotalCount());
        assertEquals(1_007, recent.percentileNs(99));
        recorder.record(0, 64);
        recorder.record(0, 64);
        nowNs[0] = 2 * RecentLatencies.PERIOD_NS - 1;
        assertEquals(1, recent.last().getTotalCount());
        nowNs[0]++;
        assertEquals(2, recent.last().getTotalCount());
        assertEquals(65, recent.percentileNs(99));
        nowNs[0] *= 2;
        assertEquals(0, recent.percentileNs(99), "nothing ran");
    }
}
