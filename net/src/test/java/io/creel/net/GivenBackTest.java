package io.creel.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.SuspensionCallback;
import io.creel.net.driver.DriverPackets;
import io.creel.net.memory.MemoryNic;
import io.creel.queues.Channel;
import io.creel.queues.ListStash;
import io.creel.queues.LocalChannel;
import io.creel.queues.MpscStash;
import io.creel.queues.Select;
import io.creel.queues.SharedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The runtime gives a packet back if its coroutine ends without doing so, and only if the coroutine still owns the
 * packet in this life.
 */
class GivenBackTest {
    private final List<Throwable> failures = new ArrayList<>();
    private final Carrier carrier = new Carrier("net-0", (coroutine, failure) -> failures.add(failure));
    private final MemoryNic nic = MemoryNic.pair(1, 64);
    private final MemoryNic peer = nic.peer();
    private final ListStash stash = new ListStash("stash");
    private final ListStash ready = new ListStash("ready");
    private final Batch batch = new Batch(16);
    private final PacketBody waits = packet -> Coroutine.await(stash);

    /** Checks that each packet that left the pool has returned exactly once. */
    @AfterEach
    void shouldLeaveNoPacketOutside() {
        assertEquals(0, nic.pool().outstanding());
    }

    /** Returns a packet that {@link #nic} has received. */
    private Packet arrival() {
        assertTrue(peer.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 10)));
        Packet[] received = {null};
        nic.rx(0).poll(1, packet -> {
            received[0] = packet;
            return true;
        });
        return received[0];
    }

    private long count(NicCounter counter) {
        return nic.statistics().get(counter);
    }

    private void assertGivenBack(int packets) {
        assertEquals(packets, count(NicCounter.GIVEN_BACK));
        assertEquals(packets, nic.pool().givenBack());
        assertEquals(packets, nic.statistics().lost());
    }

    private void begin(PacketBody body, Packet packet) {
        carrier.start(body, packet);
        carrier.resumeStarted();
    }

    private void run() {
        while (carrier.poll() + carrier.resumeStarted() + carrier.resume(ready.drain(batch, 16)) > 0) {
            continue;
        }
    }

    // How a coroutine may end.

    @Test
    void shouldGiveItBackWhenCancelledBeforeItBegins() {
        stash.takenBy(carrier);
        assertTrue(carrier.start(stash, waits, arrival()));
        stash.peek().cancel();
        run();
        assertGivenBack(1);
    }

    @Test
    void shouldGiveItBackWhenCancelledWhileStashed() {
        begin(waits, arrival());
        stash.peek().cancel();
        run();
        assertGivenBack(1);
    }

    @Test
    void shouldGiveItBackAndShowItToTheFailureHandlerWhenTheBodyThrows() {
        List<String> seen = new ArrayList<>();
        Carrier strict = new Carrier("net-1",
                (coroutine, failure) -> seen.add(failure.getMessage() + ": " + coroutine.argument()));
        Packet packet = arrival();
        strict.start(argument -> {
            throw new IllegalArgumentException("planted");
        }, packet);
        strict.resumeStarted();
        assertEquals(List.of("planted: " + packet), seen);
        assertGivenBack(1);
    }

    @Test
    void shouldGiveAllBackWhenTheirStashIsClosed() {
        begin(waits, arrival());
        assertTrue(carrier.start(stash, waits, arrival()));
        stash.close();
        run();
        assertGivenBack(2);
        assertEquals(2, carrier.counters().cancelled());
    }

    @Test
    void shouldGiveAllBackWhenTheCarrierIsClosed() {
        begin(waits, arrival());
        assertTrue(carrier.start(stash, waits, arrival()));
        carrier.start(waits, arrival());
        assertEquals(3, carrier.close());
        assertGivenBack(3);
    }

    @Test
    void shouldGiveItBackWhenNoCarrierHasSeenItsCoroutine() {
        Coroutine.create(waits, arrival()).abandon();
        assertGivenBack(1);
    }

    @Test
    void shouldGiveItBackWhenTheCarrierIsClosedBeforeTheStash() {
        MpscStash shared = new MpscStash("shared", 4);
        assertTrue(carrier.start(shared, waits, arrival()));
        carrier.close(); // the carrier takes nothing out of the stash
        shared.close();
        assertEquals(List.of(), failures);
        assertGivenBack(1);
    }

    @Test
    void shouldGiveItBackWhenTheCallbackOfAnAwaitThrows() {
        begin(packet -> Coroutine.await((SuspensionCallback) self -> {
            throw new IllegalArgumentException("no place");
        }), arrival());
        assertEquals("no place", failures.getFirst().getMessage());
        assertGivenBack(1);
    }

    // Packets whose ownership has ended.

    /**
     * The body transmits, another coroutine receives the same frame, and the first coroutine is cancelled: nothing
     * happens to the frame.
     */
    @Test
    void shouldLeaveAFrameAloneThatAnotherCoroutineHasReceived() {
        Packet packet = arrival();
        begin(mine -> {
            mine.transmit();
            Coroutine.await(stash);
        }, packet);
        ListStash theirs = new ListStash("theirs");
        PacketBody second = received -> {
            Coroutine.await(theirs);
            received.release();
        };
        assertEquals(1, peer.rx(0).poll(1, received -> carrier.start(theirs, second, received)));
        carrier.resume(theirs.drain(batch, 1));
        stash.peek().cancel();
        run();
        assertEquals(1, carrier.counters().cancelled());
        assertEquals(52, packet.lengthBytes(), "the second coroutine owns it");
        assertGivenBack(0);
        carrier.resume(theirs.drain(batch, 1));
        assertEquals(List.of(), failures);
    }

    /** The same case, but the second coroutine has not begun. */
    @Test
    void shouldLeaveAFrameAloneThatWaitsForAnotherCoroutineToBegin() {
        begin(mine -> {
            mine.transmit();
            Coroutine.await(stash);
        }, arrival());
        ListStash theirs = new ListStash("theirs");
        assertEquals(1, peer.rx(0).poll(1, received -> carrier.start(theirs, Packet::release, received)));
        stash.peek().cancel();
        run();
        assertGivenBack(0);
        carrier.resume(theirs.drain(batch, 1));
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldLeaveAFrameAloneThatWasReleasedAndAllocatedAgain() {
        PacketPool small = new PacketPool("small", 2, 128, 0);
        Packet mine = small.allocate();
        begin(packet -> {
            packet.release();
            Coroutine.await(stash);
        }, mine);
        List<Packet> all = new ArrayList<>();
        for (Packet next = small.allocate(); next != null; next = small.allocate()) {
            all.add(next);
        }
        assertTrue(all.contains(mine), "the same frame");
        stash.peek().cancel();
        run();
        assertEquals(2, small.outstanding());
        all.forEach(Packet::release);
        assertEquals(0, small.givenBack());
    }

    @Test
    void shouldDoNothingWhenTheFrameIsInFlight() {
        begin(packet -> {
            packet.transmit();
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertGivenBack(0);
        assertEquals(1, peer.rx(0).poll(1, PacketConsumer.RELEASE));
    }

    @Test
    void shouldGiveItBackWhenTheTransmitQueueHasRefusedIt() {
        peer.close();
        Packet packet = nic.pool().allocate();
        begin(mine -> {
            assertFalse(nic.tx(0).transmit(mine));
            throw new IllegalArgumentException("planted");
        }, packet);
        assertEquals(1, nic.pool().givenBack());
        assertEquals(0, count(NicCounter.GIVEN_BACK), "it came in by no NIC");
    }

    // Packets in channels.

    /** Uses a channel with room, a channel with a waiting receiver, and a rendezvous for which the sender waits. */
    @ParameterizedTest
    @ValueSource(strings = {"local", "local, receiver waits", "rendezvous", "rendezvous, receiver waits", "shared",
            "shared, receiver waits", "select", "select, receiver waits", "rendezvous by select"})
    void shouldBeReleasedOnceByTheReceiverWhenTheSenderThrowsAfterwards(String way) {
        Channel<Packet> channel = way.startsWith("shared")
                ? new SharedChannel<>("channel", 2, 4, ready, ready)
                : new LocalChannel<>("channel", way.startsWith("rendezvous") ? 0 : 4, ready);
        int[] received = {0};
        Runnable receive = () -> {
            carrier.start(argument -> {
                Packet packet = channel.receive();
                received[0] += packet.lengthBytes();
                packet.release();
            }, null);
            run();
        };
        Consumer<Packet> send = packet -> assertTrue(channel.send(packet));
        if (way.contains("select")) {
            Select<Packet> select = Select.of(new LocalChannel<>("never", 1, ready));
            Select.Sending<Packet> sending = select.sending(channel);
            send = packet -> {
                sending.offer(packet);
                select.receive();
                assertEquals(sending.index(), select.index());
            };
        }
        Consumer<Packet> sent = send;
        if (way.contains("waits")) {
            receive.run();
        }
        begin(packet -> {
            sent.accept(packet);
            Coroutine.await(stash); // until the receiver has had its chance
            throw new IllegalArgumentException("planted");
        }, arrival());
        run();
        if (!way.contains("waits")) {
            receive.run();
        }
        carrier.resume(stash.drain(batch, 1));
        assertEquals(52, received[0]);
        assertEquals("planted", failures.getFirst().getMessage());
        assertEquals(1, failures.size());
        assertGivenBack(0);
    }

    /** The sender has ended before a receiver comes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldStayInTheChannelWhenTheSenderThrows(boolean shared) {
        Channel<Packet> channel = shared
                ? new SharedChannel<>("channel", 2, 4, ready, ready)
                : new LocalChannel<>("channel", 4, ready);
        begin(packet -> {
            assertTrue(channel.trySend(packet));
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertGivenBack(0);
        channel.tryReceive().release();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldBeTheSendersWhenTheChannelRefusesIt(boolean shared) {
        Channel<Packet> channel = shared
                ? new SharedChannel<>("channel", 2, 4, ready, ready)
                : new LocalChannel<>("channel", 0, ready);
        while (shared && channel.trySend(nic.pool().allocate())) {
            continue; // the last packet is refused and stays with the test
        }
        int outside = nic.pool().outstanding();
        begin(packet -> {
            assertFalse(channel.trySend(packet), "full");
            channel.close();
            assertFalse(channel.trySend(packet), "closed");
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertGivenBack(1);
        assertEquals(outside, nic.pool().outstanding());
        if (shared) {
            assertEquals(2, channel.discard());
            assertEquals(1, nic.pool().outstanding(), "the one that was refused before");
            DriverPackets.at(nic.pool(), 2).release();
        }
    }

    @Test
    void shouldBeGivenBackWhenItsSenderIsCancelledWhileItWaitsForRoom() {
        LocalChannel<Packet> channel = new LocalChannel<>("channel", 0, ready);
        Coroutine[] sender = {null};
        begin(packet -> {
            sender[0] = Coroutine.current();
            channel.send(packet);
        }, arrival());
        sender[0].cancel();
        run();
        assertEquals(1, carrier.counters().cancelled());
        assertGivenBack(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldGiveBackPacketsInAChannelThatIsDiscarded(boolean shared) {
        Channel<Packet> channel = shared
                ? new SharedChannel<>("channel", 4, 4, ready, ready)
                : new LocalChannel<>("channel", 4, ready);
        for (int i = 0; i < 3; i++) {
            begin(channel::send, arrival());
        }
        assertEquals(3, nic.pool().outstanding());
        assertEquals(3, channel.discard());
        assertEquals(0, channel.discard());
        assertTrue(channel.isClosed());
        assertGivenBack(3);
    }

    // Other ways to pass a packet on.

    @Test
    void shouldBelongToTheSecondWhenTheFirstStartsItAndThrows() {
        begin(packet -> {
            assertTrue(carrier.start(stash, Packet::release, packet));
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertEquals(1, nic.pool().outstanding());
        carrier.resume(stash.drain(batch, 1));
        assertEquals(1, failures.size());
        assertGivenBack(0);
    }

    @Test
    void shouldStayWithTheFirstWhenTheStartOfTheSecondIsRefused() {
        stash.close();
        begin(packet -> {
            assertFalse(carrier.start(stash, Packet::release, packet));
            assertFalse(carrier.start(self -> stash.push(self), Packet::release, packet));
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertGivenBack(1);
    }

    @Test
    void shouldLeaveAPacketAloneThatItsBodyHasHandedOver() {
        List<Packet> list = new ArrayList<>();
        begin(packet -> {
            packet.handOver();
            list.add(packet);
            throw new IllegalArgumentException("planted");
        }, arrival());
        assertGivenBack(0);
        list.getFirst().release();
    }

    @Test
    void shouldCountButNotTouchAPacketThatIsOwnedWhenTheBodyReturns() {
        List<Packet> list = new ArrayList<>();
        begin(list::add, arrival());
        assertEquals(1, count(NicCounter.KEPT));
        assertGivenBack(0);
        list.getFirst().release();
        begin(Packet::release, arrival());
        assertEquals(1, count(NicCounter.KEPT));
    }

    // Starts that fail.

    @Test
    void shouldBeRefusedByThePollWhenTheStartThrows() {
        assertTrue(peer.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 10)));
        assertTrue(peer.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 10)));
        assertThrows(IllegalArgumentException.class, () -> nic.rx(0).poll(1, packet -> carrier.start(self -> {
            throw new IllegalArgumentException("no place");
        }, waits, packet)));
        carrier.close();
        assertThrows(IllegalStateException.class,
                () -> nic.rx(0).poll(1, packet -> carrier.start(stash, waits, packet)));
        assertEquals(2, count(NicCounter.RX_REFUSED));
        assertEquals(0, carrier.counters().created());
    }

    /** The callback gives the handle away before it throws, so the packet belongs to the coroutine. */
    @Test
    void shouldBeLeftToTheCoroutineByThePollWhenTheCallbackThrowsTooLate() {
        assertTrue(peer.tx(0).transmit(TestPackets.udp4(nic.pool().allocate(), 10)));
        assertThrows(IllegalArgumentException.class, () -> nic.rx(0).poll(1, packet -> carrier.start(self -> {
            assertTrue(stash.push(self));
            throw new IllegalArgumentException("too late");
        }, Packet::release, packet)));
        assertEquals(0, count(NicCounter.RX_REFUSED));
        assertEquals(1, nic.pool().outstanding());
        carrier.resume(stash.drain(batch, 1));
        assertEquals(List.of(), failures);
    }

    @Test
    void shouldRefuseAccessToThePacketOfACoroutineThatHasNotBegun() {
        Packet packet = arrival();
        assertTrue(carrier.start(stash, Packet::release, packet));
        String of = "packet=" + packet + ", state=owned by a coroutine that has not begun";
        assertEquals(52, packet.lengthBytes(), "it may be read, to decide where the coroutine waits");
        assertEquals("released a packet that is not owned: " + of,
                assertThrows(IllegalStateException.class, packet::release).getMessage());
        assertEquals("transmitted a packet that is not owned: " + of,
                assertThrows(IllegalStateException.class, packet::transmit).getMessage());
        assertEquals("handed over a packet that is not owned: " + of,
                assertThrows(IllegalStateException.class, packet::handOver).getMessage());
        assertEquals("started a coroutine with a packet that is not owned: " + of,
                assertThrows(IllegalStateException.class, () -> carrier.start(stash, Packet::release, packet))
                        .getMessage());
        assertEquals(1, carrier.counters().created());
        carrier.resume(stash.drain(batch, 1));
    }

    @Test
    void shouldRefuseToStartWithAPacketThatWasReleased() {
        Packet packet = arrival();
        packet.release();
        assertEquals("started a coroutine with a packet that is not owned: packet=" + packet + ", state=free",
                assertThrows(IllegalStateException.class, () -> Coroutine.create(waits, packet)).getMessage());
    }

    // Two threads.

    /** Every body transmits and fails at once, while the thread of the peer receives and releases the same frames. */
    @Test
    @Timeout(60)
    void shouldReleaseEachFrameOnceWhenBodiesFailWhileAnotherThreadHasTheirFrames() throws InterruptedException {
        int packets = 2_000;
        Thread reader = new Thread(() -> {
            for (int received = 0; received < packets;) {
                received += peer.rx(0).poll(16, PacketConsumer.RELEASE);
            }
        });
        reader.start();
        Coroutine[] last = {null};
        for (int sent = 0; sent < packets;) {
            Packet packet = nic.pool().allocate();
            if (packet == null) {
                Thread.yield();
                continue;
            }
            packet.resize(60);
            begin(mine -> {
                last[0] = Coroutine.current();
                while (!nic.tx(0).transmit(mine)) {
                    Thread.yield();
                }
                throw new IllegalArgumentException("planted");
            }, packet);
            sent++;
        }
        reader.join();
        assertEquals(packets, failures.size());
        assertTrue(failures.stream().allMatch(failure -> failure.getMessage().equals("planted")));
        assertEquals(0, nic.pool().givenBack());
        assertEquals(CoroutineState.FAILED, last[0].state());
    }
}
