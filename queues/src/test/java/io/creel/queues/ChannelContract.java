package io.creel.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.core.Batch;
import io.creel.core.Body;
import io.creel.core.Carrier;
import io.creel.core.Coroutine;
import io.creel.core.CoroutineState;
import io.creel.core.Stash;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of every channel, on one worker. A subclass creates the channel. */
abstract class ChannelContract {
    final List<String> events = new ArrayList<>();
    final List<Throwable> failures = new ArrayList<>();
    final Carrier carrier = new Carrier("carrier", (coroutine, failure) -> failures.add(failure));
    final ListStash ready = new ListStash("ready");
    private final Batch batch = new Batch(32);

    /** Makes a channel; {@code capacity} is a power of two and at least 2. */
    abstract <T> Channel<T> create(String name, int capacity, Stash woken);

    @AfterEach
    void assertNothingFailed() {
        assertEquals(List.of(), failures);
    }

    Coroutine go(Body<Object> body) {
        Coroutine coroutine = Coroutine.create(body, null);
        carrier.resume(coroutine);
        return coroutine;
    }

    /** Runs until no coroutine is ready. */
    void run() {
        while (carrier.poll() + carrier.resume(ready.drain(batch, 32)) > 0) {
            // until all coroutines wait
        }
    }

    Coroutine sender(Channel<Integer> channel, int from, int to) {
        return go(ignored -> {
            for (int i = from; i < to; i++) {
                events.add((channel.send(i) ? "sent " : "refused ") + i);
            }
        });
    }

    Coroutine receiver(Channel<Integer> channel, int count) {
        return go(ignored -> {
            for (int i = 0; i < count; i++) {
                events.add("got " + channel.receive());
            }
        });
    }

    private List<String> only(String kind) {
        return events.stream().filter(event -> event.startsWith(kind)).toList();
    }

    @Test
    void shouldReceiveInOrderWhenSent() {
        Channel<Integer> channel = create("c", 2, ready);
        Coroutine sender = sender(channel, 0, 7);
        assertEquals(2, channel.size());
        Coroutine receiver = receiver(channel, 7);
        run();
        assertEquals(List.of("got 0", "got 1", "got 2", "got 3", "got 4", "got 5", "got 6"), only("got"));
        assertEquals(CoroutineState.COMPLETED, sender.state());
        assertEquals(CoroutineState.COMPLETED, receiver.state());
    }

    @Test
    void shouldReceiveInOrderWhenReceiversWaitFirst() {
        Channel<Integer> channel = create("c", 2, ready);
        for (int i = 0; i < 3; i++) {
            receiver(channel, 1);
        }
        sender(channel, 0, 3);
        run();
        assertEquals(List.of("got 0", "got 1", "got 2"), only("got"));
    }

    @Test
    void shouldReturnWithoutWaitingWhenTried() {
        Channel<Integer> channel = create("c", 2, ready);
        assertEquals("c", channel.name());
        assertEquals("c", channel.toString());
        assertEquals(2, channel.capacity());
        assertNull(channel.tryReceive());
        assertTrue(channel.trySend(1));
        assertTrue(channel.trySend(2));
        assertFalse(channel.trySend(3));
        assertEquals(1, channel.tryReceive());
        assertTrue(channel.trySend(4));
        assertEquals(2, channel.tryReceive());
        assertEquals(4, channel.tryReceive());
        assertNull(channel.tryReceive());
    }

    @Test
    void shouldWakeTheSenderWhenTriedFromOutside() {
        Channel<Integer> channel = create("c", 2, ready);
        sender(channel, 0, 3);
        assertEquals(0, channel.tryReceive());
        run();
        assertEquals(List.of("sent 0", "sent 1", "sent 2"), events);
        assertEquals(2, channel.size());
    }

    @Test
    void shouldDrainThenReturnNullWhenClosed() {
        Channel<Integer> channel = create("c", 4, ready);
        sender(channel, 0, 3);
        channel.close();
        channel.close();
        assertTrue(channel.isClosed());
        sender(channel, 3, 4);
        receiver(channel, 5);
        assertEquals(List.of("got 0", "got 1", "got 2", "got null", "got null"), only("got"));
        assertEquals(List.of("refused 3"), only("refused"));
        assertFalse(channel.trySend(5));
    }

