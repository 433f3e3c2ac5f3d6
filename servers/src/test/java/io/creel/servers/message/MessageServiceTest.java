package io.creel.servers.message;

import static io.creel.servers.message.MessageRig.MS;
import static io.creel.servers.message.MessageRig.SECOND;
import static io.creel.servers.message.WorkProtocol.LONG;
import static io.creel.servers.message.WorkProtocol.SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.creel.schedulers.when.When;
import io.creel.schedulers.when.fifo.Fifo;
import io.creel.schedulers.when.priority.StrictPriority;
import io.creel.servers.ServiceLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Order, bounds and accounts of messages with classes. */
class MessageServiceTest {
    private static final int GUARD = 8;

    private static Function<String, When> shortFirst() {
        return name -> new StrictPriority(name, WorkProtocol.CLASSES, Message::classOf, GUARD);
    }

    private static MessageRig rig(MessageLimits limits) {
        return new MessageRig(shortFirst(), limits);
    }

    private static List<Long> ids(MessageRig.Client client) {
        return client.answers.stream().map(MessageRig.Answer::id).toList();
    }

    @Test
    void shouldAnswerEveryMessageOnceHoweverTheStreamIsCut() {
        try (MessageRig rig = rig(new MessageLimits(8, 5, 3))) {
            var random = new Random(11);
            List<MessageRig.Client> clients = List.of(rig.connect(), rig.connect(), rig.connect());
            int each = 400;
            for (MessageRig.Client client : clients) {
                var stream = new java.io.ByteArrayOutputStream();
                for (int i = 0; i < each; i++) {
                    stream.writeBytes(MessageRig.request(random.nextInt(2), random.nextInt(3_000), i,
                            random.nextInt(4) == 0 ? random.nextInt(1_900) : 0));
                }
                byte[] all = stream.toByteArray();
                for (int at = 0; at < all.length;) {
                    int part = Math.min(all.length - at, 1 + random.nextInt(2_000));
                    at += client.socket.tryWrite(all, at, part);
                    rig.cycle();
                }
            }
            rig.pass(50 * MS);
            for (MessageRig.Client client : clients) {
                Set<Long> answered = new HashSet<>(ids(client));
                assertEquals(each, answered.size());
                assertEquals(each, client.answers.size(), "none twice");
            }
            MessageCounters counters = rig.service.counters();
            assertEquals(3 * each, counters.received(SHORT) + counters.received(LONG));
            assertEquals(3 * each, counters.written());
            assertEquals(0, counters.unsent());
            assertTrue(counters.full(SHORT) + counters.full(LONG) + counters.connectionFull() > 0, "no limit was met");
        }
    }

    @Test
    void shouldAnswerShortMessagesBeforeALongOneOfTheSameConnection() {
        try (MessageRig rig = rig(MessageLimits.defaults())) {
            MessageRig.Client client = rig.connect();
            client.ask(LONG, 500_000, 1);
            client.ask(LONG, 500_000, 2);
            client.ask(SHORT, 1_000, 3);
            client.ask(SHORT, 1_000, 4);
            rig.pass(10 * MS);
            assertEquals(List.of(3L, 4L, 1L, 2L), ids(client));
        }
    }

    /** It comes while the long one is at work, and goes first: at a checkpoint the worker looks at the NIC. */
    @Test
    void shouldInterruptALongMessageForAShortOne() {
        try (MessageRig rig = rig(MessageLimits.defaults())) {
            MessageRig.Client one = rig.connect();
            MessageRig.Client two = rig.connect();
            one.ask(LONG, 10_000_000, 1);
            long begunNs = rig.nowNs();
            boolean[] asked = {false};
            rig.meanwhile = () -> {
                if (!asked[0] && rig.nowNs() >= begunNs + 2 * MS) {
                    asked[0] = true;
                    two.ask(SHORT, 1_000, 2);
                }
            };
            rig.pass(20 * MS);
            assertEquals(List.of(2L), ids(two));
            assertEquals(List.of(1L), ids(one));
            long shortNs = two.answers.getFirst().atNs() - begunNs;
            assertTrue(shortNs >= 2 * MS && shortNs < 2 * MS + 20_000, () -> "answered after " + shortNs + " ns");
        }
    }

