package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.internal.Turn;
import io.creel.net.memory.MemoryNic;
import org.junit.jupiter.api.Test;

/** Runs each interleaving of a use and a close, one step after the other. */
class TurnTest {
    private final MemoryNic nic = MemoryNic.pair();
    private final Turn turn = new Turn();

    @Test
    void shouldLeaveTheEndToTheCloseWhenFree() {
        assertTrue(turn.enter("q"));
        assertFalse(turn.exit());
        assertTrue(turn.close());
        assertFalse(turn.close());
        assertFalse(turn.enter("q"));
    }

    @Test
    void shouldLeaveTheEndToTheUserWhenClosedBesideIt() {
        assertTrue(turn.enter("q"));
        assertFalse(turn.close());
        assertFalse(turn.close());
        assertFalse(turn.enter("q"));
        assertTrue(turn.exit());
        assertFalse(turn.close());
        assertFalse(turn.enter("q"));
    }

    @Test
    void secondCallerBesideTheFirst() {
        assertTrue(turn.enter("q"));
        assertEquals("used by two callers at once: queue=q; one thread at a time polls it, and not from within the"
                + " consumer of its own poll",
                assertThrows(IllegalStateException.class, () -> turn.enter("q")).getMessage());
        assertFalse(turn.tryEnter());
        assertFalse(turn.exit());
        assertTrue(turn.enter("q"));
    }

    /**
     * The consumer closes the NIC during its own poll: the poll ends the queue, and the packets behind it return to the
     * pool.
     */
    @Test
    void shouldReleaseTheRestWhenConsumerClosesItsNic() {
        MemoryNic peer = nic.peer();
        for (int i = 0; i < 5; i++) {
            assertTrue(peer.tx(0).transmit(TestPackets.udp4(peer.pool().allocate(), i)));
        }
        assertEquals(2, nic.rx(0).poll(2, packet -> {
            packet.release();
            nic.close();
            return true;
        }));
        assertEquals(3, nic.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEquals(0, peer.pool().outstanding());
        assertEquals(0, nic.rx(0).poll(new PacketBatch(4), 4));
    }

    @Test
    void pollFromWithinItsOwnConsumer() {
        MemoryNic peer = nic.peer();
        assertTrue(peer.tx(0).transmit(TestPackets.udp4(peer.pool().allocate(), 0)));
        nic.rx(0).poll(1, packet -> {
            packet.release();
            assertThrows(IllegalStateException.class, () -> nic.rx(0).poll(new PacketBatch(1), 1));
            return true;
        });
        assertEquals(0, nic.rx(0).poll(new PacketBatch(1), 1));
    }
}