    @Test
    void shouldWakeAllWaitersWhenClosed() {
        Channel<Integer> full = create("full", 2, ready);
        Channel<Integer> empty = create("empty", 2, ready);
        for (int i = 0; i < 2; i++) {
            sender(full, 0, 3);
            receiver(empty, 1);
        }
        full.close();
        empty.close();
        run();
        assertEquals(List.of("got null", "got null"), only("got"));
        assertEquals(4, only("refused").size());
        receiver(full, 3);
        assertEquals(List.of("got null", "got null", "got 0", "got 1", "got null"), only("got"));
    }

    @Test
    void shouldThrowWhenTheItemIsNull() {
        Channel<Integer> channel = create("c", 2, ready);
        assertEquals("item", assertThrows(NullPointerException.class, () -> channel.trySend(null)).getMessage());
    }

    @Test
    void shouldThrowAndStayWholeWhenAwaitedOutsideACoroutine() {
        Channel<Integer> channel = create("c", 2, ready);
        assertThrows(IllegalStateException.class, channel::receive);
        assertTrue(channel.send(1));
        assertTrue(channel.send(2));
        assertThrows(IllegalStateException.class, () -> channel.send(3));
        receiver(channel, 3);
        channel.trySend(4);
        run();
        assertEquals(List.of("got 1", "got 2", "got 4"), events);
    }

    @Test
    void shouldNotGetAnItemWhenTheReceiverIsCancelled() {
        Channel<Integer> channel = create("c", 2, ready);
        Coroutine first = receiver(channel, 1);
        receiver(channel, 1);
        first.cancel();
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        assertTrue(channel.trySend(7));
        run();
        assertEquals(List.of("got 7"), events);
    }

    @Test
    void shouldPassTheItemOnWhenTheReceiverIsCancelledAfterItWasWoken() {
        Channel<Integer> channel = create("c", 2, ready);
        Coroutine first = receiver(channel, 1);
        receiver(channel, 1);
        assertTrue(channel.trySend(7));
        assertEquals(1, ready.size());
        first.cancel();
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        assertEquals(List.of("got 7"), events);
        Coroutine third = receiver(channel, 1);
        channel.trySend(8);
        third.cancel();
        run();
        assertEquals(8, channel.tryReceive(), "no receiver waited for it");
    }

    @Test
    void shouldNotSendWhenTheSenderIsCancelled() {
        Channel<Integer> channel = create("c", 2, ready);
        Coroutine first = sender(channel, 0, 3);
        sender(channel, 10, 11);
        first.cancel();
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        receiver(channel, 3);
        run();
        assertEquals(List.of("got 0", "got 1", "got 10"), only("got"));
    }

    @Test
    void shouldWakeTheNextWhenASenderIsCancelledAfterItWasWoken() {
        Channel<Integer> channel = create("c", 2, ready);
        channel.trySend(0);
        channel.trySend(1);
        Coroutine first = sender(channel, 2, 3);
        sender(channel, 3, 4);
        assertEquals(0, channel.tryReceive());
        first.cancel();
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        assertEquals(1, channel.tryReceive());
        run();
        assertTrue(events.contains("sent 3"), events.toString());
    }

    @Test
    void shouldResumeOnTheirCarrierWhenTheReadyStashIsFull() {
        MpscStash small = new MpscStash("small", 2);
        Channel<Integer> channel = create("c", 4, small);
        for (int i = 0; i < 3; i++) {
            receiver(channel, 1);
        }
        for (int i = 0; i < 3; i++) {
            assertTrue(channel.trySend(i));
        }
        assertEquals(2, small.size());
        assertEquals(1, carrier.poll());
        carrier.resume(small.drain(new Batch(2), 2));
        assertEquals(Set.of("got 0", "got 1", "got 2"), Set.copyOf(events));
        for (int i = 0; i < 4; i++) {
            channel.trySend(i);
        }
        events.clear();
        for (int i = 0; i < 3; i++) {
            sender(channel, i, i + 1);
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(i, channel.tryReceive());
        }
        assertEquals(1, carrier.poll());
        carrier.resume(small.drain(new Batch(2), 2));
        assertEquals(Set.of("sent 0", "sent 1", "sent 2"), Set.copyOf(events));
    }

