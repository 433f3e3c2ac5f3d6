package io.creel.net.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.net.NicCounter;
import io.creel.net.Packet;
import io.creel.net.PacketBatch;
import io.creel.net.PacketPool;
import io.creel.net.memory.MemoryNic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Steps that a driver may not take with a packet: each attempt is refused, and the packet stays in its place. */
class DriverOwnershipTest {
    private static final String STRANGER = " a packet that the driver does not have in flight: packet=p#0, state=";
    private static final String WAY_OUT = "; a driver ends each flight once, and only those that its transmit queues, depart or"
            + " lend began";

    private final PacketPool pool = new PacketPool("p", 2, 256, 0);
    private final MemoryNic nic = MemoryNic.pair(1, 4);
    private final DriverPackets inFlight = new DriverPackets("device");
    private final DriverPackets other = new DriverPackets("other");
    private final PacketBatch batch = new PacketBatch(4);

    @AfterEach
    void shouldHaveEveryPacketOnce() {
        pool.close();
        assertEquals(0, pool.outstanding());
    }

    /** The ring of the link holds the packet; in the pool as well, it would soon have two owners. */
    @Test
    void completesPacketThatAnotherDeviceHasInFlight() {
        assertTrue(nic.tx(0).transmit(frame()));
        Packet packet = DriverPackets.at(pool, 0);
        assertRefused("completed" + STRANGER + "in flight, holder=memory, driver=other" + WAY_OUT,
                () -> other.complete(packet));
        assertEquals(1, pool.outstanding());
        assertEquals(1, nic.peer().rx(0).poll(batch, 4));
        assertSame(packet, batch.get(0));
        batch.releaseAll();
    }

    @Test
    void receivesPacketThatAnotherDeviceHasInFlight() {
        assertTrue(nic.tx(0).transmit(frame()));
        Packet packet = DriverPackets.at(pool, 0);
        assertRefused("received" + STRANGER + "in flight, holder=memory, driver=other" + WAY_OUT,
                () -> other.arrive(packet));
        assertRefused("received" + STRANGER + "in flight, holder=memory, driver=other" + WAY_OUT,
                () -> other.arrive(packet, DriverPackets.bufferOf(packet), 64, 64));
        nic.peer().rx(0).poll(batch, 4);
        batch.releaseAll();
    }

    @Test
    void completesFlightTwice() {
        Packet packet = inFlight.lend(pool);
        inFlight.complete(packet);
        assertRefused("completed" + STRANGER + "free, driver=device" + WAY_OUT, () -> inFlight.complete(packet));
    }

    @Test
    void completesPacketThatItsNextOwnerHas() {
        Packet packet = inFlight.lend(pool);
        inFlight.complete(packet);
        pool.allocate().release();
        Packet next = pool.allocate();
        assertSame(packet, next);
        assertRefused("completed" + STRANGER + "owned, driver=device" + WAY_OUT, () -> inFlight.complete(packet));
        next.release();
    }

    /** The packet would be owned while it is in the pool; the next allocation would give it a second owner. */
    @Test
    void receivesPacketAfterItWasCompleted() {
        inFlight.depart(frame());
        Packet packet = DriverPackets.at(pool, 0);
        inFlight.complete(packet);
        assertRefused("received" + STRANGER + "free, driver=device" + WAY_OUT, () -> inFlight.arrive(packet));
        assertRefused("received" + STRANGER + "free, driver=device" + WAY_OUT,
                () -> inFlight.arrive(packet, DriverPackets.bufferOf(packet), 64, 64));
    }

    @Test
    void receivesPacketTwice() {
        Packet packet = inFlight.lend(pool);
        inFlight.arrive(packet, DriverPackets.bufferOf(packet), 64, 64);
        assertRefused("received" + STRANGER + "owned, driver=device" + WAY_OUT,
                () -> inFlight.arrive(packet, DriverPackets.bufferOf(packet), 64, 64));
        assertRefused("received" + STRANGER + "owned, driver=device" + WAY_OUT, () -> inFlight.arrive(packet));
        packet.release();
    }

    @Test
    void receivesOutsideOfItsBuffer() {
        Packet packet = inFlight.lend(pool);
        assertRefused("device wrote outside of the buffer: packet=p#0, offset=193, lengthBytes=64, bufferBytes=256",
                () -> inFlight.arrive(packet, DriverPackets.bufferOf(packet) + 193, 64, 64));
        inFlight.complete(packet);
    }