    @Test
    void shouldCloseTheWindowOfAConnectionWhoseClassIsFull() {
        try (MessageRig rig = rig(new MessageLimits(64, 4, 2))) {
            MessageRig.Client slow = rig.connect();
            MessageRig.Client other = rig.connect();
            rig.works = false;
            int sent = 0;
            int taken = 1;
            byte[] message = MessageRig.request(LONG, 10, 0, 1_900);
            while (taken > 0) { // until neither the window nor the send buffer has room
                taken = slow.socket.tryWrite(message, sent % message.length, message.length - sent % message.length);
                sent += taken;
                rig.pass(taken > 0 ? MS : SECOND);
                taken += slow.socket.writableBytes();
            }
            assertEquals(2, rig.service.present(LONG));
            assertEquals(1, rig.service.waitingConnections(LONG));
            int atServer = sent - slow.socket.unacknowledgedBytes();
            assertTrue(slow.socket.unacknowledgedBytes() > 0, "the peer's window is closed");
            int window = rig.server.tcp().settings().receiveBufferBytes();
            assertTrue(atServer <= window + 4 * message.length, () -> "received " + atServer + " of window " + window);

            other.ask(SHORT, 10, 7); // another connection is not held up
            rig.works = true;
            rig.pass(2 * SECOND);
            assertEquals(List.of(7L), ids(other));
            int whole = sent / message.length;
            assertTrue(whole > 10, "the window was small");
            assertEquals(whole, slow.answers.size(), "nothing is dropped");
            assertEquals(whole, rig.service.counters().answered(LONG));
        }
    }

    /** A client that never lets the server run out of short messages. */
    @Test
    void shouldServeLongMessagesWithinTheBoundOfTheGuard() {
        try (MessageRig rig = rig(new MessageLimits(1_000, 500, 64))) {
            MessageRig.Client client = rig.connect();
            long[] next = {1_000};
            for (int i = 0; i < 20; i++) {
                client.ask(LONG, 3_000, i);
            }
            rig.meanwhile = () -> {
                while (rig.service.present(SHORT) + next[0] - 1_000
                        - rig.service.counters().received(SHORT) < 200 && next[0] < 3_000) {
                    client.ask(SHORT, 1_000, next[0]++);
                }
            };
            rig.meanwhile.run();
            rig.pass(50 * MS);
            List<Long> order = ids(client);
            int last = -1;
            int longs = 0;
            for (int i = 0; i < order.size(); i++) {
                if (order.get(i) < 1_000) {
                    int passed = i - last - 1;
                    assertTrue(passed <= GUARD + WorkProtocol.CLASSES, () -> "passed by " + passed);
                    last = i;
                    longs++;
                }
            }
            assertEquals(20, longs);
            assertEquals(3_000 - 1_000, order.size() - longs);
            assertTrue(last < 20 * (GUARD + 1 + WorkProtocol.CLASSES),
                    "the last long one waited for the last short one");
        }
    }