    @Test
    void shouldLoseNoCoroutineWhenTheReadyStashThrows() {
        BucketStash picky = new BucketStash("picky", 1, woken -> {
            throw new IllegalStateException("no level: coroutine=" + woken);
        });
        Channel<Integer> channel = create("c", 2, picky);
        Coroutine waiting = receiver(channel, 2);
        assertEquals("no level: coroutine=" + waiting,
                assertThrows(IllegalStateException.class, () -> channel.trySend(7)).getMessage());
        run();
        assertEquals(CoroutineState.STASHED, waiting.state());
        assertEquals(channel instanceof LocalChannel ? List.of() : List.of("got 7"), events);
        assertNull(channel.tryReceive());
    }

    @Test
    void shouldCancelTheWokenCoroutineWhenTheReadyStashIsClosed() {
        ListStash gone = new ListStash("gone");
        Channel<Integer> channel = create("c", 2, gone);
        Coroutine first = receiver(channel, 1);
        Coroutine second = receiver(channel, 1);
        gone.close();
        assertTrue(channel.trySend(7));
        run();
        assertEquals(CoroutineState.CANCELLED, first.state());
        assertEquals(CoroutineState.CANCELLED, second.state());
        assertEquals(7, channel.tryReceive());
    }

    @Test
    void shouldCancelWaitersWhenTheirCarrierCloses() {
        Channel<Integer> channel = create("c", 2, ready);
        Coroutine waiting = receiver(channel, 1);
        assertEquals(1, carrier.close());
        assertEquals(CoroutineState.CANCELLED, waiting.state());
        assertTrue(channel.trySend(1));
        assertEquals(1, channel.size());
    }

    @Test
    void shouldTakeTurnsWhenAllChannelsOfASelectHaveItems() {
        Channel<Integer> a = create("a", 4, ready);
        Channel<Integer> b = create("b", 4, ready);
        for (int i = 0; i < 4; i++) {
            a.trySend(i);
            b.trySend(10 + i);
        }
        go(ignored -> {
            Select<Integer> select = Select.of(a, b);
            for (int i = 0; i < 6; i++) {
                events.add(select.receive() + "@" + select.index());
            }
        });
        assertEquals(List.of("0@0", "10@1", "1@0", "11@1", "2@0", "12@1"), events);
    }

    @Test
    void shouldReceiveFromTheFirstThatSendsWhenSelectWaits() {
        Channel<Integer> a = create("a", 2, ready);
        Channel<Integer> b = create("b", 2, ready);
        go(ignored -> {
            Select<Integer> select = Select.of(a, b);
            for (Integer item = select.receive(); item != null; item = select.receive()) {
                events.add(item + "@" + select.index());
            }
            events.add("end@" + select.index());
        });
        b.trySend(1);
        run();
        a.trySend(2);
        b.trySend(3);
        run();
        a.close();
        run();
        b.trySend(4);
        run();
        b.close();
        run();
        assertEquals(List.of("1@1", "2@0", "3@1", "4@1", "end@-1"), events);
    }

    @Test
    void shouldLoseNothingWhenASelectIsCancelledAfterItWasWoken() {
        Channel<Integer> a = create("a", 2, ready);
        Channel<Integer> b = create("b", 2, ready);
        Coroutine selecting = go(ignored -> events.add("selected " + Select.of(a, b).receive()));
        receiver(b, 1);
        b.trySend(5);
        selecting.cancel();
        run();
        assertEquals(CoroutineState.CANCELLED, selecting.state());
        assertEquals(List.of("got 5"), events);
        assertTrue(a.trySend(6));
        assertEquals(6, a.tryReceive());
    }

    @Test
    void shouldPassTheHintOnWhenASelectIsServedByAnotherChannel() {
        Channel<Integer> a = create("a", 2, ready);
        Channel<Integer> b = create("b", 2, ready);
        go(ignored -> {
            Select<Integer> select = Select.of(a, b);
            events.add("selected " + select.receive());
        });
        receiver(b, 1);
        b.trySend(5);
        a.trySend(6);
        run();
        b.trySend(7);
        a.trySend(8);
        run();
        assertEquals(2, events.size(), events.toString());
        assertTrue(events.stream().anyMatch(event -> event.startsWith("got")), events.toString());
    }