    /** The packet would belong to its sender and to the caller that allocates it next. */
    @Test
    void refusesPacketAfterItWasCompleted() {
        var queue = DriverTxQueue.direct(nic, 0, inFlight, (packet, _, _) -> {
            inFlight.complete(packet);
            return NicCounter.TX_REFUSED_RING_FULL;
        });
        Packet packet = frame();
        assertRefused("refused" + STRANGER + "free, driver=device" + WAY_OUT, () -> queue.transmit(packet));
        assertRefused("released a packet that is not owned: packet=p#0, state=free", packet::release);
    }

    @Test
    void departsPacketThatIsNotOwned() {
        Packet packet = frame();
        packet.release();
        assertRefused("transmitted a packet that is not owned: packet=p#0, state=free", () -> inFlight.depart(packet));
    }

    @Test
    void deliversPacketThatIsNotOwned() {
        Packet packet = inFlight.lend(pool);
        assertRefused("delivered a packet that is not owned: packet=p#0, state=in flight",
                () -> DriverPackets.append(packet, batch));
        inFlight.complete(packet);
        assertRefused("delivered a packet that is not owned: packet=p#0, state=free",
                () -> DriverPackets.append(packet, batch));
        assertTrue(batch.isEmpty());
    }

    @Test
    void deliversPacketTwice() {
        Packet packet = frame();
        DriverPackets.append(packet, batch);
        assertRefused(
                "delivered a packet twice: packet=p#0, state=owned; its receiver owns it since, so a driver forgets a"
                        + " packet once it is appended",
                () -> DriverPackets.append(packet, batch));
        assertEquals(1, batch.size());
        batch.releaseAll();
    }

    @Test
    void shouldDeliverPacketAgainWhenItHasBeenAway() {
        Packet packet = inFlight.lend(pool);
        for (int i = 0; i < 3; i++) {
            inFlight.arrive(packet, DriverPackets.bufferOf(packet), 64, 64);
            DriverPackets.append(packet, batch);
            batch.clear();
            inFlight.depart(packet);
        }
        inFlight.complete(packet);
    }

    @Test
    void entersRingWithPacketThatIsNotInFlight() {
        var rx = new MemoryRxQueue(nic, 0, inFlight, 4);
        Packet packet = frame();
        assertRefused("entered" + STRANGER + "owned, driver=device" + WAY_OUT, () -> assertFalse(rx.enter(packet)));
        other.depart(packet);
        assertRefused("entered" + STRANGER + "in flight, holder=other, driver=device" + WAY_OUT,
                () -> assertFalse(rx.enter(packet)));
        other.complete(packet);
        assertEquals(0, rx.poll(batch, 4));
    }

    /** A sender may be between its check of the mark and its entry into the ring while the other end closes. */
    @Test
    void shouldAccountForPacketWhenRingHasClosedUnderItsSender() {
        var rx = new MemoryRxQueue(nic, 0, inFlight, 4);
        Packet packet = frame();
        inFlight.depart(packet);
        rx.shut();
        assertTrue(rx.enter(packet));
        assertEquals(1, nic.statistics().get(NicCounter.RX_UNREAD_AT_CLOSE));
        assertEquals(0, pool.outstanding());
    }

    @Test
    void writesToPacketThatIsNotOwned() {
        Packet packet = frame();
        packet.release();
        assertRefused("left a checksum open in a packet that is not owned: packet=p#0, state=free",
                () -> DriverPackets.openChecksum(packet));
        assertRefused("accessed a packet that is not owned: packet=p#0, state=free, offset=0, sizeBytes=0",
                () -> DriverPackets.findOpenChecksum(packet));
        assertRefused("accessed a packet that is not owned: packet=p#0, state=free, offset=0, sizeBytes=8",
                () -> DriverPackets.copy(DriverPackets.bufferOf(packet), packet, 0, 8));
    }

    @Test
    void asksForPacketBeyondThePool() {
        for (int index : new int[]{-1, 2}) {
            var thrown = assertThrows(IndexOutOfBoundsException.class, () -> DriverPackets.at(pool, index));
            assertEquals("no such packet: pool=p, index=" + index + ", capacity=2", thrown.getMessage());
        }
    }

    private Packet frame() {
        Packet packet = pool.allocate();
        packet.resize(64);
        return packet;
    }

    private static void assertRefused(String message, Executable misuse) {
        assertEquals(message, assertThrows(IllegalStateException.class, misuse).getMessage());
    }
}
