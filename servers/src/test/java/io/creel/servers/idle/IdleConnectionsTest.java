package io.creel.servers.idle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What an idle connection of a server holds, in bytes: the JVM counts live objects after a full collection. The short
 * form has fewer connections; {@code -Dcreel.live=long} has 50,000.
 */
class IdleConnectionsTest {
    private static final int CONNECTIONS = "long".equals(System.getProperty("creel.live")) ? 50_000 : 5_000;

    @Test
    void shouldHoldNoBufferBeforeTheFirstByteAndAfterTheLast() throws Exception {
        ClassHistogram before = IdleConnections.withoutConnections();
        try (var idle = new IdleConnections(CONNECTIONS)) {
            idle.openAll();
            assertBound(IdleConnections.since(before, CONNECTIONS), idle);
            idle.askAll();
            assertEquals(CONNECTIONS, idle.answered());
            assertBound(IdleConnections.since(before, CONNECTIONS), idle);
        }
    }

    private static void assertBound(IdleConnections.Measured measured, IdleConnections idle) {
        assertEquals(CONNECTIONS, idle.open());
        assertEquals(CONNECTIONS, idle.served());
        assertEquals(CONNECTIONS, idle.idle());
        assertEquals(0, idle.packetsHeld());
        assertEquals(0, idle.host().tcp().sendBuffersInUse());
        assertEquals(List.of(), idle.failures());
        assertTrue(measured.bytesEach() <= IdleConnections.BOUND_BYTES,
                () -> "bytes per idle connection: " + measured.bytesEach() + ", classes=" + measured.byClass());
    }

    /** The canary: connections whose answers stay unacknowledged keep a send buffer each, and the measure shows it. */
    @Test
    void shouldSeeTheBuffersOfConnectionsThatAreNotIdle() throws Exception {
        int few = 200;
        ClassHistogram before = IdleConnections.withoutConnections();
        try (var busy = new IdleConnections(few)) {
            busy.openAll();
            busy.acknowledgeNothing();
            busy.askAll();
            assertEquals(few, busy.host().tcp().sendBuffersInUse());
            assertTrue(IdleConnections.since(before, few).bytesEach() > 65_536);
        }
    }
}