    @Test
    void shouldTakeTurnsWhenASelectCanReceiveAndSend() {
        Channel<Integer> in = create("in", 4, ready);
        Channel<String> out = create("out", 4, ready);
        for (int i = 0; i < 3; i++) {
            in.trySend(i);
        }
        go(ignored -> {
            Select<Integer> select = Select.of(in);
            Select.Sending<String> sending = select.sending(out);
            assertEquals(1, sending.index());
            for (int i = 0; i < 6; i++) {
                if (sending.offered() == null) {
                    sending.offer("item " + i);
                }
                events.add(select.receive() + "@" + select.index());
            }
        });
        assertEquals(List.of("0@0", "null@1", "1@0", "null@1", "2@0", "null@1"), events);
        assertEquals("item 0", out.tryReceive());
        assertEquals("item 2", out.tryReceive());
        assertEquals("item 4", out.tryReceive());
    }

    /** Makes a channel and fills it. */
    private Channel<Integer> full(String name) {
        Channel<Integer> channel = create(name, 2, ready);
        channel.trySend(0);
        channel.trySend(1);
        return channel;
    }

    @Test
    void shouldSendWhenASelectWaitsAndThereIsRoom() {
        Channel<Integer> in = create("in", 2, ready);
        Channel<Integer> out = full("out");
        go(ignored -> {
            Select<Integer> select = Select.of(in);
            Select.Sending<Integer> sending = select.sending(out);
            sending.offer(9);
            events.add(select.receive() + "@" + select.index() + " left " + sending.offered());
            sending.offer(10);
            events.add(select.receive() + "@" + select.index() + " left " + sending.withdraw());
            events.add(select.receive() + "@" + select.index() + " left " + sending.withdraw());
        });
        assertEquals(0, out.tryReceive());
        run();
        assertEquals(List.of("null@1 left null"), events);
        in.trySend(5);
        run();
        in.close();
        run();
        assertEquals(List.of("null@1 left null", "5@0 left 10", "null@-1 left null"), events);
        assertEquals(1, out.tryReceive());
        assertEquals(9, out.tryReceive());
        assertNull(out.tryReceive());
    }

    @Test
    void shouldLeaveAClauseOutWhenItsChannelIsClosed() {
        Channel<Integer> in = create("in", 2, ready);
        Channel<Integer> out = full("out");
        go(ignored -> {
            Select<Integer> select = Select.of(in);
            Select.Sending<Integer> sending = select.sending(out);
            sending.offer(9);
            for (Integer item = select.receive(); item != null; item = select.receive()) {
                events.add(item + "@" + select.index());
            }
            events.add("end@" + select.index() + " left " + sending.withdraw());
        });
        out.close();
        run();
        in.trySend(5);
        run();
        in.close();
        run();
        assertEquals(List.of("5@0", "end@-1 left 9"), events);
    }

    @Test
    void shouldLetOthersSendWhenASelectIsCancelledWhateverItOffered() {
        for (boolean woken : new boolean[]{false, true}) {
            events.clear();
            Channel<Integer> out = full("out");
            Coroutine selecting = go(ignored -> {
                Select<Integer> select = Select.of(create("in", 2, ready));
                select.sending(out).offer(9);
                select.receive();
            });
            sender(out, 5, 6);
            if (woken) {
                out.tryReceive();
            }
            selecting.cancel();
            run();
            assertEquals(CoroutineState.CANCELLED, selecting.state());
            while (out.tryReceive() != null) {
                run();
            }
            assertEquals(List.of("sent 5"), events);
        }
    }

    @Test
    void shouldPassRoomOnWhenASelectHasWithdrawnItsOffer() {
        Channel<Integer> in = create("in", 2, ready);
        Channel<Integer> out = full("out");
        go(ignored -> {
            Select<Integer> select = Select.of(in);
            Select.Sending<Integer> sending = select.sending(out);
            sending.offer(9);
            select.receive();
            sending.withdraw();
            select.receive();
        });
        in.trySend(1);
        run();
        sender(out, 5, 6);
        out.tryReceive();
        run();
        assertEquals(List.of("sent 5"), events);
    }