    /** Connections get room in the order in which they began to wait. */
    @Test
    void shouldGiveRoomInTurn() {
        try (MessageRig rig = rig(new MessageLimits(8, 4, 1))) {
            List<MessageRig.Client> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(rig.connect());
            }
            for (int i = 0; i < 5; i++) {
                for (int n = 0; n < 4; n++) {
                    clients.get(i).ask(LONG, 100_000, n);
                }
                rig.works = false;
                rig.settle();
            }
            rig.works = true;
            rig.pass(50 * MS);
            long latestSecond = clients.stream().mapToLong(each -> each.answers.get(1).atNs()).max().orElseThrow();
            long earliestFourth = clients.stream().mapToLong(each -> each.answers.get(3).atNs()).min().orElseThrow();
            assertTrue(latestSecond < earliestFourth, "a connection was passed");
        }
    }

    @Test
    void shouldForgetTheMessagesOfALostConnection() {
        try (MessageRig rig = rig(new MessageLimits(64, 16, 2))) {
            MessageRig.Client lost = rig.connect();
            MessageRig.Client other = rig.connect();
            for (int i = 0; i < 10; i++) {
                lost.ask(LONG, 100_000, i);
            }
            rig.works = false;
            rig.settle();
            lost.socket.abort();
            lost.reads = false;
            other.ask(LONG, 1_000, 5);
            rig.settle();
            rig.works = true;
            rig.pass(10 * MS);
            assertEquals(List.of(5L), ids(other));
            MessageCounters counters = rig.service.counters();
            assertEquals(2, counters.skipped(LONG));
            assertEquals(1, rig.port.lost());
            rig.assertAccounts();
        }
    }

    @Test
    void shouldResetAPeerThatDoesNotReceiveItsAnswers() {
        try (MessageRig rig = rig(new MessageLimits(50_000, 60_000, 2))) {
            MessageRig.Client deaf = rig.connect();
            MessageRig.Client other = rig.connect();
            deaf.reads = false;
            int asked = 0;
            byte[] message = MessageRig.request(SHORT, 0, 1, 0);
            while (asked < 40_000) {
                for (int i = 0; i < 1_000 && deaf.socket.writableBytes() >= message.length; i++) {
                    asked += deaf.send(message) / message.length;
                }
                rig.pass(MS);
            }
            rig.pass(100 * MS);
            other.ask(SHORT, 0, 9);
            rig.pass(30 * SECOND);
            assertEquals(List.of(9L), ids(other));
            assertEquals(1, rig.port.stalled(), rig.port::toString);
            assertTrue(rig.service.counters().unsent() > 0);
            rig.assertAccounts();
        }
    }

    @Test
    void shouldEndAConnectionWithAMalformedMessageAfterAnsweringThoseBefore() {
        try (MessageRig rig = rig(MessageLimits.defaults())) {
            List<byte[]> bad = List.of(MessageRig.request(2, 1, 1, 0), MessageRig.request(SHORT, -1, 1, 0),
                    new byte[]{0, 0, 0, 3, 0, 0, 0}, new byte[]{0, 0, 0, 0}, new byte[]{0x7f, 0, 0, 0, 1},
                    MessageRig.request(SHORT, 100_000_001, 1, 0));
            for (byte[] message : bad) {
                MessageRig.Client client = rig.connect();
                client.ask(LONG, 5_000, 4);
                assertEquals(message.length, client.send(message));
                rig.pass(5 * MS);
                assertEquals(List.of(4L), ids(client));
                assertTrue(client.ended);
            }
            assertEquals(bad.size(), rig.service.counters().malformed());
        }
    }

    @Test
    void shouldAnswerAfterThePeerHasEndedItsDirection() {
        try (MessageRig rig = rig(MessageLimits.defaults())) {
            MessageRig.Client client = rig.connect();
            for (int i = 0; i < 5; i++) {
                client.ask(LONG, 1_000, i);
            }
            client.socket.shutdownOutput();
            rig.pass(5 * MS);
            assertEquals(5, client.answers.size());
            assertTrue(client.ended);
            assertEquals(1, rig.port.ended());
        }
    }

    @Test
    void shouldResetTheConnectionOfAMessageWhoseHandlerThrows() {
        MessageRig rig = rig(MessageLimits.defaults());
        MessageRig.Client client = rig.connect();
        client.ask(SHORT, 10, 1);
        rig.pass(MS);
        client.ask(SHORT, MessageRig.FAULT, 2);
        rig.pass(5 * MS);
        assertEquals(List.of(1L), ids(client));
        assertTrue(client.ended);
        assertEquals(1, rig.service.counters().broken(SHORT));
        assertEquals(1, rig.failures.size());
        rig.failures.clear();
        rig.close();
    }

    /** Messages that wait, one that is interrupted, and connections that wait for room, when all is closed. */
    @Test
    void shouldAccountForMessagesThatAreCancelled() {
        try (MessageRig rig = rig(new MessageLimits(64, 16, 4))) {
            rig.works = false;
            for (int c = 0; c < 3; c++) {
                MessageRig.Client client = rig.connect();
                for (int i = 0; i < 4; i++) {
                    client.ask(LONG, 100_000, i);
                }
            }
            rig.settle();
            assertEquals(4, rig.service.present(LONG));
            assertEquals(2, rig.service.waitingConnections(LONG));
        }
    }

    @Test
    void shouldOfferAMessageAgainThatThePlaceHasRefused() {
        try (MessageRig rig = new MessageRig(Fifo::new, MessageLimits.defaults(),
                new ServiceLimits(64, 64, 60 * SECOND, 20 * SECOND), 2)) {
            MessageRig.Client client = rig.connect();
            for (int i = 0; i < 50; i++) {
                client.ask(i % 2, 1_000, i);
            }
            rig.pass(SECOND);
            assertEquals(50, client.answers.size());
            assertTrue(rig.service.counters().placeFull() > 0);
        }
    }

    @Test
    void shouldRefuseLimitsThatDoNotFit() {
        assertThrows(IllegalArgumentException.class, () -> new MessageLimits(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new MessageLimits(1));
        assertThrows(IllegalArgumentException.class, () -> new MessageLimits(1, 0));
        var refused = assertThrows(IllegalArgumentException.class, () -> rig(new MessageLimits(1, 1)));
        assertEquals("limits of another number of classes: limits=MessageLimits[ofConnection=1, ofClass=[1]],"
                + " classesOfProtocol=2", refused.getMessage());
    }
}