    @Test
    void shouldThrowWhenAClauseOrAnOfferDoesNotFit() {
        Channel<Integer> in = create("in", 2, ready);
        Channel<Integer> out = create("out", 2, ready);
        Select<Integer> select = Select.of(in);
        Select.Sending<Integer> sending = select.sending(out);
        assertEquals("offered", assertThrows(NullPointerException.class, () -> sending.offer(null)).getMessage());
        sending.offer(1);
        assertEquals("offer refused, another item is offered: channel=out",
                assertThrows(IllegalStateException.class, () -> sending.offer(2)).getMessage());
        assertEquals(1, sending.withdraw());
        go(ignored -> select.receive());
        assertEquals("clause refused, a coroutine waits in the select: channel=out",
                assertThrows(IllegalStateException.class, () -> select.sending(out)).getMessage());
        boolean isLocal = in instanceof LocalChannel;
        Channel<Integer> other = isLocal
                ? new SharedChannel<>("other", 2, 1, ready, ready)
                : new LocalChannel<>("other", 1, ready);
        assertEquals("select needs channels of one kind: local=" + (isLocal ? 2 : 1) + ", shared=" + (isLocal ? 1 : 2),
                assertThrows(IllegalArgumentException.class, () -> select.sending(other)).getMessage());
    }

    @Test
    void shouldWaitOnWhenResumedByItsEpoch() {
        Channel<Integer> empty = create("empty", 2, ready);
        Channel<Integer> full = create("full", 2, ready);
        Channel<Integer> other = create("other", 2, ready);
        full.trySend(0);
        full.trySend(1);
        List<Coroutine> waiting = List.of(receiver(empty, 1), sender(full, 2, 3),
                go(ignored -> events.add("selected " + Select.of(other).receive())));
        for (Coroutine each : waiting) {
            assertTrue(carrier.resume(each, each.epoch()));
            assertEquals(CoroutineState.STASHED, each.state());
        }
        assertEquals(List.of(), events);
        empty.trySend(3);
        other.trySend(4);
        full.tryReceive();
        run();
        assertEquals(List.of("got 3", "selected 4", "sent 2"), events);
    }

    @Test
    void shouldThrowWhenTwoCoroutinesWaitInOneSelect() {
        Channel<Integer> a = create("a", 2, ready);
        Channel<Integer> b = create("b", 2, ready);
        Select<Integer> select = Select.of(a, b);
        go(ignored -> events.add("selected " + select.receive()));
        for (int i = 0; i < 2; i++) {
            Coroutine late = go(ignored -> select.receive());
            assertEquals("receive refused, another coroutine waits in the select: coroutine=" + late,
                    failures.removeFirst().getMessage());
        }
        a.trySend(1);
        run();
        assertEquals(List.of("selected 1"), events);
        go(ignored -> events.add("selected " + select.receive()));
        b.trySend(2);
        run();
        assertEquals(List.of("selected 1", "selected 2"), events);
    }

    @Test
    void shouldThrowWhenASelectHasNoChannelsOrMixedOnes() {
        assertEquals("select needs channels of one kind: local=0, shared=0",
                assertThrows(IllegalArgumentException.class, () -> Select.<Integer>of()).getMessage());
        assertEquals("select needs channels of one kind: local=1, shared=1",
                assertThrows(IllegalArgumentException.class,
                        () -> Select.of(new LocalChannel<>("l", 1, ready),
                                new SharedChannel<>("s", 2, 1, ready, ready)))
                        .getMessage());
    }

    // Time-outs.

    private static final long TIME_OUT_NS = 100;

    private void at(long nowNs) {
        carrier.tick(nowNs);
        run();
    }

    @Test
    void shouldReceiveNothingWhenTheTimeOutEnds() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        go(ignored -> {
            events.add("got " + channel.receive(TIME_OUT_NS) + ", finished=" + channel.isFinished());
            events.add("got " + channel.receive(TIME_OUT_NS));
            events.add("got " + channel.receive(TIME_OUT_NS));
        });
        at(TIME_OUT_NS - 1);
        assertEquals(List.of(), events);
        at(TIME_OUT_NS);
        assertEquals(List.of("got null, finished=false"), events);
        assertTrue(channel.trySend(1));
        at(2 * TIME_OUT_NS - 1);
        assertEquals("got 1", events.getLast());
        at(3 * TIME_OUT_NS - 2);
        assertEquals(2, events.size());
        at(3 * TIME_OUT_NS - 1);
        assertEquals("got null", events.getLast());
        assertFalse(carrier.hasDeadlines());
        assertTrue(channel.trySend(2) && channel.trySend(3), "no receiver waits, so both are kept");
        assertEquals(2, channel.tryReceive());
        assertEquals(3, channel.tryReceive());
    }

    @Test
    void shouldSayFinishedWhenClosedBeforeTheTimeOutEnds() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        go(ignored -> events.add("got " + channel.receive(TIME_OUT_NS) + ", finished=" + channel.isFinished()));
        channel.close();
        at(1);
        assertEquals(List.of("got null, finished=true"), events);
    }

    @Test
    void shouldKeepTheItemWhenTheTimeOutOfTheSenderEnds() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        go(ignored -> {
            for (int i = 0; i < 3; i++) {
                events.add(i + " " + channel.send(i, TIME_OUT_NS));
            }
        });
        at(TIME_OUT_NS - 1);
        assertEquals(List.of("0 true", "1 true"), events);
        at(TIME_OUT_NS);
        assertEquals("2 false", events.getLast());
        assertEquals(0, channel.tryReceive());
        assertEquals(1, channel.tryReceive());
        assertNull(channel.tryReceive(), "2 is still the sender's");
        run();
    }

    @Test
    void shouldNotWaitWhenTheTimeOutHasEndedAlready() { // and it reads no clock: the carrier was never told the time
        Channel<Integer> channel = create("c", 2, ready);
        go(ignored -> {
            assertNull(channel.receive(0));
            assertTrue(channel.send(1, -1) && channel.send(2, Long.MIN_VALUE));
            assertFalse(channel.send(3, 0));
            assertEquals(1, channel.receive(1));
        });
    }

    /** The item is handed over first; then the time-out ends before the receiver can run. */
    @Test
    void shouldLoseNoItemWhenTheTimeOutEndsWhileTheReceiverIsReady() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        go(ignored -> events.add("got " + channel.receive(TIME_OUT_NS)));
        assertTrue(channel.trySend(1));
        at(TIME_OUT_NS);
        assertEquals(List.of("got 1"), events);
        assertNull(channel.tryReceive());
    }

    @Test
    void shouldResumeByTheReadyStashWhenTheTimeOutEnds() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        go(ignored -> events.add("got " + channel.receive(TIME_OUT_NS)));
        carrier.tick(TIME_OUT_NS);
        assertEquals(1, ready.size());
        run();
        assertEquals(List.of("got null"), events);
    }

    /** The number of waiting places is bounded; the places of waits that have timed out are free again. */
    @Test
    void shouldHaveRoomForEverWhenReceiversTimeOut() {
        Channel<Integer> channel = create("c", 2, ready);
        carrier.tick(0);
        for (int i = 1; i <= 1_000; i++) {
            go(ignored -> events.add("got " + channel.receive(TIME_OUT_NS)));
            at(i * TIME_OUT_NS);
        }
        assertEquals(1_000, events.size());
        assertEquals(Set.of("got null"), Set.copyOf(events));
    }

    @Test
    void shouldSelectNothingWhenTheTimeOutEnds() {
        Channel<Integer> empty = create("empty", 2, ready);
        Channel<Integer> full = create("full", 2, ready);
        assertTrue(full.trySend(1) && full.trySend(2));
        carrier.tick(0);
        go(ignored -> {
            Select<Integer> select = Select.of(empty);
            Select.Sending<Integer> sending = select.sending(full);
            sending.offer(3);
            events.add(select.receive(TIME_OUT_NS) + " " + select.index());
            events.add(select.receive(0) + " " + select.index());
            assertEquals(3, sending.withdraw());
            events.add(select.receive(TIME_OUT_NS) + " " + select.index());
        });
        at(TIME_OUT_NS - 1);
        assertEquals(List.of(), events);
        at(TIME_OUT_NS);
        assertEquals(List.of("null " + Select.TIMED_OUT, "null " + Select.TIMED_OUT), events);
        assertTrue(empty.trySend(7));
        run();
        assertEquals("7 0", events.getLast());
        assertEquals(1, full.tryReceive());
        assertEquals(2, full.tryReceive());
        assertNull(full.tryReceive(), "3 was not sent");
    }
}
